"""The addresses that search engines may read, with their translations; read as plain values, never as page objects.

A portal of few addresses has one file. Above that each file holds the rows whose keys lie in one span: its bounds follow from its
number, so that no file depends on another one and a new page changes one file only. What a file costs depends on the span, never
on how much the portal holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages import site_maps
from search.domain import public_pages
from search.models import SearchDocument

LARGEST: Final = 5_000
"""Most addresses of one file. The protocol allows 50,000: these are at most 2 MB and some hundredths of a second of one worker."""
AT_ONCE: Final = 1_000
LAST: Final = 100_000
"""Greatest number of a file; keys beyond it do not fit into the databases' columns."""

# Both databases keep instants in UTC and write them alike up to the second; read as instants they would cost half of a file.
_MOMENT: Final = Substr(Cast("last_published_at", TextField()), 1, 19)


class Kind(StrEnum):
    """What a file lists."""

    PAGES = "pages"
    ITEMS = "items"
    VIEWS = "views"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a site map; ``number`` is that of its span, counted from 0."""

    kind: Kind
    number: int = 0


class Entry(NamedTuple):
    """One address; ``twin`` is the address of the same item in the other language, empty where there is none.

    ``modified`` is the instant of the last change as machines write it (W3C-DTF, UTC), empty where nobody noted it.
    """

    language: Language
    url: str
    modified: str = ""
    twin: str = ""


def whole() -> list[Entry] | None:
    """Return every address where one file can hold them all, else None; costs no more than one file however many there are."""
    views = _views()
    room = LARGEST - len(views)
    pages, items = _pages(), _items()
    if _is_more(pages, room):
        return None
    found = _page_entries(pages, pages)
    if _is_more(items, room - len(found)):
        return None
    return [*found, *_item_entries(items), *views]


def parts() -> list[Part]:
    """Return the files that hold anything: two statements, each with as many looks into an index as there are files."""
    spans = [(Kind.PAGES, _pages()), (Kind.ITEMS, _items())]
    found = [Part(kind, number) for kind, rows in spans for number in _spans(rows)]
    return [*found, Part(Kind.VIEWS)] if site_maps.views() else found


def entries(part: Part) -> list[Entry]:
    """Return the addresses of one file; none for one past the end."""
    if part.kind is Kind.VIEWS:
        return [] if part.number else _views()
    span = {"pk__gte": part.number * LARGEST, "pk__lt": (part.number + 1) * LARGEST}
    if part.kind is Kind.ITEMS:
        return _item_entries(_items().filter(**span))
    pages = _pages()
    return _page_entries(pages.filter(**span), pages)


def _is_more(rows: "QuerySet[Any]", most: int) -> bool:
    """Whether there are more rows; reads one more than ``most`` and no further."""
    return most < 0 or rows.order_by("pk")[most : most + 1].exists()


def _spans(rows: "QuerySet[Any]") -> Iterator[int]:
    """Yield the numbers of the spans that hold a row: the first row, then again and again the first past the span found last."""
    first = rows.order_by("pk").values("pk")[:1]
    past = rows.filter(pk__gte=RawSQL("(spans.number + 1) * %s", [LARGEST])).order_by("pk").values("pk")[:1]
    start, start_values = first.query.sql_with_params()
    step, step_values = past.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE spans(number) AS (SELECT ({start}) / %s UNION ALL SELECT ({step}) / %s FROM spans "  # noqa: S608 -- compiled by Django
            "WHERE spans.number IS NOT NULL) SELECT number FROM spans WHERE number IS NOT NULL ORDER BY number",
            [*start_values, LARGEST, *step_values, LARGEST],
        )
        yield from (int(number) for (number,) in cursor.fetchall())


def _roots() -> dict[Language, str]:
    return {
        Language(root.language_code): root.root_path
        for root in Site.get_site_root_paths()
        if root.language_code in Language.values
    }


def _pages() -> "QuerySet[Any]":
    below = (Q(url_path__startswith=root) for root in _roots().values())
    rows: QuerySet[Any] = public_pages.readable().filter(reduce(or_, below, Q(pk__in=[])))
    return rows


def _page_entries(rows: "QuerySet[Any]", pages: "QuerySet[Any]") -> list[Entry]:
    roots = _roots()
    twins = pages.filter(translation_key=OuterRef("translation_key")).exclude(locale=OuterRef("locale"))
    values = (
        rows.order_by("pk")
        .annotate(twin_path=Subquery(twins.order_by("pk").values("url_path")[:1]), moment=_MOMENT)
        .values_list("url_path", "moment", "twin_path")
    )
    bases = [
        (root, language, settings.BASE_URL + (languages.ENGLISH_PREFIX if language is Language.ENGLISH else "/"))
        for language, root in roots.items()
    ]

    def place(path: str) -> tuple[Language, str]:
        for root, language, base in bases:
            if path.startswith(root):
                return language, base + path[len(root) :]
        raise LookupError(path)

    return [
        Entry(*place(path), f"{moment[:10]}T{moment[11:]}Z" if moment else "", place(twin)[1] if twin else "")
        for path, moment, twin in values.iterator(chunk_size=AT_ONCE)
    ]


def _items() -> "QuerySet[SearchDocument]":
    return SearchDocument.objects.filter(page=None)


def _item_entries(rows: "QuerySet[SearchDocument]") -> list[Entry]:
    twins = _items().filter(item=OuterRef("item")).exclude(language=OuterRef("language")).order_by("pk")
    values = rows.order_by("pk").annotate(twin=Subquery(twins.values("url")[:1])).values_list("language", "url", "twin")
    return [
        Entry(Language(language), _whole_url(url), "", _whole_url(twin) if twin else "")
        for language, url, twin in values
    ]


def _whole_url(url: str) -> str:
    return url if "://" in url else f"{settings.BASE_URL}{url}"


def _views() -> list[Entry]:
    found: list[Entry] = []
    for name in site_maps.views():
        urls = {}
        for language in Language:
            with translation.override(language):
                urls[language] = f"{settings.BASE_URL}{reverse(name)}"
        vietnamese, english = urls[Language.VIETNAMESE], urls[Language.ENGLISH]
        found.append(Entry(Language.VIETNAMESE, vietnamese, twin=english))
        found.append(Entry(Language.ENGLISH, english, twin=vietnamese))
    return found
