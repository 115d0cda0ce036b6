"""Checking a dossier rule by rule, and the conclusion."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from awards.domain import nominations
from awards.enums import NominationState
from awards.models import Nomination, ScreeningCheck
from awards.screening import emails, rules
from awards.screening.domain import common
from awards.screening.enums import OUTCOMES_WITH_NOTE, Outcome
from portal.kernel import errors, text

LONGEST_NOTE: Final = 1000
LONGEST_REASON: Final = 2000


@transaction.atomic
def save_check(
    *, nomination: Nomination, key: str, outcome: Outcome, note: str, by: Any, now: datetime
) -> ScreeningCheck:
    """Keep what one rule says of a dossier in its present round, as a draft that may be changed until the conclusion; return it.

    Raises NotAllowedError for others than the secretaries of the edition, IllegalMoveError for a dossier that is not to be checked,
    and DomainError on ``key`` for an unknown rule, on ``note`` for a doubt without one.
    """
    call, found = common.locked(nomination, by)
    if found.state != NominationState.SUBMITTED:
        raise errors.IllegalMoveError
    if key not in {rule.key for rule in rules.of(call.rules, found)}:
        raise errors.DomainError(_("There is no such rule."), field="key")
    words = text.paragraphs(note)
    if outcome in OUTCOMES_WITH_NOTE and not words:
        raise errors.DomainError(_("Write what is wrong or unclear."), field="note")
    if len(words) > LONGEST_NOTE:
        raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_NOTE}, field="note")
    number = common.round_of(common.cure_of(found))
    check, is_new = ScreeningCheck.objects.get_or_create(
        nomination=found, round=number, key=key, defaults={"outcome": outcome, "note": words, "at": now, "by": by}
    )
    if not is_new and (check.outcome, check.note) != (outcome, words):
        check.outcome, check.note, check.at, check.by = outcome, words, now, by
        check.save(update_fields=["outcome", "note", "at", "by"])
    return check


def outcomes(nomination: Nomination) -> dict[str, Outcome]:
    """Return what the rules say of a dossier in its present round, as far as they were answered."""
    number = common.round_of(common.cure_of(nomination))
    rows = ScreeningCheck.objects.filter(nomination=nomination, round=number).values_list("key", "outcome")
    return {key: Outcome(outcome) for key, outcome in rows}


@transaction.atomic
def find_eligible(*, nomination: Nomination, by: Any, now: datetime) -> Nomination:
    """Let a dossier take part because every rule is met; return it. Its people get a mail.

    Raises DomainError as long as a rule is not met or not answered.
    """
    call, found = common.locked(nomination, by)
    said = outcomes(found)
    if any(said.get(rule.key) is not Outcome.PASS for rule in rules.of(call.rules, found)):
        raise errors.DomainError(_("Eligible is only what meets every rule. Answer all of them first."), field="to")
    emails.screened(nomination=found, is_eligible=True)
    return nominations.move_nomination(nomination=found, to=NominationState.ELIGIBLE, by=by, now=now)


@transaction.atomic
def find_ineligible(*, nomination: Nomination, reason: str, by: Any, now: datetime) -> Nomination:
    """Exclude a dossier that does not meet a rule, with the reason that its people read; return it.

    Raises DomainError where no rule says "not met", and on ``reason`` where there is none.
    """
    _call, found = common.locked(nomination, by)
    words = text.paragraphs(reason)
    if Outcome.FAIL not in outcomes(found).values():
        raise errors.DomainError(_("Not eligible is only what fails a rule. Say first which one it is."), field="to")
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    if len(words) > LONGEST_REASON:
        raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_REASON}, field="reason")
    emails.screened(nomination=found, is_eligible=False, reason=words)
    return nominations.move_nomination(nomination=found, to=NominationState.INELIGIBLE, by=by, now=now, reason=words)
