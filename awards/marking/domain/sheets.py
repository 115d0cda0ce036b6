"""A juror's sheet for one dossier: saved as a draft, handed in, taken back until scoring closes, void after a conflict.

While an edition is decided anew the secretariat gives single sheets back to their jurors, who correct them and hand them in again.

In time is what the database's clock, read as the first thing, shows before the end of the scoring phase.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.domain import aliases, reopened
from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.marking import emails, rights
from awards.marking.enums import MARK_MOVES, MarkState
from awards.models import Assignment, AwardEdition, Mark, MarkReturn, MarkSheet
from portal.kernel import errors, text
from portal.operations import db_clock

LONGEST: Final = 2000
"""Characters of a remark, and of the note."""
DECIDED: Final = frozenset({NominationState.WINNER, NominationState.NOT_SELECTED})
CLOSED: Final = _("Scoring is not open now. Nothing was saved.")


class IncompleteError(errors.DomainError):
    """Points are missing; ``keys`` names the criteria without any."""

    default_message = _("Give points for every criterion before you hand in.")

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Words:
    """What a juror writes: points and remarks by criterion, both as far as there are any, a remark for the entrant, a note."""

    points: Mapping[str, int | None] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    note: str = ""

    def of(self, key: str) -> tuple[int | None, str]:
        """Return points and remark for a criterion."""
        return self.points.get(key), text.paragraphs(self.remarks.get(key, ""))


def points_field(key: str) -> str:
    """Return the field that an error about a criterion's points names."""
    return f"points-{key}"


def remark_field(key: str) -> str:
    """Return the field that an error about a criterion's remark names."""
    return f"remark-{key}"


def _check(words: Words, rules: EditionRules) -> None:
    known = {criterion.key: criterion for criterion in rules.criteria}
    if not {*words.points, *words.remarks} <= set(known):
        raise errors.DomainError(_("The programme has no such criterion."))
    for key, criterion in known.items():
        points, remark = words.of(key)
        is_whole = isinstance(points, int) and not isinstance(points, bool)
        if points is not None and not (is_whole and 0 <= points <= criterion.max_points):
            sentence = _("Write a whole number from 0 to %(most)d.") % {"most": criterion.max_points}
            raise errors.DomainError(sentence, field=points_field(key))
        _check_length(remark, remark_field(key))
    _check_length(text.paragraphs(words.remark), "remark")
    _check_length(text.paragraphs(words.note), "note")


def _check_length(words: str, name: str) -> None:
    if len(words) > LONGEST:
        raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST}, field=name)


def _own(assignment: Assignment, by: Any) -> Assignment:
    """Return the assignment, locked, if it is live and confirmed and ``by`` scores by it; NotAllowedError otherwise."""
    row = Assignment.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=assignment.pk)
    if not rights.is_own(by, row):
        raise errors.NotAllowedError
    return row


def _require_open(scoring: rights.Scoring | None, assignment: Assignment, moment: datetime) -> rights.Scoring:
    if scoring is None or not rights.may_write(scoring, assignment, moment):
        raise errors.DomainError(CLOSED)
    return scoring


@transaction.atomic
def open_sheet(*, assignment: Assignment, by: Any, now: datetime) -> MarkSheet:
    """Return the juror's sheet for a dossier; where there is none, begin an empty draft.

    Raises NotAllowedError for everybody but the juror of a live and confirmed assignment, DomainError when scoring is not open.
    """
    row = _own(assignment, by)
    _require_open(rights.find(row.nomination.award_key), row, db_clock.now())
    sheet, _made = MarkSheet.objects.get_or_create(assignment=row, defaults={"saved_at": now})
    return sheet


@transaction.atomic
def save_draft(
    *, assignment: Assignment, words: Words, by: Any, now: datetime, seen_at: datetime | None = None
) -> MarkSheet:
    """Save what a juror has so far, whole or in part, and return the sheet; what is the same as before is not saved again.

    ``seen_at`` is when the sheet was saved as the juror read it, None before it was begun; StaleError where another window saved
    it meanwhile. Raises DomainError with its field for points and texts that the rules do not know, IllegalMoveError for a sheet that
    was handed in, and what ``open_sheet`` raises.
    """
    row = _own(assignment, by)
    scoring = _require_open(rights.find(row.nomination.award_key), row, db_clock.now())
    _check(words, scoring.rules)
    sheet = MarkSheet.objects.filter(assignment=row).first()
    is_new = sheet is None
    sheet = sheet or MarkSheet(assignment=row, saved_at=now)
    if sheet.state != MarkState.DRAFT:
        raise errors.IllegalMoveError(_("This sheet was handed in. Take it back to change it."))
    stored = {mark.key: mark for mark in sheet.marks.all()} if not is_new else {}
    changed = _changed(stored, words, scoring.rules)
    remark, note = text.paragraphs(words.remark), text.paragraphs(words.note)
    if not changed and (sheet.remark, sheet.note) == (remark, note):
        if is_new:
            sheet.save()
        return sheet
    if not is_new and sheet.saved_at != seen_at:
        raise _stale(sheet.saved_at)
    sheet.remark, sheet.note, sheet.saved_at = remark, note, now
    sheet.save()
    for mark in changed:
        mark.sheet = sheet
        mark.save()
    return sheet


def _changed(stored: Mapping[str, Mark], words: Words, rules: EditionRules) -> list[Mark]:
    found = []
    for criterion in rules.criteria:
        mark = stored.get(criterion.key) or Mark(key=criterion.key)
        points, remark = words.of(criterion.key)
        if (mark.points, mark.remark) != (points, remark):
            mark.points, mark.remark = points, remark
            found.append(mark)
    return found


def _stale(saved_at: datetime) -> errors.StaleError:
    return errors.StaleError(
        _("This sheet was saved in another window meanwhile. To keep what stands in the form, save again."),
        saved_at=saved_at,
    )


def _locked(assignment: Assignment, by: Any, moment: datetime) -> tuple[rights.Scoring, Assignment, MarkSheet]:
    """Return the scoring, the own assignment and its sheet, locked in this order."""
    edition = AwardEdition.objects.select_for_update().filter(award_key=assignment.nomination.award_key).first()
    row = _own(assignment, by)
    scoring = _require_open(rights.of(edition), row, moment)
    sheet = MarkSheet.objects.select_for_update(of=("self",)).filter(assignment=row).first()
    return scoring, row, sheet or MarkSheet(assignment=row, saved_at=moment)


def _body(row: Assignment, **more: Any) -> dict[str, Any]:
    nomination = row.nomination
    return {
        "category": nomination.category_code,
        "dossier": aliases.of_dossier(nomination),
        "juror": row.juror.alias,
        **more,
    }


@transaction.atomic
def hand_in(*, assignment: Assignment, by: Any, seen_at: datetime | None) -> MarkSheet:
    """Hand a complete sheet in, as it was read at ``seen_at``, and return it; the points go into the log.

    Raises NotAllowedError for everybody but its juror, DomainError when scoring is not open by the database's clock,
    IncompleteError with the criteria that have no points, StaleError where another window saved it meanwhile.
    """
    now = db_clock.now()
    scoring, row, sheet = _locked(assignment, by, now)
    MARK_MOVES.check(MarkState(sheet.state), MarkState.SUBMITTED)
    given = dict(sheet.marks.values_list("key", "points")) if sheet.pk else {}
    points = {criterion.key: given.get(criterion.key) for criterion in scoring.rules.criteria}
    if missing := tuple(key for key, number in points.items() if number is None):
        raise IncompleteError(missing)
    if sheet.saved_at != seen_at:
        raise _stale(sheet.saved_at)
    sheet.state, sheet.submitted_at = MarkState.SUBMITTED, now
    sheet.save(update_fields=["state", "submitted_at"])
    ledger.append(award_key=row.nomination.award_key, kind=LedgerKind.SCORE, body=_body(row, points=points), now=now)
    return sheet


@transaction.atomic
def take_back(*, assignment: Assignment, by: Any) -> MarkSheet:
    """Make a draft of a sheet that was handed in, to correct it, and return it; the log says that its points no longer count.

    Raises NotAllowedError for everybody but its juror, DomainError when scoring is not open by the database's clock, and
    IllegalMoveError for a sheet that was not handed in.
    """
    now = db_clock.now()
    _scoring, row, sheet = _locked(assignment, by, now)
    if sheet.state != MarkState.SUBMITTED:
        raise errors.IllegalMoveError
    sheet.state, sheet.submitted_at = MarkState.DRAFT, None
    sheet.save(update_fields=["state", "submitted_at"])
    ledger.append(award_key=row.nomination.award_key, kind=LedgerKind.VOID, body=_body(row), now=now)
    return sheet


@transaction.atomic
def give_back(*, sheet: MarkSheet, reason: str, by: Any, now: datetime) -> MarkReturn:
    """Give a sheet back to its juror to correct it, because the edition is decided anew; tell the juror and return the record.

    Until it is handed in again the log says that its points do not count. Raises NotAllowedError for others than the edition's
    secretaries, IllegalMoveError for a sheet that is not handed in, of a dossier that is not decided, or where nothing is decided
    anew; DomainError on ``reason`` without one, and where the juror has no account any more.
    """
    nomination = sheet.assignment.nomination
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    AwardEdition.objects.select_for_update().filter(award_key=nomination.award_key).first()
    row = Assignment.objects.select_for_update(of=("self",)).select_related("nomination", "juror__user")
    assignment = row.get(pk=sheet.assignment_id)
    found = MarkSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    rehearing = reopened.of(nomination.award_key)
    if rehearing is None or assignment.nomination.state not in DECIDED or found.state != MarkState.SUBMITTED:
        raise errors.IllegalMoveError
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    if not rights.is_own(assignment.juror.user, assignment):
        raise errors.DomainError(_("This juror does not serve any more and could not correct the sheet."))
    MARK_MOVES.check(MarkState(found.state), MarkState.DRAFT)
    found.state, found.submitted_at = MarkState.DRAFT, None
    found.save(update_fields=["state", "submitted_at"])
    made = MarkReturn.objects.create(sheet=found, rehearing=rehearing, reason=words, at=now, by=by)
    emails.sheet_returned(juror=assignment.juror, reason=words)
    ledger.append(award_key=nomination.award_key, kind=LedgerKind.VOID, body=_body(assignment), now=now)
    return made


def void_sheet(assignment: Assignment, by: Any, now: datetime) -> bool:  # noqa: ARG001 -- the signature of the jury's hook
    """Make a sheet void because its assignment is; return whether it had been handed in, and so has to leave the log.

    Runs in the transaction of the jury, which holds the edition and writes the log.
    """
    sheet = MarkSheet.objects.select_for_update(of=("self",)).filter(assignment=assignment).first()
    if sheet is None or sheet.state == MarkState.VOID:
        return False
    was_handed_in = sheet.state == MarkState.SUBMITTED
    MARK_MOVES.check(MarkState(sheet.state), MarkState.VOID)
    sheet.state = MarkState.VOID
    sheet.save(update_fields=["state"])
    return was_handed_in
