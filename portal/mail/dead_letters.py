"""Mails that could not be delivered: sent again, or settled in another way; and mails whose task was lost."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from portal.kernel import clock, text
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.watch import Word
from portal.mail import access, domain, enums, models, tasks, verdicts

OVERDUE: Final = timedelta(minutes=10)
"""So long after its moment a mail without a task counts as forgotten."""
SWEEP_LIMIT: Final = 500
ALARM: Final = timedelta(days=2)


def retry(*, mail: models.OutgoingMail, by: Any, now: datetime) -> models.OutgoingMail:
    """Queue a failed mail again with five new tries and the same Message-ID.

    Raises NotAllowedError, and IllegalMoveError for a mail that has not failed or that went out meanwhile.
    """
    with transaction.atomic():
        current = _locked(mail=mail, by=by)
        enums.MOVES.check(enums.MailState(current.state), enums.MailState.QUEUED)
        _requeue(mail=current, now=now)
    return current


def retry_all(*, by: Any, now: datetime) -> int:
    """Queue again whatever failed and the person may look after; return how many mails, without those that others were faster with."""
    number = 0
    keys = list(visible_to(by).filter(state=enums.MailState.FAILED).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), SWEEP_LIMIT):
        with transaction.atomic():
            rows = models.OutgoingMail.objects.select_for_update(of=("self",)).filter(
                pk__in=keys[start : start + SWEEP_LIMIT], state=enums.MailState.FAILED
            )
            for mail in rows.order_by("pk"):
                _requeue(mail=mail, now=now)
                number += 1
    return number


def settle(*, mail: models.OutgoingMail, by: Any, note: str, now: datetime) -> models.OutgoingMail:
    """Take a failed mail off the list; ``note`` tells what was done instead. What it said is wiped.

    Raises NotAllowedError, IllegalMoveError, DomainError without a note.
    """
    words = text.line(note)[:250]
    if not words:
        raise DomainError(_("Say how it was settled, for example: called on the telephone."), field="note")
    with transaction.atomic():
        current = _locked(mail=mail, by=by)
        enums.MOVES.check(enums.MailState(current.state), enums.MailState.SETTLED)
        current.state = enums.MailState.SETTLED
        current.settled_at, current.settled_by, current.settled_note = now, by, words
        current.text, current.html, current.attachments, current.unsubscribe_url = "", "", [], ""
        current.save()
    return current


def visible_to(user: Any) -> Any:
    """Return the mails that a person may look after: all for an operator, those about own events for an organiser."""
    rows = models.OutgoingMail.objects.all()
    if access.may_tend_all(user):
        return rows
    failed = rows.filter(state=enums.MailState.FAILED, about__isnull=False)
    subjects = {key for key in failed.order_by().values_list("about", flat=True).distinct() if key is not None}
    return rows.filter(about__in=access.own(user, subjects))


def requeue_forgotten(*, now: datetime) -> int:
    """Queue again mails that are long due and have no task, as after a crash; return how many. For a timer.

    As long as the queue is behind, nothing is done: what is due waits there. Safe to run twice at once.
    """
    behind = DBTaskResult.objects.ready().filter(
        task_path=f"{tasks.__name__}.send_mail", enqueued_at__lte=now - OVERDUE
    )
    if behind.exists():
        return 0
    forgotten = models.OutgoingMail.objects.filter(
        Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - domain.LEASE),
        Q(due_at__lte=now - OVERDUE) | Q(due_at__isnull=True, queued_at__lte=now - OVERDUE),
        state=enums.MailState.QUEUED,
    )
    number = 0
    for mail_id, due_at in list(forgotten.order_by("pk").values_list("pk", "due_at")[:SWEEP_LIMIT]):
        with transaction.atomic():
            taken = models.OutgoingMail.objects.filter(pk=mail_id, due_at=due_at, state=enums.MailState.QUEUED).update(
                due_at=now
            )
            if taken:
                tasks.send_mail.using(queue_name="mail").enqueue(mail_id)
                number += 1
    return number


def watch() -> Word:
    """Tell the operator's watch of mails given up within ``ALARM``, unless the server refused them for good.

    An address that somebody mistyped is no alarm; a relay that was away too long is one.
    """
    given_up = models.OutgoingMail.objects.filter(state=enums.MailState.FAILED, failed_at__gt=clock.now() - ALARM)
    refused = Q(smtp_code__gte=verdicts.PERMANENT)
    return Word.FAILED if given_up.exclude(refused).exists() else Word.OK


def _locked(*, mail: models.OutgoingMail, by: Any) -> models.OutgoingMail:
    current = models.OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not access.may_tend(by, current):
        raise NotAllowedError
    return current


def _requeue(*, mail: models.OutgoingMail, now: datetime) -> None:
    mail.state = enums.MailState.QUEUED
    mail.attempts = 0
    mail.failed_at = mail.claimed_at = None
    mail.due_at = now
    mail.save(update_fields=["state", "attempts", "failed_at", "claimed_at", "due_at"])
    tasks.send_mail.using(queue_name="mail").enqueue(mail.pk)
