"""Forgetting answers when their time is over: the nightly sweep."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from portal.kernel.erasure import Erased
from portal.kernel.personal_data import EraseAction
from portal.media.domain import private_files
from registration import subjects
from registration.enums import SubjectStatus
from registration.models import Answer, OptionPlace
from registration.question_set import POOL_PREFIX, chosen

LONGEST_AHEAD: Final = timedelta(days=365)
"""How long before its end a subject can be registered for, where its end is not known."""
BATCH: Final = 500


def forget_expired(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete the answers, with their files, whose time after the end of their subject is over; the nightly sweep.

    A subject that is postponed has no end yet. One that the public cannot see may only be hidden for a while: its answers count
    from a year after they were given. Places of options stay counted, but no longer say whose they are.
    """
    old = Answer.objects.filter(given_at__lt=now - timedelta(days=1)).order_by()
    groups = list(old.values_list("registration__place_kind__subject", "keep_days").distinct())
    known = subjects.info_for({subject for subject, _days in groups})
    number = 0
    for subject, days in groups:
        kept = timedelta(days=days)
        info = known.get(subject)
        rows = Answer.objects.filter(registration__place_kind__subject=subject, keep_days=days)
        if info is None:
            rows = rows.filter(given_at__lt=now - LONGEST_AHEAD - kept)
        elif info.status == SubjectStatus.POSTPONED or now < (info.ends or info.starts) + kept:
            continue
        number += rows.count() if dry_run else _forget(list(rows.select_related("file")))
    return [Erased(Answer._meta.label, EraseAction.DELETE_RECORD, number)]  # noqa: SLF001 -- Django's public name


def _forget(rows: list[Answer]) -> int:
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            for answer in rows[start : start + BATCH]:
                codes = [f"{POOL_PREFIX}{key}" for key in chosen(answer.value)]
                if codes:
                    OptionPlace.objects.filter(registration_id=answer.registration_id, pool__code__in=codes).update(
                        registration=None
                    )
                answer.delete()
                if answer.file is not None:
                    private_files.delete(answer.file)
    return len(rows)
