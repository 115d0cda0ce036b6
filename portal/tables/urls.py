"""Addresses of imports at an organisation's desk, inside the language prefix."""

from typing import Any

from django.urls import URLPattern, path

from portal.kernel.languages import route
from portal.tables.views import files, imports
from portal.tables.views.skins import DESK

app_name = "tables"
_DESK: dict[str, Any] = {"skin": DESK}
urlpatterns: list[URLPattern] = [
    path(route(vi="ban-lam-viec/bang/", en="desk/tables/"), imports.index, _DESK, name="index"),
    path(
        route(vi="ban-lam-viec/bang/<slug:kind>/", en="desk/tables/<slug:kind>/"),
        imports.kind_page,
        _DESK,
        name="kind",
    ),
    path(
        route(
            vi="ban-lam-viec/bang/<slug:kind>/mau.<slug:ending>", en="desk/tables/<slug:kind>/template.<slug:ending>"
        ),
        files.template,
        _DESK,
        name="template",
    ),
    path(
        route(vi="ban-lam-viec/bang/<slug:kind>/xuat.<slug:ending>", en="desk/tables/<slug:kind>/export.<slug:ending>"),
        files.export,
        _DESK,
        name="export",
    ),
    path(
        route(vi="ban-lam-viec/nhap-bang/<uuid:key>/", en="desk/table-imports/<uuid:key>/"),
        imports.batch_page,
        _DESK,
        name="batch",
    ),
    path(
        route(
            vi="ban-lam-viec/nhap-bang/<uuid:key>/dong-loi.xlsx", en="desk/table-imports/<uuid:key>/faulty-rows.xlsx"
        ),
        files.faulty,
        _DESK,
        name="faulty",
    ),
    path(
        route(vi="ban-lam-viec/nhap-bang/<uuid:key>/xac-nhan/", en="desk/table-imports/<uuid:key>/confirm/"),
        imports.confirm,
        _DESK,
        name="confirm",
    ),
    path(
        route(vi="ban-lam-viec/nhap-bang/<uuid:key>/bo/", en="desk/table-imports/<uuid:key>/discard/"),
        imports.discard,
        _DESK,
        name="discard",
    ),
    path(
        route(vi="ban-lam-viec/nhap-bang/<uuid:key>/chay-tiep/", en="desk/table-imports/<uuid:key>/restart/"),
        imports.restart,
        _DESK,
        name="restart",
    ),
    path(
        route(vi="ban-lam-viec/nhap-bang/<uuid:key>/hoan-tac/", en="desk/table-imports/<uuid:key>/undo/"),
        imports.undo,
        _DESK,
        name="undo",
    ),
]
