"""Copying what an organiser set for the mails of one subject to another: own words, and rules for reminders."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.accounts.models import User
from registration.models import MailWords, ReminderRule


def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,  # noqa: ARG001 -- rules count from the beginning
    sessions: Mapping[uuid.UUID, uuid.UUID],  # noqa: ARG001 -- the same
    by: User | None,
    now: datetime,
) -> None:
    """Copy words and rules; what the target has already stays. Part of ``set_up.copy``."""
    MailWords.objects.bulk_create(
        (
            MailWords(
                subject=target,
                notice=words.notice,
                words_vi=words.words_vi,
                words_en=words.words_en,
                changed_at=now,
                changed_by=by,
            )
            for words in MailWords.objects.filter(subject=source).order_by("pk")
        ),
        ignore_conflicts=True,
    )
    ReminderRule.objects.bulk_create(
        (
            ReminderRule(
                subject=target, audience=rule.audience, minutes_before=rule.minutes_before, since=now, changed_by=by
            )
            for rule in ReminderRule.objects.filter(subject=source).order_by("pk")
        ),
        ignore_conflicts=True,
    )
