"""Addresses in the admin: meetings of the council, the shortlist, objections, decisions and appeals."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from awards.deliberation import admin_cases as cases
from awards.deliberation import admin_rehearing as rehearing
from awards.deliberation import admin_views as views

EDITION = "awards/editions/<uuid:award_key>/"


def _of_meeting(view: Callable[..., HttpResponseBase], name: str, rest: str = "") -> URLPattern:
    return path(f"{EDITION}meetings/<id:number>/{rest}", view, name=name)


def _of_motion(view: Callable[..., HttpResponseBase], name: str, rest: str) -> URLPattern:
    return _of_meeting(view, name, f"motions/<id:motion_number>/{rest}")


urlpatterns: list[URLPattern] = [
    path(f"{EDITION}meetings/", views.meetings_list, name="awards-meetings"),
    _of_meeting(views.meeting, "awards-meeting"),
    _of_meeting(views.change, "awards-meeting-change", "change/"),
    _of_meeting(views.call_off, "awards-meeting-call-off", "call-off/"),
    _of_meeting(views.attendance, "awards-meeting-attendance", "attendance/"),
    _of_meeting(views.open_meeting, "awards-meeting-open", "open/"),
    _of_meeting(views.close_meeting, "awards-meeting-close", "close/"),
    _of_meeting(views.minutes_file, "awards-meeting-minutes", "minutes/"),
    _of_meeting(views.motion_new, "awards-motion-new", "motions/new/<slug:kind>/"),
    _of_motion(views.ballots, "awards-motion-ballots", "ballots/"),
    _of_motion(views.motion_close, "awards-motion-close", "close/"),
    _of_motion(views.motion_void, "awards-motion-void", "void/"),
    path(f"{EDITION}objections/", cases.objections_list, name="awards-objections"),
    path(f"{EDITION}objections/<uuid:public_id>/", cases.objection, name="awards-objection"),
    path(f"{EDITION}objections/<uuid:public_id>/take-up/", cases.objection_take_up, name="awards-objection-take-up"),
    path(f"{EDITION}decision/", cases.decision, name="awards-decision"),
    path(f"{EDITION}appeals/", cases.appeals_list, name="awards-appeals"),
    path(f"{EDITION}appeals/<uuid:public_id>/", cases.appeal, name="awards-appeal"),
    path(f"{EDITION}appeals/<uuid:public_id>/decide-anew/", rehearing.begin, name="awards-rehearing-open"),
    path(f"{EDITION}decide-anew/", rehearing.desk, name="awards-rehearing"),
    path(f"{EDITION}decide-anew/stands/", rehearing.stand, name="awards-rehearing-stand"),
    path(f"{EDITION}decide-anew/sheets/<id:pk>/", rehearing.give_back, name="awards-rehearing-sheet"),
]
