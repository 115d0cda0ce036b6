"""Noting that a calendar was fetched: one row for each calendar, language and kind of program, within a bound."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from events.enums import ClientFamily
from events.models import CalendarFetch
from portal.kernel.languages import Language

KEPT: Final = timedelta(days=90)
MOST_ROWS: Final = 2_000


@transaction.atomic
def note(*, name: str, language: Language, family: ClientFamily, always: bool, now: datetime) -> None:
    """Note the last fetch. Anybody can make up filters: calendars beyond a bound are not counted, unless ``always`` is set.

    Rows that nobody wrote for 90 days go.
    """
    if CalendarFetch.objects.filter(name=name, language=language, family=family).update(fetched_at=now):
        return
    CalendarFetch.objects.filter(fetched_at__lt=now - KEPT).delete()
    if always or CalendarFetch.objects.count() < MOST_ROWS:
        row = CalendarFetch(name=name, language=language, family=family, fetched_at=now)
        CalendarFetch.objects.bulk_create([row], ignore_conflicts=True)
