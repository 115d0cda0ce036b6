"""What somebody on a waiting list is told of it: why the party waits, and by which order places are given."""

from datetime import datetime

from django.utils.translation import gettext as _

from registration import dashboard
from registration.enums import RegistrationState, WaitingListPolicy
from registration.models import PlaceKind, Registration


def order(kind: PlaceKind) -> str:
    """Return the sentence about the order in which the places of a kind are given, in the active language."""
    if kind.waiting_list == WaitingListPolicy.FILL:
        return _(
            "Places are given in the order of the queue, but a smaller party may pass one that needs more places than are free."
        )
    return _("Places are given strictly in the order of the queue: nobody passes those who stand before.")


def of(registration: Registration, now: datetime) -> list[str]:
    """Return the sentences for a registration that waits, nobody else named; none for one that does not wait."""
    if registration.state != RegistrationState.WAIT_LISTED:
        return []
    return [said for said in (dashboard.told_to(registration, now), order(registration.place_kind)) if said]
