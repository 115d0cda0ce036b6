"""What every act on a dossier begins with: its row, locked, and the rules of its edition."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from awards.dossiers import calls
from awards.dossiers.enums import MemberState
from awards.enums import MOVES, NominationState
from awards.models import AwardEdition, DossierMember, Nomination, NominationLog
from portal.kernel import errors

NOT_OPEN = _("The call is not open now.")


def locked(nomination: Nomination) -> Nomination:
    """Return the dossier's row, locked until the transaction ends."""
    return Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)


def locked_with_edition(nomination: Nomination) -> tuple[calls.Call, Nomination]:
    """Return the call and the dossier, locked in this order: every act that decides takes the edition first."""
    edition = AwardEdition.objects.select_for_update().filter(award_key=nomination.award_key).first()
    call = calls.of(edition)
    if call is None:
        raise errors.DomainError(NOT_OPEN)
    return call, locked(nomination)


def member(nomination: Nomination, by: Any) -> DossierMember | None:
    """Return somebody's place among those who write a dossier, None for strangers."""
    found = DossierMember.objects.filter(nomination=nomination, user=by, state=MemberState.ACCEPTED)
    place = found.exclude(role="nominee").first()
    if place is not None:
        place.nomination = nomination
    return place


def move(*, nomination: Nomination, to: NominationState, by: Any, now: datetime, reason: str = "") -> None:
    """Bring a locked dossier to another state, with its line in the log; the caller saves other fields of it."""
    source = NominationState(nomination.state)
    MOVES.check(source, to)
    nomination.state = to
    nomination.save()
    NominationLog.objects.create(nomination=nomination, at=now, by=by, from_state=source, to_state=to, reason=reason)
