"""One decision on several registrations: each by its own rule and in its own transaction, with what became of it.

The rows stand before the first is decided: a worker that dies goes on where it stopped, and a form sent twice starts one run.
"""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from registration import permissions, tasks
from registration.domain import attendance, audit, gate, queue_classes, registrations
from registration.enums import CANCELLABLE_STATES, MOVES, RegistrationState
from registration.models import BulkRow, BulkRun, Registration
from registration.organiser_enums import UNDOABLE, AuditAction, BulkAction, BulkOutcome

BATCH: Final = 25
"""Decisions in one task, and in the request that starts a run."""
MOST: Final = 5000
ASKS_REASON: Final = frozenset({BulkAction.REJECT, BulkAction.CANCEL})
TARGETS: Final = {
    BulkAction.APPROVE: RegistrationState.CONFIRMED,
    BulkAction.REJECT: RegistrationState.REJECTED,
    BulkAction.CANCEL: RegistrationState.CANCELLED,
    BulkAction.ATTENDED: RegistrationState.ATTENDED,
    BulkAction.ABSENT: RegistrationState.ABSENT,
}


def is_possible(*, action: BulkAction, state: RegistrationState) -> bool:
    """Return whether the state of a registration allows a decision; being there already counts."""
    if action is BulkAction.CLASS:
        return state in queue_classes.STATES
    target = TARGETS[action]
    if action is BulkAction.APPROVE:
        return state == RegistrationState.PENDING_APPROVAL
    if action is BulkAction.CANCEL:
        return state in CANCELLABLE_STATES
    return state == target or MOVES.allows(state, target)


@transaction.atomic
def start(
    *,
    key: uuid.UUID,
    action: BulkAction,
    registration_ids: Collection[int],
    by: User,
    now: datetime,
    why: str = "",
    queue_class: int | None = None,
) -> BulkRun:
    """Keep what is to be decided on whom, and queue the work; return the run. The same ``key`` gives the first run.

    Raises NotAllowedError, LimitReachedError for more than 5,000, DomainError for none, without a reason where one is sent to
    people, or with a class that cannot be.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    known = BulkRun.objects.filter(key=key).first()
    if known is not None:
        return known
    if action in ASKS_REASON and not why.strip():
        raise DomainError(_("Say why; the people read it in their mail."), field="why")
    if action is BulkAction.CLASS and not 1 <= (queue_class or 0) <= queue_classes.LARGEST:
        raise DomainError(
            _("Give a number from 1 to %(number)d.") % {"number": queue_classes.LARGEST}, field="queue_class"
        )
    rows = list(
        Registration.objects.filter(pk__in=registration_ids).order_by("pk").values_list("pk", "place_kind__subject")
    )
    if not rows:
        raise DomainError(_("Choose at least one registration."))
    if len(rows) > MOST:
        raise LimitReachedError(_("Choose up to %(number)d registrations at once.") % {"number": MOST})
    wanted = {
        "action": action,
        "why": why.strip()[:250],
        "queue_class": queue_class if action is BulkAction.CLASS else None,
        "by": by,
        "at": now,
    }
    run, is_new = BulkRun.objects.get_or_create(key=key, defaults=wanted)
    if not is_new:
        return run
    BulkRow.objects.bulk_create((BulkRow(run=run, registration_id=pk) for pk, _subject in rows), batch_size=500)
    subjects = {subject for _pk, subject in rows}
    audit.record(
        action=AuditAction.BULK_STARTED,
        by=by,
        now=now,
        subject=subjects.pop() if len(subjects) == 1 else None,
        about=run,
        label=action.value,
        changes=[("registrations", None, len(rows)), ("queue_class", None, run.queue_class)]
        if run.queue_class
        else [("registrations", None, len(rows))],
        remark=run.why,
    )
    tasks.work_bulk_run.enqueue(run.pk)
    return run


def _decide(run: BulkRun, registration: Registration, now: datetime) -> Registration:
    by, action = run.by, BulkAction(run.action)
    if by is None:
        raise NotAllowedError
    if action is BulkAction.CLASS:
        return queue_classes.set_class(registration=registration, queue_class=run.queue_class or 0, by=by, now=now)
    if action is BulkAction.REJECT:
        return registrations.reject(registration=registration, by=by, now=now, why=run.why)
    if action is BulkAction.CANCEL:
        return registrations.cancel(registration=registration, by=by, now=now, why=run.why)
    plain: dict[BulkAction, Callable[..., Registration]] = {
        BulkAction.APPROVE: registrations.approve,
        BulkAction.ATTENDED: attendance.mark_attended,
        BulkAction.ABSENT: attendance.mark_absent,
    }
    return plain[action](registration=registration, by=by, now=now)


def _value(run: BulkRun, registration: Registration) -> str:
    return str(registration.queue_class if run.action == BulkAction.CLASS else registration.state)


def _claimed(row: BulkRow) -> BulkRow:
    return (
        BulkRow.objects.select_for_update(of=("self",))
        .select_related("registration__place_kind", "run__by")
        .get(pk=row.pk)
    )


def _work_row(row: BulkRow, now: datetime) -> None:
    try:
        with transaction.atomic():
            claimed = _claimed(row)
            if claimed.outcome != BulkOutcome.WAITING:
                return
            claimed.before = _value(claimed.run, claimed.registration)
            if not is_possible(
                action=BulkAction(claimed.run.action), state=RegistrationState(claimed.registration.state)
            ):
                raise IllegalMoveError
            after = _decide(claimed.run, claimed.registration, now)
            same = _value(claimed.run, after) == claimed.before
            claimed.outcome = BulkOutcome.UNCHANGED if same else BulkOutcome.DONE
            claimed.save(update_fields=["before", "outcome"])
    except DomainError as refusal:
        with translation.override(Language.VIETNAMESE):
            message = str(refusal)
        BulkRow.objects.filter(pk=row.pk, outcome=BulkOutcome.WAITING).update(
            outcome=BulkOutcome.FAILED, before=_value(row.run, row.registration), message=message[:300]
        )


def work(*, run_id: int, now: datetime) -> int:
    """Decide the next registrations of a run and, while there are more, queue the next task; return how many were decided.

    Each is decided and noted in one transaction, so that a task that runs again decides none twice.
    """
    run = BulkRun.objects.filter(pk=run_id, finished_at=None).first()
    if run is None:
        return 0
    waiting = BulkRow.objects.filter(run=run, outcome=BulkOutcome.WAITING)
    batch = list(waiting.select_related("registration", "run").order_by("pk")[:BATCH])
    for row in batch:
        _work_row(row, now)
    if waiting.exists():
        tasks.work_bulk_run.enqueue(run.pk)
    else:
        BulkRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=max(now, run.at))
    return len(batch)


def _restore(run: BulkRun, row: BulkRow, by: User, now: datetime) -> None:
    """Bring one registration back to where it stood; raises IllegalMoveError where somebody has changed it since."""
    registration = row.registration
    if run.action == BulkAction.CLASS:
        if registration.queue_class != run.queue_class:
            raise IllegalMoveError
        queue_classes.set_class(registration=registration, queue_class=int(row.before), by=by, now=now)
        return
    if registration.state != TARGETS[BulkAction(run.action)]:
        raise IllegalMoveError
    back = {
        RegistrationState.CONFIRMED: attendance.undo,
        RegistrationState.ATTENDED: attendance.mark_attended,
        RegistrationState.ABSENT: attendance.mark_absent,
    }
    back[RegistrationState(row.before)](registration=registration, by=by, now=now)


def undo(*, run: BulkRun, by: User, now: datetime) -> BulkRun:
    """Take a run back, registration by registration; those that were changed since stay and say so. Twice changes nothing.

    Raises NotAllowedError, and IllegalMoveError for decisions that wrote to people and for a run that is still at work.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    with transaction.atomic():
        current = BulkRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if current.undone_at is not None:
            return current
        if BulkAction(current.action) not in UNDOABLE or current.finished_at is None:
            raise IllegalMoveError
        rows = current.rows.filter(outcome=BulkOutcome.DONE)
        # Pools by key, then registrations by key: two people who take back different runs wait for each other in turn only.
        gate.lock_all(subjects=set(rows.values_list("registration__place_kind__subject", flat=True)))
        done = rows.select_related("registration__place_kind").order_by("registration_id")
        count = 0
        for row in done:
            try:
                with transaction.atomic():
                    _restore(current, row, by, now)
            except DomainError:
                with translation.override(Language.VIETNAMESE):
                    row.message = _("It was changed since, and stays as it is.")
            else:
                row.outcome, count = BulkOutcome.UNDONE, count + 1
            row.save(update_fields=["outcome", "message"])
        current.undone_at = max(now, current.finished_at)
        current.save(update_fields=["undone_at"])
        audit.record(
            action=AuditAction.BULK_UNDONE,
            by=by,
            now=now,
            about=current,
            label=str(current.action),
            changes=[("registrations", None, count)],
        )
    return current
