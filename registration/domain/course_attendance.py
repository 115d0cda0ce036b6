"""Who was at which session of a course: noted in the list, by the code on the screen, at the door; undone; frozen.

The registration is the lock: its row is taken before its attendance is read, so that two people at one list cannot both note
a first state, and nobody notes while a certificate is made.

Of several marks the trainer's wins: a later one in the list takes the place of any other, while the code and the door fill in only
what nobody has noted (``SELF_MOVES``; the door's part is ``door_attendance``).
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from registration import courses, errors, permissions
from registration.course_enums import (
    ATTENDANCE_MOVES,
    SELF_MOVES,
    AttendanceSource,
    AttendanceState,
    CertificateState,
)
from registration.courses import SessionFacts
from registration.domain import rotating
from registration.enums import PLACE_HOLDING_STATES, Audience
from registration.models import Certificate, Registration, SessionAttendance, SessionAttendanceLog, TrainerLink

OPENS_BEFORE: Final = timedelta(hours=1)
"""From when before its beginning a session can be noted."""
LATE_AFTER: Final = timedelta(minutes=15)
"""Somebody whose code is read later than this after the beginning came late."""
CODE_CLOSES_AFTER: Final = timedelta(minutes=30)
"""How long after the end of a session its code still counts."""


def session_or_refusal(*, subject: uuid.UUID, session: uuid.UUID) -> SessionFacts:
    """Return the session. Raises DomainError where the course does not have it."""
    course = courses.info(subject)
    found = course.session(session) if course is not None else None
    if found is None:
        raise DomainError(_("This session does not belong to the course."))
    return found


def _locked(registration_ids: Collection[int], subject: uuid.UUID) -> list[Registration]:
    """Take the rows of confirmed trainees of a course by key; raise where one is none of them."""
    rows = list(
        Registration.objects.select_for_update(of=("self",))
        .select_related("place_kind")
        .filter(pk__in=registration_ids, place_kind__subject=subject, place_kind__audience=Audience.TRAINEE)
        .order_by("pk")
    )
    if len(rows) != len(set(registration_ids)):
        raise DomainError(_("This registration does not belong to the course."))
    if any(row.state not in PLACE_HOLDING_STATES for row in rows):
        raise IllegalMoveError
    return rows


def certified(rows: Sequence[Registration]) -> set[int]:
    """Return which of these registrations have a valid certificate, which freezes their attendance."""
    return set(
        Certificate.objects.filter(registration__in=rows, state=CertificateState.ISSUED).values_list(
            "registration_id", flat=True
        )
    )


def write(
    *,
    registration: Registration,
    session: uuid.UUID,
    state: AttendanceState,
    source: AttendanceSource,
    by: User | TrainerLink | None,
    now: datetime,
    batch: uuid.UUID,
    scan: uuid.UUID | None = None,
) -> SessionAttendance:
    """Set one attendance and add the step to its log; the registration's row must be locked."""
    row, _made = SessionAttendance.objects.get_or_create(
        registration=registration,
        session=session,
        defaults={"state": AttendanceState.NOT_NOTED, "source": source, "at": now},
    )
    before = row.state
    row.state, row.source, row.at = state, source, now
    row.save(update_fields=["state", "source", "at"])
    SessionAttendanceLog.objects.create(
        attendance=row,
        batch=batch,
        from_state=before,
        to_state=state,
        source=source,
        scan=scan,
        by=by if isinstance(by, User) else None,
        trainer=by if isinstance(by, TrainerLink) else None,
        at=now,
    )
    return row


def state_of(*, registration: Registration, session: uuid.UUID) -> AttendanceState:
    """Return what is noted of a trainee at a session."""
    row = SessionAttendance.objects.filter(registration=registration, session=session).values_list("state", flat=True)
    return AttendanceState(row.first() or AttendanceState.NOT_NOTED)


def is_open(facts: SessionFacts, now: datetime) -> bool:
    """Return whether the attendance of a session can be noted already."""
    return now >= facts.starts - OPENS_BEFORE


def code_is_over(facts: SessionFacts, now: datetime) -> bool:
    """Return whether a session has been over for so long that its code no longer counts."""
    return now >= facts.ends + CODE_CLOSES_AFTER


def _require_begun(facts: SessionFacts, now: datetime) -> None:
    if not is_open(facts, now):
        raise DomainError(_("This session has not begun. Attendance can be noted from one hour before it."))


@transaction.atomic
def note(
    *,
    registration: Registration,
    session: uuid.UUID,
    state: AttendanceState,
    by: User | TrainerLink,
    now: datetime,
    source: AttendanceSource = AttendanceSource.LIST,
) -> uuid.UUID | None:
    """Note a trainee's attendance; return the batch by which it can be undone, or None where it was noted so already.

    Only an excuse can be noted long before the session. Raises NotAllowedError, IllegalMoveError, FrozenError, and DomainError
    for a foreign session or one that has not begun.
    """
    subject = registration.place_kind.subject
    facts = session_or_refusal(subject=subject, session=session)
    if not permissions.may_keep_attendance(by, subject, session, now):
        raise NotAllowedError
    if state != AttendanceState.EXCUSED:
        _require_begun(facts, now)
    (current,) = _locked([registration.pk], subject)
    before = state_of(registration=current, session=session)
    if before == state:
        return None
    if state == AttendanceState.NOT_NOTED:
        raise IllegalMoveError
    ATTENDANCE_MOVES.check(before, state)
    if certified([current]):
        raise errors.FrozenError
    batch = uuid.uuid4()
    write(registration=current, session=session, state=state, source=source, by=by, now=now, batch=batch)
    return batch


@transaction.atomic
def note_all_present(
    *, subject: uuid.UUID, session: uuid.UUID, by: User | TrainerLink, now: datetime
) -> tuple[uuid.UUID, int]:
    """Note everybody of whom nothing is noted yet as present; return the batch to undo it by, and how many they are.

    People with a valid certificate are left alone. Raises NotAllowedError, and DomainError as ``note`` does.
    """
    facts = session_or_refusal(subject=subject, session=session)
    if not permissions.may_keep_attendance(by, subject, session, now):
        raise NotAllowedError
    _require_begun(facts, now)
    rows = list(
        Registration.objects.select_for_update(of=("self",))
        .filter(
            place_kind__subject=subject,
            place_kind__audience=Audience.TRAINEE,
            state__in=PLACE_HOLDING_STATES,
        )
        .order_by("pk")
    )
    noted = set(
        SessionAttendance.objects.filter(registration__in=rows, session=session)
        .exclude(state=AttendanceState.NOT_NOTED)
        .values_list("registration_id", flat=True)
    )
    left_alone = noted | certified(rows)
    batch = uuid.uuid4()
    chosen = [row for row in rows if row.pk not in left_alone]
    for row in chosen:
        write(
            registration=row,
            session=session,
            state=AttendanceState.PRESENT,
            source=AttendanceSource.LIST,
            by=by,
            now=now,
            batch=batch,
        )
    return batch, len(chosen)


@transaction.atomic
def undo(*, batch: uuid.UUID, by: User | TrainerLink, now: datetime) -> int:
    """Take back what was noted together; return how many are as before. What was noted anew since then stays.

    Raises NotAllowedError, and DomainError where nothing of it can be taken back.
    """
    steps = list(
        SessionAttendanceLog.objects.select_related("attendance__registration__place_kind")
        .filter(batch=batch)
        .order_by("pk")
    )
    for step in steps:
        subject = step.attendance.registration.place_kind.subject
        if not permissions.may_keep_attendance(by, subject, step.attendance.session, now):
            raise NotAllowedError
    rows = list(
        Registration.objects.select_for_update(of=("self",))
        .filter(pk__in=[step.attendance.registration_id for step in steps])
        .order_by("pk")
    )
    sealed = certified(rows)
    newest = newest_steps([step.attendance_id for step in steps])
    new_batch = uuid.uuid4()
    count = 0
    for step in steps:
        if newest.get(step.attendance_id) != step.pk or step.attendance.registration_id in sealed:
            continue
        write(
            registration=step.attendance.registration,
            session=step.attendance.session,
            state=AttendanceState(step.from_state),
            source=AttendanceSource.UNDO,
            by=by,
            now=now,
            batch=new_batch,
        )
        count += 1
    if not count:
        raise DomainError(_("Something else has been noted since then; there is nothing to undo."))
    return count


def newest_steps(attendance_ids: Collection[int]) -> dict[int, int]:
    """Return the key of the last step of each attendance."""
    rows = SessionAttendanceLog.objects.filter(attendance__in=attendance_ids).order_by("pk")
    return dict(rows.values_list("attendance_id", "pk"))


def come_by_ticket(*, registration: Registration, signed: str, now: datetime) -> SessionAttendance:
    """Note that a trainee came, by the page of a code they scanned; the page serves one trainee.

    Raises CodeOverError for a page that is too old, and DomainError for one that served somebody else or is of another course.
    """
    ticket = rotating.read_ticket(signed=signed, now=now)
    if ticket.subject != registration.place_kind.subject:
        raise DomainError(_("This registration does not belong to the course."))
    try:
        with transaction.atomic():
            return _come(registration=registration, session=ticket.session, now=now, scan=ticket.key)
    except IntegrityError:
        raise DomainError(
            _("This page has already been used for another person. Each person scans the code on the screen.")
        ) from None


@transaction.atomic
def come_by_code(*, registration: Registration, session: uuid.UUID, typed: str, now: datetime) -> SessionAttendance:
    """Note that a trainee came, by the code that they read on the screen. Raises CodeOverError on ``code``, DomainError."""
    if not rotating.is_valid(subject=registration.place_kind.subject, session=session, typed=typed, now=now):
        raise errors.CodeOverError(field="code")
    return _come(registration=registration, session=session, now=now)


def _come(
    *, registration: Registration, session: uuid.UUID, now: datetime, scan: uuid.UUID | None = None
) -> SessionAttendance:
    subject = registration.place_kind.subject
    facts = session_or_refusal(subject=subject, session=session)
    _require_begun(facts, now)
    if code_is_over(facts, now):
        raise DomainError(_("This session is over. Ask the trainer to note you in the list."))
    (current,) = _locked([registration.pk], subject)
    before = state_of(registration=current, session=session)
    state = AttendanceState.PRESENT if now < facts.starts + LATE_AFTER else AttendanceState.LATE
    if before in SELF_MOVES.moves[AttendanceState.NOT_NOTED]:
        return SessionAttendance.objects.get(registration=current, session=session)
    if not SELF_MOVES.allows(before, state):
        raise DomainError(_("The trainer has noted something else for this session. Talk to the trainer."))
    if certified([current]):
        raise errors.FrozenError
    return write(
        registration=current,
        session=session,
        state=state,
        source=AttendanceSource.CODE,
        by=None,
        now=now,
        batch=uuid.uuid4(),
        scan=scan,
    )
