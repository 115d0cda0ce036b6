"""Days become months: after three months only the sum of each month is kept."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import TruncMonth

from news.models import ReadingCount
from portal.kernel import clock
from portal.kernel.erasure import Erased
from portal.kernel.personal_data import EraseAction

DAYS_KEPT: Final = timedelta(days=92)


def _first_month_kept(now: datetime) -> date:
    return (clock.local(now).date() - DAYS_KEPT).replace(day=1)


def sum_up(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Put the days of months that ended long ago into one row each; running it again does nothing."""
    days = ReadingCount.objects.filter(is_month=False, day__lt=_first_month_kept(now))
    number = days.count()
    if number and not dry_run:
        with transaction.atomic():
            keys = list(days.select_for_update().values_list("pk", flat=True))
            chosen = ReadingCount.objects.filter(pk__in=keys)
            months = (
                chosen.order_by()
                .annotate(month=TruncMonth("day"))
                .values("article_key", "language", "month", "source")
                .annotate(readings=Sum("number"))
            )
            for row in list(months):
                key = {name: row[name] for name in ("article_key", "language", "source")}
                kept, made = ReadingCount.objects.get_or_create(
                    **key, day=row["month"], is_month=True, defaults={"number": row["readings"]}
                )
                if not made:
                    ReadingCount.objects.filter(pk=kept.pk).update(number=F("number") + row["readings"])
            chosen.delete()
    return [Erased("news.ReadingCount", EraseAction.DELETE_RECORD, number)]
