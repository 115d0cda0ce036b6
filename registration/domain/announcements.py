"""Telling everybody who is registered what became of a subject: once for each change, in their language, in batches."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.kernel.languages import Language
from registration import emails, tasks
from registration.enums import TOLD_STATES, AnnouncementKind, Reason, RegistrationState
from registration.models import Announcement, Registration

BATCH: Final = 25
"""Mails in one transaction: on SQLite nobody else writes meanwhile."""

Change = tuple[str, str, str]
Changes = Mapping[Language, Sequence[Change]]


def announce(
    *,
    subject: uuid.UUID,
    kind: AnnouncementKind,
    changes: Changes,
    notes: Mapping[Language, str],
    by: User | None,
    now: datetime,
) -> Announcement:
    """Keep what happened and queue the first batch of mails; call it in the transaction of the change.

    ``changes`` are (term, before, after) by language, ``notes`` the organiser's words. Nothing is rendered here.
    """
    with transaction.atomic():
        made = Announcement.objects.create(
            subject=subject,
            kind=kind,
            changes={language.value: [list(row) for row in rows] for language, rows in changes.items()},
            notes={language.value: words for language, words in notes.items() if words},
            by=by,
            at=now,
        )
        tasks.tell_announcement.enqueue(made.pk)
    return made


def audience(announcement: Announcement) -> "QuerySet[Registration]":
    """Return who is to be told: those who stood here when it happened and still do, or whom it has cancelled.

    Whoever waited for the confirmation of their e-mail address is told nothing, whatever happened: anybody can type an
    address that is not theirs, and its owner never asked for a mail about this (Decree 91/2020/NĐ-CP).
    """
    rows = Registration.objects.filter(place_kind__subject=announcement.subject, created_at__lte=announcement.at)
    if announcement.kind == AnnouncementKind.CANCELLED:
        return rows.filter(
            state=RegistrationState.CANCELLED,
            changed_at=announcement.at,
            log__from_state__in=TOLD_STATES,
            log__reason=Reason.CANCELLED_BY_ORGANISER,
            log__at=announcement.at,
        )
    return rows.filter(state__in=TOLD_STATES)


@transaction.atomic
def tell_batch(*, announcement_id: int, now: datetime) -> int:
    """Queue the mails of the next batch and, while there are more, its successor; return how many mails.

    Mails, the mark of how far they go and the next task are kept or lost together, so that nobody gets two.
    """
    announcement = Announcement.objects.select_for_update(of=("self",)).filter(pk=announcement_id).first()
    if announcement is None or announcement.finished_at is not None:
        return 0
    rows = audience(announcement).filter(pk__gt=announcement.told_through)
    batch = list(rows.select_related("place_kind", "hold").order_by("pk")[:BATCH])
    for registration in batch:
        emails.send_announcement(registration=registration, announcement=announcement)
    announcement.told += len(batch)
    announcement.told_through = batch[-1].pk if batch else announcement.told_through
    is_over = len(batch) < BATCH
    if is_over:
        announcement.finished_at = max(now, announcement.at)
    announcement.save(update_fields=["told", "told_through", "finished_at"])
    if not is_over:
        tasks.tell_announcement.enqueue(announcement.pk)
    return len(batch)
