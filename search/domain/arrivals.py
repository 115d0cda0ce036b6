"""Remembering when each document first became public: whoever keeps a search is told of what arrived, once."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from django.db.models import QuerySet
from wagtail.models import Page

from search.models import SearchArrival, SearchDocument

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands where a document was there before anybody counted."""


def note(rows: Collection[SearchDocument], *, now: datetime) -> None:
    """Remember documents that appear; one that appeared before keeps its time."""
    _write(rows, dict.fromkeys((row.key for row in rows), now))


def note_standing(rows: Collection[SearchDocument]) -> None:
    """Remember documents that are found while the index is made anew: nobody is told of them as new."""
    pages = [row.page_id for row in rows if row.page_id is not None]
    published = dict(Page.objects.filter(pk__in=pages).values_list("pk", "first_published_at"))
    _write(rows, {row.key: published.get(row.page_id) or LONG_AGO for row in rows})


def _write(rows: Collection[SearchDocument], instants: dict[str, datetime]) -> None:
    SearchArrival.objects.bulk_create(
        [
            SearchArrival(key=row.key, item=row.item, language=row.language, arrived_at=instants[row.key])
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["item"],
    )


def between(since: datetime, until: datetime) -> "QuerySet[SearchArrival]":
    """Return what appeared after ``since`` and not after ``until``."""
    return SearchArrival.objects.filter(arrived_at__gt=since, arrived_at__lte=until)
