"""Addresses of the events room, inside the language prefix."""

from django.urls import path

from events import feeds, views
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
]
