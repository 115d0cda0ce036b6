"""Attendance of courses that gates note: who comes in while a session runs was at that session.

A door knows no more than the code on the screen does, so it stands below the trainer in the same way (``SELF_MOVES``): it fills in
what nobody has noted, never overrules a mark of the list, and a mark that the trainer makes later takes its place. An earlier
reading that a phone without network sends late may put right what another door noted.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from registration import courses
from registration.course_enums import SELF_MOVES, AttendanceSource, AttendanceState
from registration.courses import CourseFacts, SessionFacts
from registration.domain import course_attendance
from registration.domain.course_attendance import LATE_AFTER, OPENS_BEFORE
from registration.enums import PLACE_HOLDING_STATES, Audience, Direction, ScanResult
from registration.models import Registration, Scan, SessionAttendance, SessionAttendanceLog


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody of a party came in at a gate, which may be the door of one ``session``; ``batch`` is how the step is undone."""

    registration_id: int
    at: datetime
    session: uuid.UUID | None
    batch: uuid.UUID


def arrival_of(scan: Scan, registration_id: int) -> Arrival:
    """Return a reading as an arrival."""
    return Arrival(registration_id, scan.at, scan.session, uuid.uuid5(scan.device.key, str(scan.nonce)))


def running(course: CourseFacts, *, at: datetime, session: uuid.UUID | None) -> SessionFacts | None:
    """Return the session that somebody who comes in at an instant comes for; None where there is none, or several at once.

    A gate of one session serves that one, from an hour before it to its end. Any other serves the one that has begun, else the
    next one within the hour; of two at the same time it cannot tell which, so that neither is noted.
    """
    if session is not None:
        found = course.session(session)
        return found if found is not None and found.starts - OPENS_BEFORE <= at < found.ends else None
    begun = [one for one in course.sessions if one.starts <= at < one.ends]
    if begun:
        return begun[0] if len(begun) == 1 else None
    soon = [one for one in course.sessions if one.starts - OPENS_BEFORE <= at < one.starts]
    next_start = min((one.starts for one in soon), default=None)
    soon = [one for one in soon if one.starts == next_start]
    return soon[0] if len(soon) == 1 else None


def _state_at(facts: SessionFacts, at: datetime) -> AttendanceState:
    return AttendanceState.PRESENT if at < facts.starts + LATE_AFTER else AttendanceState.LATE


def _is_open(row: SessionAttendance | None, state: AttendanceState, at: datetime) -> bool:
    """Return whether a door may note the state: nothing is noted yet, or another door noted a later moment."""
    if row is None:
        return True
    if row.source == AttendanceSource.DOOR and row.state != AttendanceState.NOT_NOTED:
        return row.state != state and at < row.at
    return SELF_MOVES.allows(AttendanceState(row.state), state)


def note(*, subject: uuid.UUID, arrivals: Iterable[Arrival], by: User | None, now: datetime) -> int:
    """Note the attendance of those who came in; return how many. Needs a transaction, and costs the same few queries for any number.

    What is no course, has no session then, is no trainee's or stands in a valid certificate is left alone: the gate has let
    them in all the same.
    """
    first: dict[tuple[int, uuid.UUID], tuple[Arrival, SessionFacts]] = {}
    course = courses.info(subject)
    if course is None:
        return 0
    for arrival in sorted(arrivals, key=lambda one: one.at):
        facts = running(course, at=arrival.at, session=arrival.session)
        if facts is not None:
            first.setdefault((arrival.registration_id, facts.key), (arrival, facts))
    if not first:
        return 0
    trainees = _locked_trainees({registration for registration, _session in first})
    known = {
        (row.registration_id, row.session): row
        for row in SessionAttendance.objects.filter(
            registration__in=trainees, session__in={session for _registration, session in first}
        )
    }
    return _write(first=first, trainees=trainees, known=known, by=by, now=now)


def _locked_trainees(registration_ids: Collection[int]) -> set[int]:
    rows = list(
        Registration.objects.select_for_update(of=("self",))
        .select_related("place_kind")
        .filter(pk__in=registration_ids)
        .order_by("pk")
    )
    wanted = [row for row in rows if row.place_kind.audience == Audience.TRAINEE and row.state in PLACE_HOLDING_STATES]
    return {row.pk for row in wanted} - course_attendance.certified(wanted)


def _write(
    *,
    first: dict[tuple[int, uuid.UUID], tuple[Arrival, SessionFacts]],
    trainees: set[int],
    known: dict[tuple[int, uuid.UUID], SessionAttendance],
    by: User | None,
    now: datetime,
) -> int:
    fresh, changed, steps = [], [], []
    for (registration_id, session), (arrival, facts) in first.items():
        state, row = _state_at(facts, arrival.at), known.get((registration_id, session))
        if registration_id not in trainees or not _is_open(row, state, arrival.at):
            continue
        before = AttendanceState.NOT_NOTED if row is None else row.state
        if row is None:
            row = SessionAttendance(registration_id=registration_id, session=session)
            fresh.append(row)
        else:
            changed.append(row)
        row.state, row.source, row.at = state, AttendanceSource.DOOR, arrival.at
        steps.append((row, before, arrival.batch))
    SessionAttendance.objects.bulk_create(fresh)
    if changed:
        SessionAttendance.objects.bulk_update(changed, ["state", "source", "at"])
    SessionAttendanceLog.objects.bulk_create(
        SessionAttendanceLog(
            attendance=row,
            batch=batch,
            from_state=before,
            to_state=row.state,
            source=AttendanceSource.DOOR,
            by=by,
            at=now,
        )
        for row, before, batch in steps
    )
    return len(steps)


def take_back(*, scan: Scan, registration: Registration, by: User | None, now: datetime) -> None:
    """Take back what a reading noted, unless something was noted since; other readings that stand then count. Needs a transaction."""
    batch = arrival_of(scan, registration.pk).batch
    step = SessionAttendanceLog.objects.select_related("attendance").filter(batch=batch).order_by("-pk").first()
    if step is None:
        return
    current = Registration.objects.select_for_update(of=("self",)).select_related("place_kind").get(pk=registration.pk)
    newest = course_attendance.newest_steps([step.attendance_id])[step.attendance_id]
    if newest != step.pk or course_attendance.certified([current]):
        return
    course_attendance.write(
        registration=current,
        session=step.attendance.session,
        state=AttendanceState(step.from_state),
        source=AttendanceSource.UNDO,
        by=by,
        now=now,
        batch=uuid.uuid4(),
    )
    others = Scan.objects.select_related("device").filter(
        ticket__registration=current, result=ScanResult.ADMITTED, direction=Direction.ENTRY, undone_at=None
    )
    arrivals = [arrival_of(one, current.pk) for one in others.exclude(pk=scan.pk)]
    note(subject=current.place_kind.subject, arrivals=arrivals, by=by, now=now)
