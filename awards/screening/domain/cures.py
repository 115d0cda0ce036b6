"""The one request to complete a dossier: asked once, answered before its end or lapsed.

The days of the rules are whole days in Việt Nam: the day of the request does not count, and the last one counts to its end
(Civil Code 91/2015, articles 147 and 148). The rules name no working days, so every day counts.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import permissions
from awards.domain import nominations
from awards.dossiers import parts
from awards.dossiers.domain import common as dossiers
from awards.dossiers.domain import handing_in
from awards.enums import NominationState
from awards.models import CureRequest, Nomination
from awards.screening import emails
from awards.screening.domain import checking, common
from awards.screening.enums import Outcome
from portal.kernel import clock, errors, text
from portal.operations import db_clock

LONGEST: Final = 2000
EVERY: Final = timedelta(minutes=1)
"""How often the worker looks for what was not completed in time."""
ONLY_ONCE: Final = gettext_lazy("This dossier was sent back once already. Now decide on it as it stands.")
TOO_LATE: Final = gettext_lazy(
    "The time to complete this dossier is over, by the clock of the portal's database. It is decided as it stands."
)


def due_after(asked_at: datetime, days: int) -> datetime:
    """Return the first moment that is too late for an answer to what was asked at a moment."""
    return clock.at(clock.local(asked_at).date() + timedelta(days=days + 1))


@transaction.atomic
def ask_cure(*, nomination: Nomination, wanted: Collection[str], words: str, by: Any) -> CureRequest:
    """Send a dossier back once, with the parts that may be changed and what is wanted; return the request. Its people get a mail.

    The database's clock sets the end. Raises NotAllowedError for others than the secretaries, IllegalMoveError where the dossier is not to be checked,
    and DomainError on ``parts`` or ``words`` for what is missing, on ``to`` where no rule is in doubt or it was sent back before.
    """
    now = db_clock.now()
    call, found = common.locked(nomination, by)
    if found.state != NominationState.SUBMITTED:
        raise errors.IllegalMoveError
    if common.cure_of(found) is not None:
        raise errors.DomainError(ONLY_ONCE, field="to")
    if not {Outcome.FAIL, Outcome.UNCLEAR}.intersection(checking.outcomes(found).values()):
        raise errors.DomainError(_("Say first which rule is not met or unclear."), field="to")
    if not found.members.exists():
        raise errors.DomainError(_("Nobody of this dossier has an account here who could complete it."), field="to")
    known = [part.code for part in parts.of(call.rules)]
    chosen = [code for code in known if code in wanted]
    if not chosen or not set(wanted) <= set(known):
        raise errors.DomainError(_("Choose which parts may be changed."), field="parts")
    written = text.paragraphs(words)
    if not written:
        raise errors.DomainError(_("Write what is to be completed."), field="words")
    if len(written) > LONGEST:
        raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST}, field="words")
    try:
        with transaction.atomic():
            request = CureRequest.objects.create(
                nomination=found,
                asked_at=now,
                asked_by=by,
                due_at=due_after(now, call.rules.cure_days),
                words=written,
                parts=chosen,
            )
    except IntegrityError:
        raise errors.DomainError(ONLY_ONCE, field="to") from None
    moved = nominations.move_nomination(
        nomination=found, to=NominationState.NEEDS_CHANGES, by=by, now=now, reason=written
    )
    request.nomination = moved
    emails.cure_asked(request=request)
    return request


@transaction.atomic
def answer_cure(*, nomination: Nomination, by: Any) -> Nomination:
    """Hand a completed dossier in again; return it, back with the secretariat. When it was handed in first stays as it was.

    Raises NotAllowedError for others than who is responsible, IllegalMoveError where nothing is asked, DomainError once the time is over
    by the database's clock, IncompleteError with all that is missing.
    """
    now = db_clock.now()
    call, found = dossiers.locked_with_edition(nomination)
    if not permissions.can_lead(dossiers.member(found, by)):
        raise errors.NotAllowedError
    request = parts.running(found)
    if request is None:
        raise errors.IllegalMoveError
    if parts.is_over(request, now):
        raise errors.DomainError(TOO_LATE)
    if gaps := handing_in.missing(found, call):
        raise handing_in.IncompleteError(gaps)
    CureRequest.objects.filter(pk=request.pk).update(answered_at=now)
    dossiers.move(nomination=found, to=NominationState.SUBMITTED, by=by, now=now)
    emails.cure_answered(nomination=found, at=now)
    return found


def lapse_due() -> int:
    """Give back to the secretariat what was not completed in time; return how many. Safe to run in several processes at once."""
    due = CureRequest.objects.filter(
        answered_at__isnull=True,
        lapsed_at__isnull=True,
        due_at__lte=db_clock.now(),
        nomination__state=NominationState.NEEDS_CHANGES,
    )
    return sum(_lapse(pk) for pk in due.values_list("nomination", flat=True))


@transaction.atomic
def _lapse(pk: int) -> bool:
    """End one request whose time is over, unless it was answered or the dossier taken back meanwhile."""
    _call, found = dossiers.locked_with_edition(Nomination.objects.get(pk=pk))
    request = parts.running(found)
    now = db_clock.now()
    if request is None or not parts.is_over(request, now):
        return False
    CureRequest.objects.filter(pk=request.pk).update(lapsed_at=now)
    words = _("It was not completed in time.")
    dossiers.move(nomination=found, to=NominationState.SUBMITTED, by=None, now=now, reason=words)
    emails.cure_lapsed(nomination=found)
    return True
