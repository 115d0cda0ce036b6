"""What a kept search finds, and what of it is new."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, Subquery

from portal.kernel.languages import Language
from portal.pages.findables import FindableKind
from search import facets, queries
from search.domain import arrivals
from search.engines.base import Rows
from search.models import SearchArrival, SearchDocument
from search.queries import Reading
from search.saved.wanted import Wanted

SUMMARY_LENGTH: Final = 240
LATELY: Final = 2_000
"""So many of the documents that appeared last are looked through before all others."""
_SHOWN: Final = ("key", "item", "kind", "language", "title", "url", "summary", "sort_date")
_LOOSE: Final = frozenset({Reading.SOME_WORDS, Reading.NOTHING})


@dataclass(frozen=True, slots=True)
class Entry:
    """One document that a kept search tells of."""

    key: str
    title: str
    url: str
    kind: str
    summary: str
    arrived_at: datetime
    vietnamese_only: bool


def matching(wanted: Wanted, language: Language, now: datetime) -> Rows:
    """Return the documents that a search finds for readers of a language.

    The page of results shows documents with some of the words where none has all; here they are none: nobody waits for them.
    """
    public = Q(page=None) | Q(page__live=True) & (Q(page__expire_at=None) | Q(page__expire_at__gt=now))
    rows: Rows = SearchDocument.objects.for_readers_of(language).filter(public)
    if wanted.query:
        found = queries.find(rows, wanted.query)
        rows = rows.none() if found.reading in _LOOSE else found.rows
    for spec in facets.specs():
        if chosen := wanted.values(spec.name):
            rows = spec.apply(rows, list(chosen))
    return rows


def _with_arrival(rows: Rows, language: Language) -> Rows:
    """Add since when readers of a language can find each document: in English the item in either language counts."""
    same = {"item": OuterRef("item")} if language is Language.ENGLISH else {"key": OuterRef("key")}
    known = SearchArrival.objects.filter(**same).order_by("arrived_at")
    dated: Rows = rows.annotate(arrived_at=Subquery(known.values("arrived_at")[:1]))
    return dated


def newest(wanted: Wanted, language: Language, now: datetime, *, most: int) -> list[Entry]:
    """Return what a search finds, what arrived last first.

    What arrived lately is looked through first: a search that finds much need not put all of it in order.
    """
    rows = _with_arrival(matching(wanted, language, now), language).order_by("-arrived_at", "-pk")
    instants = SearchArrival.objects.order_by("-arrived_at").values_list("arrived_at", flat=True)
    edge = next(iter(instants[LATELY : LATELY + 1]), None)
    if edge is not None:
        name = "item" if language is Language.ENGLISH else "key"
        lately = SearchArrival.objects.filter(arrived_at__gt=edge).values(name)
        found = list(_entries(rows.filter(arrived_at__gt=edge, **{f"{name}__in": lately}), language, most))
        if len(found) == most:
            return found
    return list(_entries(rows, language, most))


def is_anything_new(since: datetime, until: datetime) -> bool:
    """Return whether any document arrived in that time; searches need not be asked where none did."""
    return arrivals.between(since, until).exists()


def new(
    wanted: Wanted, language: Language, *, since: datetime, until: datetime, now: datetime, most: int
) -> tuple[list[Entry], int]:
    """Return what of a search arrived in that time, the newest first, and how many there are in all."""
    arrived = arrivals.between(since, until)
    if language is Language.ENGLISH:
        # An item that English readers could find in Vietnamese before is not new when its translation comes.
        before = SearchArrival.objects.filter(item=OuterRef("item"), arrived_at__lte=since)
        chosen = Q(item__in=arrived.exclude(Exists(before)).values("item"))
    else:
        chosen = Q(key__in=arrived.values("key"))
    rows = matching(wanted, language, now).filter(chosen)
    number = rows.count()
    if not number:
        return [], 0
    shown = _with_arrival(rows, language).order_by("-arrived_at", "-pk")
    return list(_entries(shown, language, most)), number


def items(wanted: Wanted, language: Language, now: datetime, *, kinds: frozenset[FindableKind], most: int) -> list[str]:
    """Return the names of the items of some kinds that a search finds, those whose date lies furthest ahead first."""
    rows = matching(wanted, language, now).filter(kind__in=kinds).order_by("-sort_date", "-pk")
    return list(rows.values_list("item", flat=True)[:most])


def _entries(rows: Rows, language: Language, most: int) -> Iterator[Entry]:
    kinds = dict(FindableKind.choices)
    for row in rows.only(*_SHOWN)[:most]:
        yield Entry(
            key=row.key,
            title=row.title,
            url=row.url,
            kind=str(kinds[row.kind]),
            summary=_cut(row.summary),
            arrived_at=row.arrived_at or arrivals.LONG_AGO,
            vietnamese_only=row.language != language,
        )


def _cut(words: str) -> str:
    if len(words) <= SUMMARY_LENGTH:
        return words
    return words[:SUMMARY_LENGTH].rpartition(" ")[0] + " …"
