"""Deciding anew after an upheld appeal: opened by the secretariat, ended by a decision that replaces the one before, or by letting it stand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.deliberation import council, emails
from awards.deliberation.domain import common, deciding, shortlisting
from awards.deliberation.enums import REHEARING_MOVES, CaseState, MeetingState, RehearingState
from awards.domain import publication, reopened
from awards.editions.domain import opening
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules
from awards.honours.domain import certificates
from awards.ledger import domain as ledger
from awards.ledger import queries as ledger_queries
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import Appeal, Decision, MarkSheet, Meeting, Nomination, Rehearing
from portal.kernel import clock, errors, text


def can_open(appeal: Appeal, state: EditionState) -> bool:
    """Return whether an edition can be decided anew because of an appeal: it was upheld, and nothing was decided anew for it."""
    if appeal.state != CaseState.UPHELD or state is not EditionState.DECIDED:
        return False
    return not Rehearing.objects.filter(appeal=appeal).exists() and reopened.of(appeal.nomination.award_key) is None


@transaction.atomic
def open_rehearing(*, appeal: Appeal, reason: str, by: Any, now: datetime, reason_en: str = "") -> Rehearing:
    """Begin to decide an edition anew because an appeal was upheld, tell everybody who took part, and return the record.

    Until it ends the decision stands, with its winners, certificates and score sheet. Raises NotAllowedError for others than the
    edition's secretaries, IllegalMoveError for an appeal that was not upheld or was followed already, where the edition is not in the
    state decided, and while it is being decided anew; DomainError on ``reason`` without one.
    """
    key = appeal.nomination.award_key
    edition, _rules = common.managed(key, by)
    found = Appeal.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=appeal.pk)
    decision = Decision.objects.filter(award_key=key).last()
    if decision is None or not can_open(found, EditionState(edition.state)):
        raise errors.IllegalMoveError
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    body = {
        "appeal": str(found.public_id),
        "decision": deciding.code_of(decision.number),
        "result": RehearingState.OPEN.value,
    }
    entry = ledger.append(award_key=key, kind=LedgerKind.REHEARING, body=body, now=now)
    try:
        with transaction.atomic():
            made = Rehearing.objects.create(
                award_key=key,
                appeal=found,
                decision=decision,
                reason=words,
                reason_en=text.paragraphs(reason_en),
                opened_at=now,
                opened_by=by,
                entry=entry.number,
            )
    except IntegrityError:
        raise errors.IllegalMoveError from None
    emails.rehearing(rehearing=made)
    return made


def _locked(rehearing: Rehearing, by: Any) -> tuple[Rehearing, EditionRules]:
    # Pages before the edition, as every step of it does.
    if not permissions.can_manage_edition(by, rehearing.award_key):
        raise errors.NotAllowedError
    opening.locked_edition(rehearing.award_key)
    edition, rules = common.locked(rehearing.award_key)
    found = Rehearing.objects.select_for_update(of=("self",)).select_related("decision").get(pk=rehearing.pk)
    if found.state != RehearingState.OPEN or edition.state != EditionState.DECIDED:
        raise errors.IllegalMoveError
    return found, rules


def changed(award_key: UUID, rules: EditionRules) -> set[str]:
    """Return the categories that the log now ranks in another way than the decision that was recorded last."""
    decided: dict[str, Any] = {}
    for entry in ledger_queries.entries(award_key):
        if entry["kind"] == LedgerKind.DECISION:
            decided[entry["body"]["category"]] = entry["body"]["ranking"]
    orders = council.orders(award_key, rules)
    return {code for code, order in orders.items() if deciding.ranking_of(order) != decided.get(code)}


def returned(award_key: UUID) -> list[MarkSheet]:
    """Return the sheets that were given back to their jurors and not handed in again."""
    rows = MarkSheet.objects.filter(
        state=MarkState.DRAFT,
        returns__rehearing__award_key=award_key,
        returns__rehearing__state=RehearingState.OPEN,
    )
    return list(rows.select_related("assignment__juror", "assignment__nomination").distinct().order_by("pk"))


def _unfinished(award_key: UUID) -> list[str]:
    faults = []
    if Meeting.objects.filter(award_key=award_key, state=MeetingState.OPEN).exists():
        faults.append(_("A meeting of the council is under way: close it."))
    for sheet in returned(award_key):
        words = _("Dossier %(dossier)s: no sheet yet from %(jurors)s.")
        named = {"dossier": sheet.assignment.nomination.alias, "jurors": sheet.assignment.juror.full_name}
        faults.append(words % named)
    return faults


def missing(rehearing: Rehearing, rules: EditionRules) -> list[str]:
    """Return what must happen before a decision can replace the one that is looked at."""
    key = rehearing.award_key
    faults = _unfinished(key)
    anew, others = council.voted_anew(key, rehearing.opened_at), changed(key, rules)
    sat = Meeting.objects.filter(award_key=key, opened_at__gte=rehearing.opened_at, state=MeetingState.CLOSED)
    if not others and not sat.exists():
        faults.append(_("Nothing has changed: neither has the council met again, nor was a sheet corrected."))
    prizes = deciding.awarded(key, council.DECIDED)
    for code, order in council.orders(key, rules).items():
        category = {"category": shortlisting.title_of(rules, code)}
        if code in others - anew:
            words = _("The ranking of “%(category)s” has changed: the council has to vote on its prizes anew.")
            faults.append(words % category)
        if council.unparted(key, rules, order, prizes):
            words = _("Equal dossiers of “%(category)s” fare differently: the council has to vote on them.")
            faults.append(words % category)
    return faults


@transaction.atomic
def replace_decision(
    *,
    rehearing: Rehearing,
    document: deciding.Document,
    because: str,
    by: Any,
    now: datetime,
    because_en: str = "",
    file: Any = None,
) -> Decision:
    """Record the decision that replaces the one that is looked at, with all that follows, and return it.

    Prizes, pages, hall of honour and certificates follow the new decision; the old one stays readable with its prizes, and its log. The log
    gets the ranking once more, and everybody who took part a mail. Raises NotReadyError with all that is missing, DomainError
    with the field for what is stated wrongly, NotAllowedError, and IllegalMoveError once the rehearing has ended.
    """
    found, rules = _locked(rehearing, by)
    if faults := missing(found, rules):
        raise deciding.NotReadyError(faults)
    why = text.paragraphs(because)
    if not why:
        raise errors.DomainError(_("Say why it replaces the decision before; it is public."), field="because")
    stated = deciding.stated(document)
    if not clock.local(found.opened_at).date() <= stated.decided_on <= clock.local(now).date():
        raise errors.DomainError(
            _("The decision is dated between the day on which deciding anew began and today."), field="decided_on"
        )
    old = found.decision
    if Decision.objects.filter(award_key=found.award_key, number=stated.number).exists():
        raise errors.DomainError(
            _("A decision of this edition has this number already; the one that replaces it has its own."),
            field="number",
        )
    prizes = deciding.awarded(found.award_key, council.DECIDED)
    orders = council.orders(found.award_key, rules)
    decision = deciding.kept(
        award_key=found.award_key,
        stated=stated,
        file=file,
        by=by,
        now=now,
        replaces=old,
        because=why,
        because_en=text.paragraphs(because_en),
    )
    REHEARING_MOVES.check(RehearingState(found.state), RehearingState.REPLACED)
    found.state, found.ended_at, found.ended_by = RehearingState.REPLACED, now, by
    found.save(update_fields=["state", "ended_at", "ended_by"])
    reason = _("Decision %(number)s") % {"number": stated.number}
    rows = Nomination.objects.filter(award_key=found.award_key, state__in=council.DECIDED)
    for nomination in rows.order_by("pk"):
        publication.redecide_nomination(
            nomination=nomination, honour=prizes.get(nomination.pk), by=by, now=now, reason=reason
        )
    deciding.keep_prizes(decision, prizes)
    certificates.follow_decision(decision=decision, by=by, now=now)
    deciding.tell_pages(found.award_key, stated, by)
    emails.decided_anew(decision=decision)
    deciding.log_decision(decision, orders, now)
    return decision


@transaction.atomic
def let_stand(*, rehearing: Rehearing, outcome: str, by: Any, now: datetime) -> Rehearing:
    """End deciding anew without another decision, tell everybody who took part, and return the record.

    Raises DomainError on ``outcome`` without the reason, NotReadyError while a sheet is with its juror or a meeting under way, and where the
    log ranks in another way than the decision: then only another decision can end it.
    """
    found, rules = _locked(rehearing, by)
    words = text.paragraphs(outcome)
    if not words:
        raise errors.DomainError(_("Say why the decision stands; it is public."), field="outcome")
    faults = _unfinished(found.award_key)
    if changed(found.award_key, rules):
        faults.append(_("The ranking has changed: only another decision can end this."))
    if faults:
        raise deciding.NotReadyError(faults)
    REHEARING_MOVES.check(RehearingState(found.state), RehearingState.STANDS)
    found.state, found.ended_at, found.ended_by, found.outcome = RehearingState.STANDS, now, by, words
    found.save(update_fields=["state", "ended_at", "ended_by", "outcome"])
    emails.rehearing(rehearing=found)
    body = {
        "appeal": str(found.appeal.public_id),
        "decision": deciding.code_of(found.decision.number),
        "result": RehearingState.STANDS.value,
    }
    ledger.append(award_key=found.award_key, kind=LedgerKind.REHEARING, body=body, now=now)
    return found


def under_way(award_key: UUID, _rules: EditionRules) -> list[str]:
    """Return what keeps an edition in the state decided."""
    return [_("The edition is being decided anew.")] if reopened.of(award_key) is not None else []
