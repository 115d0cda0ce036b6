"""Imports in the admin, for officers."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.tables import kinds
from portal.tables.views import files, imports
from portal.tables.views.skins import ADMIN

_ADMIN: dict[str, Any] = {"skin": ADMIN}
_URLS: list[URLPattern] = [
    path("", imports.index, _ADMIN, name="index"),
    path("kinds/<slug:kind>/", imports.kind_page, _ADMIN, name="kind"),
    path("kinds/<slug:kind>/template.<slug:ending>", files.template, _ADMIN, name="template"),
    path("kinds/<slug:kind>/export.<slug:ending>", files.export, _ADMIN, name="export"),
    path("<uuid:key>/", imports.batch_page, _ADMIN, name="batch"),
    path("<uuid:key>/faulty-rows.xlsx", files.faulty, _ADMIN, name="faulty"),
    path("<uuid:key>/confirm/", imports.confirm, _ADMIN, name="confirm"),
    path("<uuid:key>/discard/", imports.discard, _ADMIN, name="discard"),
    path("<uuid:key>/restart/", imports.restart, _ADMIN, name="restart"),
    path("<uuid:key>/undo/", imports.undo, _ADMIN, name="undo"),
]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    """Add the officers' addresses; Wagtail asks for access to the admin before each."""
    return [path("table-imports/", include((_URLS, ADMIN.namespace), namespace=ADMIN.namespace))]


class TablesMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who may import something."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may import any kind as an officer."""
        return any(ADMIN.scope(kind, request.user) is not None for kind in kinds.kinds())


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Add the entry of the menu."""
    return TablesMenuItem(_("Tables"), reverse(f"{ADMIN.namespace}:index"), icon_name="table", order=260)
