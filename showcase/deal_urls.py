"""Addresses of outcomes: the desk's list and form, and the steps of a report behind its three doors."""

from typing import Final

from django.urls import URLPattern, path

from portal.kernel.languages import route
from showcase.views import deals
from showcase.views.doors import GET, POST

DOORS: Final[dict[str, tuple[deals.Opener, str, str]]] = {
    "deal": (deals.desk_door, "ban-lam-viec/ket-qua/<slug:key>/", "desk/outcomes/<slug:key>/"),
    "deal-link": (deals.link_door, "ket-qua/<str:key>/", "outcome/<str:key>/"),
    "deal-talk": (
        deals.talk_door,
        "quan-tam/trao-doi/<str:key>/ket-qua/<slug:reference>/",
        "interest/conversation/<str:key>/outcome/<slug:reference>/",
    ),
}
STEPS: Final = (
    ("", "", "", deals.show, GET),
    ("-confirm", "xac-nhan/", "confirm/", deals.confirm, POST),
    ("-contest", "phan-doi/", "contest/", deals.contest, (*GET, *POST)),
    ("-correct", "sua/", "correct/", deals.correct, (*GET, *POST)),
    ("-take-back", "rut-lai/", "take-back/", deals.take_back, POST),
    ("-evidence", "minh-chung/", "evidence/", deals.evidence, GET),
)

urlpatterns: list[URLPattern] = [
    path(route(vi="ban-lam-viec/ket-qua/", en="desk/outcomes/"), deals.deal_list, name="deals"),
    path(route(vi="ban-lam-viec/ket-qua-moi/", en="desk/new-outcome/"), deals.deal_new, name="deal-new"),
    *(
        path(route(vi=vi + step_vi, en=en + step_en), deals.behind(opener, step, *methods), name=name + ending)
        for name, (opener, vi, en) in DOORS.items()
        for ending, step_vi, step_en, step, methods in STEPS
    ),
]
