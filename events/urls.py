"""Addresses of the events room, inside the language prefix."""

from django.urls import path

from events import delegation_views, feeds, views
from portal.kernel.languages import route

app_name = "events"
urlpatterns = [
    path(route(vi="su-kien/lich.ics", en="events/calendar.ics"), feeds.calendar, name="calendar"),
    path(
        route(vi="su-kien/lich/<uuid:key>.ics", en="events/calendar/<uuid:key>.ics"),
        feeds.event_calendar,
        name="event-calendar",
    ),
    path(
        route(vi="dang-ky-gian-hang/<uuid:key>/", en="apply-for-a-stand/<uuid:key>/"),
        views.apply,
        name="apply",
    ),
    path(
        route(vi="dang-ky-gian-hang/ho-so/<slug:reference>/", en="apply-for-a-stand/application/<slug:reference>/"),
        views.application,
        name="application",
    ),
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/rut/",
            en="apply-for-a-stand/application/<slug:reference>/withdraw/",
        ),
        views.withdraw,
        name="application-withdraw",
    ),
    path(
        route(vi="doan-cong-tac/<int:pk>/", en="delegations/<int:pk>/"),
        delegation_views.delegation,
        name="delegation",
    ),
    path(
        route(vi="doan-cong-tac/thanh-vien/<int:pk>/", en="delegations/members/<int:pk>/"),
        delegation_views.member,
        name="delegation-member",
    ),
    path(
        route(vi="doan-cong-tac/thanh-vien/<int:pk>/nhan-loi/", en="delegations/members/<int:pk>/accept/"),
        delegation_views.accept,
        name="delegation-accept",
    ),
    path(
        route(vi="doan-cong-tac/thanh-vien/<int:pk>/rut/", en="delegations/members/<int:pk>/withdraw/"),
        delegation_views.withdraw,
        name="delegation-withdraw",
    ),
    path(
        route(vi="doan-cong-tac/giay-to/<int:pk>/", en="delegations/papers/<int:pk>/"),
        delegation_views.paper,
        name="delegation-paper",
    ),
    path(
        route(vi="doan-cong-tac/giay-to/<int:pk>/xoa/", en="delegations/papers/<int:pk>/remove/"),
        delegation_views.paper_remove,
        name="delegation-paper-remove",
    ),
]
