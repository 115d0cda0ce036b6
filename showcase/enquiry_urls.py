"""Addresses of enquiries after they are sent: confirming, and the steps of a conversation behind its three doors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.urls import URLPattern, path

from portal.kernel.languages import route
from showcase.views import conversations, deals, enquiries
from showcase.views.doors import GET, POST, DoorKind, Step, behind

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class StepAddress:
    """One step: its name, its last words in both spellings, what shows it, and by which methods."""

    name: str
    vi: str
    en: str
    step: Step
    methods: tuple[str, ...]
    doors: tuple[DoorKind, ...] = (DoorKind.DESK, DoorKind.OWN, DoorKind.LINK)


DOORS: Final = {
    DoorKind.DESK: ("ban-lam-viec/quan-tam/<slug:key>/", "desk/enquiries/<slug:key>/"),
    DoorKind.OWN: ("quan-tam/cua-toi/<slug:key>/", "interest/mine/<slug:key>/"),
    DoorKind.LINK: ("quan-tam/trao-doi/<str:key>/", "interest/conversation/<str:key>/"),
}
SENDERS: Final = (DoorKind.OWN, DoorKind.LINK)
STEPS: Final = (
    StepAddress("conversation", "", "", conversations.show, GET, SENDERS),
    StepAddress("message", "nhan/", "message/", conversations.message, POST),
    StepAddress("share", "chia-se-lien-he/", "share-contact/", conversations.share, (*GET, *POST)),
    StepAddress("take-back", "thoi-chia-se/", "take-back/", conversations.take_back, POST),
    StepAddress("report", "bao-can-bo/", "report/", conversations.report, (*GET, *POST)),
    StepAddress("outcome", "ket-qua/", "outcome/", deals.from_enquiry, (*GET, *POST)),
    StepAddress("withdraw", "rut/", "withdraw/", conversations.withdraw, (*GET, *POST), SENDERS),
    StepAddress("refuse", "khong-nhan-them/", "refuse/", conversations.refuse, (*GET, *POST), (DoorKind.DESK,)),
)


def _behind_doors(address: StepAddress) -> list[URLPattern]:
    return [
        path(
            route(vi=DOORS[kind][0] + address.vi, en=DOORS[kind][1] + address.en),
            behind(kind, address.step, *address.methods),
            name=f"{kind.value}-{address.name}",
        )
        for kind in address.doors
    ]


urlpatterns: list[URLPattern] = [
    path(
        route(vi="quan-tam/xac-nhan/<str:secret>/", en="interest/confirm/<str:secret>/"),
        enquiries.confirm,
        name="confirm-enquiry",
    ),
    path(route(vi="quan-tam/gui-lai/", en="interest/send-link/"), enquiries.link_again, name="link-again"),
    path(route(vi="quan-tam/cua-toi/", en="interest/mine/"), enquiries.own_enquiries, name="own-enquiries"),
    path(
        route(vi="ban-lam-viec/quan-tam/<slug:reference>/tu-choi/", en="desk/enquiries/<slug:reference>/decline/"),
        enquiries.enquiry_decline,
        name="enquiry-decline",
    ),
    path(
        route(vi="ban-lam-viec/nguoi-gui/<id:pk>/nhan-lai/", en="desk/senders/<id:pk>/accept/"),
        enquiries.sender_accept,
        name="sender-accept",
    ),
    *(pattern for address in STEPS for pattern in _behind_doors(address)),
]
