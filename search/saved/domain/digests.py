"""Telling kept searches what is new to them: each document once, nothing where nothing is new."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import enums as mail_enums
from portal.mail import verdicts
from portal.mail.models import OutgoingMail
from search.enums import DigestRhythm
from search.models import SavedSearch
from search.saved import emails, reading, wanted
from search.saved.domain import keeping
from search.saved.wanted import UnknownSearchError

PAUSES: Final = {
    # Somewhat less than a day and a week, so that a run that begins a little earlier than the last skips nobody.
    DigestRhythm.DAILY: timedelta(hours=22),
    DigestRhythm.WEEKLY: timedelta(days=6, hours=22),
}
SETTLING: Final = timedelta(minutes=5)
"""What appeared just now is told next time: its change may not be written yet, and an editor may take back a slip."""
MOST_TOLD: Final = 10
REFUSALS: Final = 2
"""So many mails that the mail server refused for good end a search: the address is gone."""
BATCH: Final = 200
FIRST_HOUR, LAST_HOUR = 7, 20
"""Hours of Việt Nam's clock between which mails go out: a telephone that rings for a mail wakes nobody."""
logger = logging.getLogger(__name__)


def is_time(now: datetime) -> bool:
    """Return whether mails go out at this hour."""
    return FIRST_HOUR <= clock.local(now).hour < LAST_HOUR


def send_due(*, now: datetime) -> int:
    """Queue a mail for every search whose pause is over and for which something is new; return how many.

    Each one is a transaction of its own, in which the mail and the mark up to where it tells are kept together: a run that is
    cut off, or two at once, tell nothing twice and leave nothing out. One that fails keeps no other from being told.
    """
    _end_undeliverable(now)
    until = now - SETTLING
    known: dict[datetime, bool] = {}
    number = 0
    for saved in _due(now):
        since = saved.told_through
        assert since is not None  # noqa: S101 -- a constraint: confirmed searches have it
        if since not in known:
            known[since] = reading.is_anything_new(since, until)
        try:
            number += _tell(saved, since, until, now) if known[since] else _pass_over(saved, since, until)
        except Exception:
            logger.exception("The kept search %s could not be told of what is new; it is tried again.", saved.key)
    return number


def _due(now: datetime) -> Iterator[SavedSearch]:
    over = Q()
    for rhythm, pause in PAUSES.items():
        over |= Q(rhythm=rhythm, told_through__lte=now - pause)
    rows = SavedSearch.objects.filter(over, confirmed_at__isnull=False)
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _move_mark(saved: SavedSearch, since: datetime, until: datetime) -> bool:
    """Move the mark if nobody else did; a second runner waits here for the first and then finds it moved."""
    return bool(SavedSearch.objects.filter(pk=saved.pk, told_through=since).update(told_through=until))


def _pass_over(saved: SavedSearch, since: datetime, until: datetime) -> int:
    _move_mark(saved, since, until)
    return 0


def _tell(saved: SavedSearch, since: datetime, until: datetime, now: datetime) -> int:
    language = Language(saved.language)
    with transaction.atomic(), translation.override(language):
        if not _move_mark(saved, since, until):
            return 0
        try:
            looked_for = wanted.read(saved.parameters)
        except UnknownSearchError:
            # A filter that is offered no more: nothing fits it, and without it the search would be another one.
            return 0
        entries, number = reading.new(looked_for, language, since=since, until=until, now=now, most=MOST_TOLD)
        if not entries:
            return 0
        secret = keeping.holder_secret(saved=saved, now=now)
        emails.digest(saved=saved, wanted=looked_for, entries=entries, number=number, secret=secret)
    return 1


def _end_undeliverable(now: datetime) -> None:
    refused = OutgoingMail.objects.filter(
        kind=emails.DIGEST, state=mail_enums.MailState.FAILED, smtp_code__gte=verdicts.PERMANENT
    )
    often = refused.order_by().values("recipient").annotate(number=Count("pk")).filter(number__gte=REFUSALS)
    for saved in SavedSearch.objects.filter(confirmed_at__isnull=False, email__in=often.values("recipient")):
        # One who confirms anew has shown that the address lives.
        if refused.filter(recipient=saved.email, queued_at__gt=saved.confirmed_at).count() >= REFUSALS:
            keeping.end(saved=saved, now=now)
