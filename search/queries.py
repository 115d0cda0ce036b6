"""Reading the search: what is found for a text, and the page of results with its filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.db.models import F
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.media.models import PortalImage
from portal.pages import listing
from portal.pages.findables import FindableKind
from portal.pages.listing import Listing, SortSpec
from portal.vocabularies import queries as vocabulary_queries
from search import corrections, engines, excerpts, facets, parsing
from search.corrections import Correction
from search.engines.base import Criteria, Rows
from search.excerpts import Excerpt
from search.models import SearchDocument, SearchFacet
from search.parsing import ParsedQuery

PAGE_SIZE: Final = 20
PICTURE: Final = "max-320x320"
# With fewer found, a slip is likely enough to look for what else may have been meant.
FEW: Final = 3
NEWEST: Final = "newest"
_NEWEST_FIRST: Final = (F("sort_date").desc(nulls_last=True), "-pk")
_SHOWN: Final = ("key", "kind", "language", "title", "url", "summary", "body", "sort_date", "picture_id")


class Reading(StrEnum):
    """How a query had to be read until something was found."""

    AS_TYPED = "as-typed"
    UNFINISHED = "unfinished"
    CORRECTED = "corrected"
    SOME_WORDS = "some-words"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Found:
    """The documents for a query; ``query`` is the one that was really looked for, ``others`` are more that it may have meant."""

    rows: Rows
    query: ParsedQuery
    criteria: Criteria | None
    reading: Reading
    is_little: bool = False
    others: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as the page shows it; ``other_language`` is set where it is not the reader's own.

    ``picture`` is a rendition or None; ``is_logo`` says that nothing of it may be cut off. ``in_file`` names the attached file
    that the snippet is from, where only that holds what was searched for.
    """

    title: str
    url: str
    kind: str
    snippet: SafeString
    date: Any
    place: str
    picture: Any
    is_logo: bool
    language: str
    other_language: bool
    in_file: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results."""

    listing: Listing
    hits: list[Hit]
    found: Found | None

    @property
    def reading(self) -> Reading | None:
        """How the query was read; None where none was typed."""
        return self.found.reading if self.found else None

    @property
    def number_meant(self) -> int:
        """How many results hold what was meant; 0 where only some of the words were found."""
        return 0 if self.reading in {None, Reading.SOME_WORDS, Reading.NOTHING} else self.listing.total


def find(rows: Rows, typed: str) -> Found:
    """Return the documents among ``rows`` for a text.

    Read as typed first; where little is found, without what is only talk around it; where nothing is found, with the last word
    unfinished, then as keys of Telex or VNI or with slips mended, then for any of the words. Where little is found, ``others``
    names queries that find more.
    """
    query = parsing.parse(typed)
    nothing = Found(rows.none(), query, None, Reading.NOTHING)
    if not query.folded:
        return nothing
    found = _as_it_stands(query, rows)
    if found and not found.is_little:
        return found
    meant = corrections.corrections(parsing.content(query), rows)
    if found:
        number = found.rows.count()
        return replace(found, others=tuple(other for other in meant if other.number > number))
    if meant:
        likeliest = meant[0].query
        mended = _attempt(rows, likeliest, Reading.CORRECTED, parsing.criteria(likeliest))
        if mended:
            return replace(mended, others=tuple(meant[1:]))
    return _attempt(rows, query, Reading.SOME_WORDS, parsing.criteria(query, every=False)) or nothing


def _attempt(rows: Rows, query: ParsedQuery, reading: Reading, criteria: Criteria) -> Found | None:
    matching = engines.current().matching(rows, criteria.folded)
    number = matching[:FEW].count()
    return Found(matching, query, criteria, reading, is_little=number < FEW) if number else None


def _as_it_stands(query: ParsedQuery, rows: Rows) -> Found | None:
    """Return what is found for the words as they stand: all, those that say something, or with the last one unfinished."""
    as_typed = parsing.criteria(query)
    found = _attempt(rows, query, Reading.AS_TYPED, as_typed)
    if found and not found.is_little:
        return found
    content = parsing.content(query)
    if content is not query:
        # The order still follows all that was typed: a title made of such words comes first.
        asked = replace(as_typed, folded=parsing.criteria(content).folded, accented=None)
        if spoken := _attempt(rows, query, Reading.AS_TYPED, asked):
            return spoken
    if found and _bears_marks(found):
        return found
    unfinished = _attempt(rows, query, Reading.UNFINISHED, parsing.criteria(query, prefix=True))
    return unfinished if unfinished and (not found or not unfinished.is_little) else found


def _bears_marks(found: Found) -> bool:
    """Return whether the query has no marks, or some document bears them: "máy sấ" is no word yet, "máy sa" only looks like it."""
    if found.criteria is None or found.criteria.accented is None:
        return True
    return any(row.with_marks for row in engines.current().ranked(found.rows, found.criteria)[:1])


def best(rows: Rows, typed: str, number: int) -> list[SearchDocument]:
    """Return the first documents for a text, as the page of results shows them."""
    found = find(rows, typed)
    return list(engines.current().ranked(found.rows, found.criteria)[:number]) if found.criteria else []


def search_page(request: HttpRequest) -> Results:
    """Return the page of results that an address asks for: text ``q``, filters, order and page number."""
    readers = languages.current()
    all_rows = SearchDocument.objects.for_readers_of(readers)
    asked: list[Found] = []

    def narrow(rows: Rows, typed: str) -> Rows:
        asked.append(find(rows, typed))
        return asked[0].rows

    def with_card_data(rows: Rows) -> Rows:
        criteria = asked[0].criteria if asked else None
        if criteria and request.GET.get(listing.SORT_PARAMETER) != NEWEST:
            rows = engines.current().ranked(rows, criteria)
        return rows.only(*_SHOWN)

    built = listing.build(
        request=request,
        rows=all_rows,
        facets=facets.specs(),
        sorts=[
            SortSpec("relevance", _("Best match"), _NEWEST_FIRST),
            SortSpec(NEWEST, _("Newest first"), _NEWEST_FIRST),
        ],
        search=narrow,
        size=PAGE_SIZE,
        with_card_data=with_card_data,
    )
    found = asked[0] if asked else None
    prefix = found is not None and found.reading is Reading.UNFINISHED
    shown = excerpts.of_rows(built.items, found.criteria if found else None, prefix=prefix)
    return Results(_without_empty_options(built), _hits(built.items, readers, shown), found)


def _hits(rows: list[SearchDocument], readers: Language, shown: Mapping[int, Excerpt]) -> list[Hit]:
    """Return rows as the page shows them; three queries for places and pictures, however many rows there are."""
    kinds, pictures = dict(FindableKind.choices), _pictures(rows)
    names = dict(vocabulary_queries.place_choices())
    named = SearchFacet.objects.filter(name="place", document__in=[row.pk for row in rows])
    places = dict(named.values_list("document", "code"))
    return [
        Hit(
            title=row.title,
            url=row.url,
            kind=str(kinds[row.kind]),
            snippet=shown[row.pk].snippet,
            date=row.sort_date,
            place=names.get(places.get(row.pk, ""), ""),
            picture=pictures.get(row.picture_id),
            is_logo=row.kind == FindableKind.ORGANISATION,
            language=row.language,
            other_language=row.language != readers,
            in_file=shown[row.pk].file,
        )
        for row in rows
    ]


def _pictures(rows: list[SearchDocument]) -> dict[int | None, Any]:
    """Return the renditions of the pictures of rows by the picture's number; one whose file is missing is left out."""
    found: dict[int | None, Any] = {}
    images = PortalImage.objects.filter(pk__in=[row.picture_id for row in rows if row.picture_id])
    for image in images.prefetch_renditions(PICTURE):
        try:
            found[image.pk] = image.get_rendition(PICTURE)
        except SourceImageIOError:
            continue
    return found


def _without_empty_options(built: Listing) -> Listing:
    """Leave out options that would find nothing, so that a filter of a hundred places stays short, and filters that would change nothing."""
    shown = []
    for facet in built.facets:
        options = tuple(option for option in facet.options if option.count or option.selected)
        narrows = len(options) > 1 or any(option.selected or option.count != built.total for option in options)
        shown.append(replace(facet, options=options if narrows or facet.name == facets.KIND else ()))
    return replace(built, facets=tuple(shown))
