"""The three doors to a conversation: the organisation's desk, the sender's account, the sender's link.

Behind each stand the same steps; the door says who acts and where the steps' addresses are. What a door does not open
answers 404, whether it is foreign or does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.kernel import clock, errors
from showcase.domain import sides
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.models import Enquiry
from showcase.views.guards import enquiry_or_404

GET = ("GET", "HEAD")
POST = ("POST",)


class DoorKind(Enum):
    """How somebody comes to a conversation; the value begins the names of the addresses."""

    DESK = "desk"
    OWN = "own"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Door:
    """An opened conversation: who acts, under which key its addresses stand, and whether they may change anything."""

    kind: DoorKind
    key: str
    enquiry: Enquiry
    actor: Actor
    can_act: bool

    def url(self, step: str = "conversation") -> str:
        """Return the address of a step, or of the conversation itself."""
        if self.kind is DoorKind.DESK and step == "conversation":
            return reverse("showcase:enquiry", args=[self.key])
        return reverse(f"showcase:{self.kind.value}-{step}", args=[self.key])


def _desk(request: HttpRequest, key: str) -> Door:
    enquiry, can_write = enquiry_or_404(request, key)
    return Door(DoorKind.DESK, key, enquiry, Actor(Side.OWNER, request.user), can_write)


def _own(request: HttpRequest, key: str) -> Door:
    found = Enquiry.objects.filter(reference=key, sender=request.user.pk).select_related("organisation").first()
    if found is None:
        raise Http404
    return Door(DoorKind.OWN, key, found, Actor(Side.SENDER, request.user), can_act=True)


@sensitive_variables("key")
def _link(_request: HttpRequest, key: str) -> Door:
    found = sides.enquiry_of(purpose=sides.CONVERSATION_PURPOSE, secret=key, now=clock.now())
    if found is None:
        raise Http404
    return Door(DoorKind.LINK, key, found, Actor(Side.SENDER), can_act=True)


_OPENERS = {DoorKind.DESK: _desk, DoorKind.OWN: _own, DoorKind.LINK: _link}
Step = Callable[[HttpRequest, Door], HttpResponse]


def behind(kind: DoorKind, step: Step, *methods: str) -> Callable[..., HttpResponse]:
    """Return the view of a step behind a door. Readers without the right to write only see; a POST answers 404."""

    @sensitive_variables("key")
    def view(request: HttpRequest, key: str) -> HttpResponse:
        door = _OPENERS[kind](request, key)
        if not door.can_act and (request.method == "POST" or "POST" in methods):
            raise Http404
        try:
            return step(request, door)
        except errors.NotAllowedError as error:
            # The right was lost between opening the door and acting.
            raise Http404 from error

    guarded = require_http_methods([*methods])(view)
    return never_cache(guarded if kind is DoorKind.LINK else login_required(guarded))
