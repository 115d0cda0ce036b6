"""Handing a dossier in, and taking it back.

The last second: a dossier is in time if the database's clock, read as the first thing after the request to hand in came
through, shows less than the end of the call. Waiting for others who hand in at the same moment does not count.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.domain import logbook
from awards.dossiers import calls, checks, emails
from awards.dossiers.domain import asking, common, taking_in
from awards.dossiers.enums import MemberRole
from awards.enums import NominationState
from awards.models import AwardEdition, DossierFile, Nomination
from portal.kernel import errors
from portal.operations import db_clock


class IncompleteError(errors.DomainError):
    """Something is missing; ``gaps`` names all of it."""

    default_message = _("Something is missing. The list says what.")

    def __init__(self, gaps: tuple[checks.Gap, ...]) -> None:
        super().__init__()
        self.gaps = gaps


def missing(nomination: Nomination, call: calls.Call) -> tuple[checks.Gap, ...]:
    """Return what a dossier lacks as it is stored."""
    return checks.gaps(
        nomination=nomination,
        rules=call.rules,
        answers=dict(nomination.answers.values_list("key", "text")),
        files=set(nomination.files.values_list("key", "is_twin")),
    )


@transaction.atomic
def submit_dossier(*, nomination: Nomination, by: Any) -> Nomination:
    """Hand a dossier in, or ask its nominee where that is somebody else; return it in its new state.

    Raises NotAllowedError for others than who is responsible, DomainError outside the call, IncompleteError with all that is missing.
    """
    now = db_clock.now()
    call, draft = common.locked_with_edition(nomination)
    if not permissions.can_lead(common.member(draft, by)):
        raise errors.NotAllowedError
    if not call.takes(now):
        raise errors.DomainError(taking_in.TOO_LATE if call.ends is not None and now >= call.ends else common.NOT_OPEN)
    if draft.state != NominationState.DRAFT:
        raise errors.IllegalMoveError
    if gaps := missing(draft, call):
        raise IncompleteError(gaps)
    if draft.nominee_email:
        common.move(nomination=draft, to=NominationState.AWAITING, by=by, now=now)
        asking.ask_nominee(nomination=draft, call=call, by=by, now=now)
        return draft
    return taking_in.take_in(nomination=draft, by=by, now=now)


@transaction.atomic
def withdraw_dossier(*, nomination: Nomination, by: Any, now: datetime, reason: str = "") -> Nomination:
    """Take a dossier back for good and return it; of one that was never handed in the files go at once.

    What was handed in is noted in the log of the edition. Raises NotAllowedError for others than who is responsible, and once
    it is a finalist.
    """
    edition = AwardEdition.objects.select_for_update().filter(award_key=nomination.award_key).first()
    found = common.locked(nomination)
    if not permissions.can_withdraw(common.member(found, by)):
        raise errors.NotAllowedError
    was_handed_in = found.submitted_at is not None
    asking.take_back(nomination=found, now=now)
    common.move(nomination=found, to=NominationState.WITHDRAWN, by=by, now=now, reason=reason.strip())
    if was_handed_in:
        emails.withdrawn(nomination=found)
    else:
        for kept in DossierFile.objects.filter(nomination=found):
            kept.delete()
    logbook.note(nomination=found, edition=edition, now=now)
    return found


@transaction.atomic
def take_up_again(*, nomination: Nomination, by: Any, now: datetime) -> Nomination:
    """Make a dossier whose nominee has not answered a draft again, so that it can be changed; the link in the mail ends."""
    found = common.locked(nomination)
    if not permissions.can_lead(common.member(found, by)):
        raise errors.NotAllowedError
    if found.state != NominationState.AWAITING:
        raise errors.IllegalMoveError
    asking.take_back(nomination=found, now=now, role=MemberRole.NOMINEE)
    common.move(nomination=found, to=NominationState.DRAFT, by=by, now=now)
    return found
