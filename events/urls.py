"""Addresses of the events room, inside the language prefix."""

from django.urls import path

from events import delegation_views, exhibitor_views, fair_views, my_calendar_views, views
from events.calendars import machine_views, private_views, subscribe
from events.calendars import views as calendar_views
from events.programme import views as programme_views
from portal.kernel.languages import route

app_name = "events"
urlpatterns = [
    path(route(vi="su-kien/lich.ics", en="events/calendar.ics"), calendar_views.calendar, name="calendar"),
    path(route(vi="su-kien/lich.jsonld", en="events/calendar.jsonld"), machine_views.schema_org, name="calendar-data"),
    path(
        route(vi="su-kien/lich.jscalendar.json", en="events/calendar.jscalendar.json"),
        machine_views.jscalendar,
        name="calendar-jscalendar",
    ),
    path(
        route(vi="su-kien/lich/<uuid:key>.ics", en="events/calendar/<uuid:key>.ics"),
        calendar_views.event_calendar,
        name="event-calendar",
    ),
    path(route(vi="lich-cua-toi/", en="my-calendar/"), my_calendar_views.overview, name="my-calendar"),
    path(
        route(vi="lich-cua-toi/lich.ics", en="my-calendar/calendar.ics"),
        private_views.signed_in_personal,
        name="my-calendar-file",
    ),
    path(
        route(vi="lich-cua-toi/to-chuc/<slug:slug>.ics", en="my-calendar/organisation/<slug:slug>.ics"),
        private_views.signed_in_organisation,
        name="organisation-calendar-file",
    ),
    path(
        route(vi="lich-cua-toi/<slug:what>/lam-moi/", en="my-calendar/<slug:what>/renew/"),
        my_calendar_views.renew,
        name="my-calendar-renew",
    ),
    path(
        route(vi="lich-cua-toi/<slug:what>/thu-hoi/", en="my-calendar/<slug:what>/revoke/"),
        my_calendar_views.revoke,
        name="my-calendar-revoke",
    ),
    path(
        route(vi="lich-rieng/<str:secret>/lich.ics", en="private-calendar/<str:secret>/calendar.ics"),
        private_views.personal,
        name="private-calendar",
    ),
    path(
        route(
            vi="lich-rieng-to-chuc/<str:secret>/lich.ics", en="private-organisation-calendar/<str:secret>/calendar.ics"
        ),
        private_views.organisation,
        name="private-organisation-calendar",
    ),
    path(route(vi="su-kien/dang-ky-theo-doi-lich/", en="events/subscribe/"), subscribe.page, name="subscribe"),
    path(route(vi="su-kien/thay-doi/", en="events/changes/"), programme_views.page, name="changes"),
    path(route(vi="su-kien/thay-doi.xml", en="events/changes.xml"), programme_views.feed, name="changes-feed"),
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
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/xac-nhan/",
            en="apply-for-a-stand/application/<slug:reference>/confirm/",
        ),
        exhibitor_views.confirm,
        name="confirm",
    ),
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/khong-nhan/",
            en="apply-for-a-stand/application/<slug:reference>/turn-down/",
        ),
        exhibitor_views.turn_down,
        name="turn-down",
    ),
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/chon-gian/",
            en="apply-for-a-stand/application/<slug:reference>/choose/",
        ),
        exhibitor_views.choose,
        name="choose",
    ),
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/the-nhan-vien/",
            en="apply-for-a-stand/application/<slug:reference>/passes/",
        ),
        exhibitor_views.passes,
        name="passes",
    ),
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/the-nhan-vien/<slug:number>/thu-hoi/",
            en="apply-for-a-stand/application/<slug:reference>/passes/<slug:number>/revoke/",
        ),
        exhibitor_views.revoke_pass,
        name="revoke-pass",
    ),
    path(
        route(
            vi="dang-ky-gian-hang/ho-so/<slug:reference>/tai-lieu/<int:pk>/",
            en="apply-for-a-stand/application/<slug:reference>/documents/<int:pk>/",
        ),
        exhibitor_views.document,
        name="document",
    ),
    path(route(vi="hoi-cho/<uuid:key>/", en="fairs/<uuid:key>/"), fair_views.plan, name="fair-plan"),
    path(
        route(vi="hoi-cho/<uuid:key>/chuyen-tham-quan/", en="fairs/<uuid:key>/my-visit/"),
        fair_views.visit,
        name="fair-visit",
    ),
    path(route(vi="boc-tham/<uuid:key>/", en="draws/<uuid:key>/"), fair_views.draw, name="draw"),
    path(
        route(vi="boc-tham/<uuid:key>/du-lieu.json", en="draws/<uuid:key>/record.json"),
        fair_views.draw_record,
        name="draw-record",
    ),
    path(route(vi="boc-tham/draw_rules.py", en="draws/draw_rules.py"), fair_views.draw_script, name="draw-script"),
]
