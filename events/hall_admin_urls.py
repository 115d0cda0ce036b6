"""Addresses of halls, booths and draws in the admin."""

from typing import Final

from django.urls import URLPattern, path

from events import draw_admin, hall_admin, pass_list

BASE: Final = "fair-halls/<uuid:key>/"
urlpatterns: list[URLPattern] = [
    path("fair-halls/", hall_admin.index, name="fair_halls"),
    path(BASE, hall_admin.overview, name="fair_halls_of"),
    path(f"{BASE}setup/", hall_admin.setup, name="fair_halls_setup"),
    path(f"{BASE}requirements/", hall_admin.requirements, name="fair_halls_requirements"),
    path(f"{BASE}halls/new/", hall_admin.hall, name="fair_halls_new"),
    path(f"{BASE}halls/<int:pk>/", hall_admin.hall, name="fair_halls_hall"),
    path(f"{BASE}halls/<int:pk>/booths/", hall_admin.booth_table, name="fair_halls_booths"),
    path(f"{BASE}rows/", hall_admin.rows, name="fair_halls_rows"),
    path(f"{BASE}import/", hall_admin.upload, name="fair_halls_import"),
    path(f"{BASE}import/confirm/", hall_admin.confirm_upload, name="fair_halls_import_confirm"),
    path(f"{BASE}import/template.csv", hall_admin.template, name="fair_halls_template"),
    path(f"{BASE}act/", hall_admin.act, name="fair_halls_act"),
    path(f"{BASE}passes.csv", pass_list.table, name="fair_halls_passes"),
    path(f"{BASE}order/", draw_admin.order, name="fair_halls_order"),
    path(f"{BASE}draw/", draw_admin.announce, name="fair_halls_draw"),
    path(f"{BASE}draw/<uuid:draw_key>/run/", draw_admin.run, name="fair_halls_draw_run"),
    path(f"{BASE}draw/<uuid:draw_key>/call-off/", draw_admin.call_off, name="fair_halls_draw_off"),
]
