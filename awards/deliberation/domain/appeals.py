"""Appeals of entrants on procedure, handled by an officer who had no part in it."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.deliberation import emails, parts
from awards.deliberation.domain import common
from awards.deliberation.enums import CASE_MOVES, CASE_OPEN, AppealGround, CaseState
from awards.domain import aliases
from awards.dossiers.domain import common as dossiers
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules
from awards.enums import PhaseKind
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import Appeal, Decision, Nomination
from portal.kernel import clock, errors, text

LONGEST_TEXT: Final = 5000


def until(rules: EditionRules, award_key: UUID) -> datetime | None:
    """Return the first moment that is too late for an appeal, None where nothing is decided.

    That is the end of the phase of appeals, or of as many whole days after the day the decision was recorded as the rules promise.
    """
    decision = Decision.objects.filter(award_key=award_key).order_by("recorded_at").last()
    phase = rules.phase(PhaseKind.APPEAL)
    if decision is None or phase is None:
        return None
    promised = clock.at(clock.local(decision.recorded_at).date() + timedelta(days=rules.appeal_days + 1))
    return max(promised, phase.ends)


def period(rules: EditionRules, award_key: UUID) -> tuple[datetime, datetime] | None:
    """Return the first moment at which appeals are taken and the first that is too late, None where nothing is decided."""
    phase, end = rules.phase(PhaseKind.APPEAL), until(rules, award_key)
    return (phase.starts, end) if phase is not None and end is not None else None


def takes(rules: EditionRules, award_key: UUID, state: EditionState, moment: datetime) -> bool:
    """Return whether appeals are taken at a moment."""
    span = period(rules, award_key)
    return state is EditionState.DECIDED and span is not None and span[0] <= moment < span[1]


@transaction.atomic
def file_appeal(*, nomination: Nomination, ground: AppealGround, words: str, by: Any, now: datetime) -> Appeal:
    """Keep an appeal on procedure, send the receipt, and return it; ``now`` is the database's clock.

    Raises NotAllowedError for others than who is responsible for the dossier, DomainError outside the time for appeals, with the field
    without words, or while another appeal about the dossier is open.
    """
    edition, rules = common.locked(nomination.award_key)
    found = dossiers.locked(nomination)
    member = dossiers.member(found, by)
    if not permissions.can_appeal(member):
        raise errors.NotAllowedError
    if not takes(rules, found.award_key, EditionState(edition.state), now):
        raise errors.DomainError(_("Appeals are not taken now."))
    said = text.paragraphs(words)
    if not said:
        raise errors.DomainError(_("Write what went wrong in the procedure."), field="text")
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                nomination=found,
                by=by,
                ground=ground,
                text=said[:LONGEST_TEXT],
                filed_at=now,
                due_at=clock.at(clock.local(now).date() + timedelta(days=rules.appeal_days + 1)),
            )
    except IntegrityError:
        raise errors.DomainError(_("An appeal about this dossier is being examined already.")) from None
    emails.appeal_received(appeal=appeal)
    ledger.append(award_key=found.award_key, kind=LedgerKind.APPEAL, body=_body(appeal), now=now)
    return appeal


def _body(appeal: Appeal) -> dict[str, Any]:
    return {
        "code": str(appeal.public_id),
        "category": appeal.nomination.category_code,
        "dossier": aliases.of_dossier(appeal.nomination),
        "ground": str(appeal.ground),
        "result": str(appeal.state),
    }


def _locked(appeal: Appeal) -> Appeal:
    common.locked(appeal.nomination.award_key)
    found = Appeal.objects.select_for_update(of=("self",)).select_related("nomination", "officer", "by")
    return found.get(pk=appeal.pk)


@transaction.atomic
def assign(*, appeal: Appeal, officer: Any, by: Any, now: datetime) -> Appeal:  # noqa: ARG001 -- every act knows its moment
    """Give an appeal to an officer who had no part in the procedure, tell the officer, and return it.

    Raises NotAllowedError for others than the edition's secretaries, DomainError on ``officer`` for somebody who had a part or is not of
    the secretariat, IllegalMoveError once it is answered. Until then another officer may take it over.
    """
    if not permissions.can_manage_edition(by, appeal.nomination.award_key):
        raise errors.NotAllowedError
    found = _locked(appeal)
    if found.state not in CASE_OPEN:
        raise errors.IllegalMoveError
    _require_free(officer, found.nomination.award_key)
    found.officer = officer
    if found.state == CaseState.RECEIVED:
        CASE_MOVES.check(CaseState.RECEIVED, CaseState.HANDLING)
        found.state = CaseState.HANDLING
    found.save(update_fields=["officer", "state"])
    emails.appeal_assigned(appeal=found)
    return found


def _require_free(officer: Any, award_key: UUID) -> None:
    if not permissions.can_manage_nominations(officer):
        words = _("%(person)s is not of the award secretariat.")
        raise errors.DomainError(words % {"person": officer}, field="officer")
    kinds = parts.takers(award_key).get(officer.pk)
    if kinds:
        done = ", ".join(str(kind.label) for kind in sorted(kinds))
        sentence = _("Who had a part in the procedure does not handle an appeal against it. This person %(parts)s.")
        raise errors.DomainError(sentence % {"parts": done}, field="officer")


@transaction.atomic
def answer(*, appeal: Appeal, result: CaseState, outcome: str, by: Any, now: datetime, follows: str = "") -> Appeal:
    """Answer an appeal, tell the entrant, and return it; only the officer it was given to does.

    Raises NotAllowedError for everybody else, DomainError with the field without an outcome, where an upheld appeal does not say what
    follows, or where the officer had a part after all.
    """
    found = _locked(appeal)
    if by is None or found.officer_id != by.pk or not permissions.can_manage_nominations(by):
        raise errors.NotAllowedError
    if result not in {CaseState.UPHELD, CaseState.REJECTED}:
        raise errors.IllegalMoveError
    CASE_MOVES.check(CaseState(found.state), result)
    _require_free(by, found.nomination.award_key)
    said, then = text.paragraphs(outcome), text.paragraphs(follows)
    if not said:
        raise errors.DomainError(_("Write the outcome; it is published without names."), field="outcome")
    if result is CaseState.UPHELD and not then:
        raise errors.DomainError(_("Write what follows from it."), field="follows")
    found.state, found.outcome, found.answered_at = result, said, now
    found.follows = then if result is CaseState.UPHELD else ""
    found.save(update_fields=["state", "outcome", "follows", "answered_at"])
    emails.appeal_answered(appeal=found)
    ledger.append(award_key=found.nomination.award_key, kind=LedgerKind.APPEAL, body=_body(found), now=now)
    return found


@transaction.atomic
def withdraw(*, appeal: Appeal, by: Any, now: datetime) -> Appeal:
    """Take an open appeal back, as who is responsible for the dossier; return it."""
    found = _locked(appeal)
    if not permissions.can_appeal(dossiers.member(found.nomination, by)):
        raise errors.NotAllowedError
    CASE_MOVES.check(CaseState(found.state), CaseState.WITHDRAWN)
    found.state, found.answered_at = CaseState.WITHDRAWN, now
    found.save(update_fields=["state", "answered_at"])
    ledger.append(award_key=found.nomination.award_key, kind=LedgerKind.APPEAL, body=_body(found), now=now)
    return found


def open_ones(award_key: UUID, _rules: EditionRules) -> list[str]:
    """Return what keeps an edition in the state decided."""
    number = Appeal.objects.filter(nomination__award_key=award_key, state__in=CASE_OPEN).count()
    return [_("Appeals are not answered: %(number)d.") % {"number": number}] if number else []


def still_taken(award_key: UUID, rules: EditionRules, _by: Any, now: datetime) -> None:
    """Keep an edition from being closed while the rules still promise time for appeals: DomainError."""
    end = until(rules, award_key)
    if end is not None and now < end:
        raise errors.DomainError(_("Appeals are still taken, because the decision came late."), field="to")
