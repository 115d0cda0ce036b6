"""Telling everybody who is registered what became of a subject: once for each change, in their language, in batches."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.kernel.languages import Language
from registration import attending, emails, subjects, tasks
from registration.enums import (
    LIVE_SESSION_STATES,
    TOLD_STATES,
    AnnouncementKind,
    Reason,
    RegistrationState,
    WayOfAttending,
)
from registration.models import Announcement, Registration, RegistrationLog, SessionPlace

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
    sessions: Collection[uuid.UUID] = (),
) -> Announcement:
    """Keep what happened and queue the first batch of mails; call it in the transaction of the change.

    ``changes`` are (term, before, after) by language, ``notes`` the organiser's words. With ``sessions`` only those who chose
    one of them are told. Nothing is rendered here.
    """
    with transaction.atomic():
        made = Announcement.objects.create(
            subject=subject,
            kind=kind,
            changes={language.value: [list(row) for row in rows] for language, rows in changes.items()},
            notes={language.value: words for language, words in notes.items() if words},
            sessions=sorted(str(key) for key in sessions),
            by=by,
            at=now,
        )
        tasks.tell_announcement.enqueue(made.pk)
    return made


def audience(announcement: Announcement) -> "QuerySet[Registration]":
    """Return who is to be told: those who stood here when it happened and still do, or whom it has cancelled.

    Whoever was let in stays somebody who was there when the rest is cancelled, and is told of it all the same.

    A new address to take part online is told to those alone who take part there, and only once their place is confirmed.

    Whoever waited for the confirmation of their e-mail address is told nothing, whatever happened: anybody can type an
    address that is not theirs, and its owner never asked for a mail about this (Decree 91/2020/NĐ-CP).
    """
    rows = Registration.objects.filter(place_kind__subject=announcement.subject, created_at__lte=announcement.at)
    if announcement.kind == AnnouncementKind.CANCELLED:
        ended = RegistrationLog.objects.filter(
            registration__place_kind__subject=announcement.subject,
            from_state__in=TOLD_STATES,
            reason=Reason.CANCELLED_BY_ORGANISER,
            at=announcement.at,
        )
        return rows.filter(
            Q(state=RegistrationState.CANCELLED, changed_at=announcement.at, pk__in=ended.values("registration"))
            | Q(state=RegistrationState.ATTENDED)
        )
    if announcement.kind == AnnouncementKind.JOINING_CHANGED:
        return _online(rows, announcement.subject)
    if announcement.sessions:
        chosen = SessionPlace.objects.filter(
            place_kind__session__in=announcement.sessions, state__in=LIVE_SESSION_STATES
        )
        rows = rows.filter(pk__in=chosen.values("registration"))
    return rows.filter(state__in=TOLD_STATES)


def _online(rows: "QuerySet[Registration]", subject: uuid.UUID) -> "QuerySet[Registration]":
    """Return those who know the former address, or were told that it comes: confirmed, and not there to come to the place."""
    rows = rows.filter(state__in=attending.TOLD_THE_ADDRESS)
    info = subjects.info(subject)
    if info is not None and info.is_online:
        return rows
    return rows.exclude(place_kind__way=WayOfAttending.ON_SITE)


def _told_at(announcement: Announcement) -> datetime | None:
    """Return when everybody with a place was last told of a change before this one: when the last of those mails was written."""
    earlier = Announcement.objects.filter(subject=announcement.subject, pk__lt=announcement.pk, sessions=[])
    last = earlier.exclude(kind=AnnouncementKind.JOINING_CHANGED).order_by("-pk").first()
    return None if last is None else last.finished_at or last.at


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
    told_at = _told_at(announcement)
    for registration in batch:
        emails.send_announcement(registration=registration, announcement=announcement, told_at=told_at)
    announcement.told += len(batch)
    announcement.told_through = batch[-1].pk if batch else announcement.told_through
    is_over = len(batch) < BATCH
    if is_over:
        announcement.finished_at = max(now, announcement.at)
    announcement.save(update_fields=["told", "told_through", "finished_at"])
    if not is_over:
        tasks.tell_announcement.enqueue(announcement.pk)
    return len(batch)
