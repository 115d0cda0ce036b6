"""Copying what an organiser has set for the mails of one subject to another: own words and rules for reminders."""

import uuid
from datetime import datetime, timedelta

from portal.accounts.models import User
from registration.models import MailWords, ReminderRule


def copy(*, source: uuid.UUID, target: uuid.UUID, shift: timedelta, by: User | None, now: datetime) -> int:  # noqa: ARG001 -- words and rules hold no instants of the event
    """Copy words and rules; return how many. Part of ``set_up.copy``. A rule is in force from ``now`` on."""
    words = MailWords.objects.bulk_create(
        MailWords(
            subject=target,
            notice=row.notice,
            words_vi=row.words_vi,
            words_en=row.words_en,
            changed_at=now,
            changed_by=by,
        )
        for row in MailWords.objects.filter(subject=source).order_by("pk")
    )
    rules = ReminderRule.objects.bulk_create(
        ReminderRule(subject=target, audience=row.audience, minutes_before=row.minutes_before, since=now, changed_by=by)
        for row in ReminderRule.objects.filter(subject=source).order_by("pk")
    )
    return len(words) + len(rules)
