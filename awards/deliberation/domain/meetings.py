"""Meetings of the council: planned with notice, opened with their quorum, closed with minutes that no longer change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from awards.deliberation import council, emails, minutes
from awards.deliberation.domain import common
from awards.deliberation.enums import MEETING_MOVES, MeetingState, MotionState
from awards.editions.enums import EditionState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import Attendance, Meeting
from portal.kernel import errors, text
from portal.media.domain import private_files
from portal.media.enums import FileKind

PURPOSE: Final = "awards.minutes"
PLANNABLE: Final = frozenset({EditionState.SCORING}) | common.SITTING
LONGEST_PLACE: Final = 250


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a member is there, and why not."""

    is_present: bool
    reason: str = ""


def locked(meeting: Meeting) -> Meeting:
    """Return a meeting's row, locked; the edition is locked before it."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _place(place: str) -> str:
    words = text.line(place)
    if not words:
        raise errors.DomainError(_("Say where the council meets."), field="place")
    if len(words) > LONGEST_PLACE:
        raise errors.DomainError(
            _("At most %(most)d characters are possible here.") % {"most": LONGEST_PLACE}, field="place"
        )
    return words


def _to_come(held_at: datetime, now: datetime) -> None:
    if held_at <= now:
        raise errors.DomainError(_("Choose a moment that is still to come."), field="held_at")


@transaction.atomic
def plan_meeting(*, award_key: UUID, held_at: datetime, place: str, by: Any, now: datetime) -> Meeting:
    """Plan a meeting, invite every member of the council by mail, and return it.

    Raises NotAllowedError for others than the edition's secretaries, DomainError before scoring or after the decision, without a
    place, or for a moment that is past.
    """
    edition, _rules = common.managed(award_key, by)
    common.require_state(edition, PLANNABLE)
    words = _place(place)
    _to_come(held_at, now)
    number = Meeting.objects.filter(award_key=award_key).count() + 1
    meeting = Meeting.objects.create(award_key=award_key, number=number, held_at=held_at, place=words, secretary=by)
    jurors = list(council.members(award_key))
    Attendance.objects.bulk_create([Attendance(meeting=meeting, juror=juror) for juror in jurors])
    emails.meeting_planned(meeting=meeting, jurors=jurors)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, held_at: datetime, place: str, by: Any, now: datetime) -> Meeting:
    """Move a planned meeting to another time or place, tell every member, and return it; unchanged it tells nobody."""
    common.managed(meeting.award_key, by)
    found = locked(meeting)
    if found.state != MeetingState.PLANNED:
        raise errors.IllegalMoveError
    words = _place(place)
    if (found.held_at, found.place) == (held_at, words):
        return found
    _to_come(held_at, now)
    found.held_at, found.place = held_at, words
    found.save(update_fields=["held_at", "place"])
    emails.meeting_planned(meeting=found, jurors=list(council.members(found.award_key)), changed=True)
    return found


@transaction.atomic
def call_off(*, meeting: Meeting, reason: str, by: Any, now: datetime) -> Meeting:
    """Call a planned meeting off with its reason, tell every member, and return it."""
    common.managed(meeting.award_key, by)
    found = locked(meeting)
    if found.state != MeetingState.PLANNED:
        raise errors.IllegalMoveError
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    found.state, found.closed_at, found.called_off_because = MeetingState.CLOSED, now, words
    found.save(update_fields=["state", "closed_at", "called_off_because"])
    emails.meeting_called_off(meeting=found, jurors=list(council.members(found.award_key)))
    return found


@transaction.atomic
def note_attendance(*, meeting: Meeting, people: Mapping[int, Presence], by: Any) -> list[Attendance]:
    """Note who of the council is there, by the key of the juror, and return the rows.

    Raises DomainError while a motion is being voted on, IllegalMoveError once the meeting is closed.
    """
    common.managed(meeting.award_key, by)
    found = locked(meeting)
    if found.state == MeetingState.CLOSED:
        raise errors.IllegalMoveError
    if found.motions.filter(state=MotionState.OPEN).exists():
        raise errors.DomainError(_("A motion is being voted on. Close it before members come or go."))
    rows = {row.juror_id: row for row in found.attendances.all()}
    noted = []
    for juror in council.members(found.award_key):
        presence = people.get(juror.pk, Presence(is_present=False))
        row = rows.get(juror.pk) or Attendance(meeting=found, juror=juror)
        row.is_present = presence.is_present
        row.reason = "" if presence.is_present else text.line(presence.reason)
        noted.append(row)
    Attendance.objects.bulk_create([row for row in noted if row.pk is None])
    Attendance.objects.bulk_update([row for row in noted if row.pk is not None], ["is_present", "reason"])
    return noted


def require_quorum(meeting: Meeting, quorum: int) -> None:
    """Raise DomainError where fewer members are there than the rules ask for."""
    here = len(council.present(meeting))
    if here < quorum:
        words = _("There is no quorum: %(here)d members are there, the rules ask for %(quorum)d.")
        raise errors.DomainError(words % {"here": here, "quorum": quorum})


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: Any, now: datetime) -> Meeting:
    """Open a meeting and return it; who opens it keeps its minutes.

    Raises DomainError without the quorum of the frozen rules, outside deliberation and public comment, or while another meeting is
    under way.
    """
    edition, rules = common.managed(meeting.award_key, by)
    common.require_state(edition, common.SITTING)
    found = locked(meeting)
    MEETING_MOVES.check(MeetingState(found.state), MeetingState.OPEN)
    if Meeting.objects.filter(award_key=found.award_key, state=MeetingState.OPEN).exists():
        raise errors.DomainError(_("Another meeting of this council is under way. Close it first."))
    require_quorum(found, rules.quorum)
    found.state, found.opened_at, found.secretary, found.quorum = MeetingState.OPEN, now, by, rules.quorum
    found.save(update_fields=["state", "opened_at", "secretary", "quorum"])
    return found


@transaction.atomic
def close_meeting(*, meeting: Meeting, remarks: str, by: Any, now: datetime) -> Meeting:
    """Close a meeting: its minutes are drawn, kept with their digest, and never drawn again; return it.

    Raises IllegalMoveError unless it is under way, DomainError while a motion is open, and NotDrawnError.
    """
    common.managed(meeting.award_key, by)
    found = locked(meeting)
    if found.state != MeetingState.OPEN:
        raise errors.IllegalMoveError
    if found.motions.filter(state=MotionState.OPEN).exists():
        raise errors.DomainError(_("A motion is being voted on. Close it first."))
    found.remarks, found.closed_at = text.paragraphs(remarks), now
    pdf = minutes.draw(found)
    found.minutes = private_files.store(
        file=SimpleUploadedFile(minutes.file_name(found), pdf),
        purpose=PURPOSE,
        subject=f"{found.award_key}/{found.number}",
        field="minutes",
        by=by,
        now=now,
        kinds=(FileKind.PDF,),
    )
    found.minutes_sha256 = hashlib.sha256(pdf).hexdigest()
    found.state = MeetingState.CLOSED
    found.save()
    body = {
        "meeting": found.number,
        "minutes": found.minutes_sha256,
        "motions": found.motions.count(),
        "present": found.attendances.filter(is_present=True).count(),
        "quorum": found.quorum,
    }
    ledger.append(award_key=found.award_key, kind=LedgerKind.DELIBERATION_VOTE, body=body, now=now)
    return found
