"""Reading the search: what is found for a text, and the page of results with its filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
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
from search import corrections, engines, excerpts, facets, parsing, ranked, together
from search.corrections import Correction
from search.engines import counting
from search.engines.base import PAGE_SIZE, Best, Criteria, Rows, Spans
from search.excerpts import Excerpt
from search.models import SearchDocument
from search.parsing import ParsedQuery
from search.ranked import Shown

PICTURE: Final = "max-320x320"
# With fewer found, a slip is likely enough to look for what else may have been meant.
FEW: Final = 3
NEWEST: Final = "newest"
LONGEST_NUMBER: Final = 7
"""Digits of a page's number; a longer one is beyond every last page."""
_NEWEST_FIRST: Final = (F("sort_date").desc(nulls_last=True), "-pk")


class Reading(StrEnum):
    """How a query had to be read until something was found."""

    AS_TYPED = "as-typed"
    UNFINISHED = "unfinished"
    CORRECTED = "corrected"
    SOME_WORDS = "some-words"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Found:
    """What is found among some documents; ``query`` is the one that was really looked for, ``others`` are more that it may have meant.

    ``best`` holds the first ``PAGE_SIZE`` of them as results show them, and how many there are: whoever asks whether anything is
    found has paid for both.
    """

    among: Rows
    query: ParsedQuery
    criteria: Criteria | None
    reading: Reading
    best: Best = field(default_factory=Best)
    others: tuple[Correction, ...] = ()

    @cached_property
    def rows(self) -> Rows:
        """The documents, for whoever narrows them further."""
        if self.criteria is None:
            return self.among.none()
        return engines.current().matching(self.among, self.criteria.folded)

    @property
    def is_little(self) -> bool:
        """Whether so little is found that something else may have been meant."""
        return self.best.number < FEW


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


def find(rows: Rows, typed: str, *, spans: Spans | None = None) -> Found:
    """Return the documents among ``rows`` for a text; with ``spans`` the caller will ask for their tally too.

    Read as typed first; where little is found, without what is only talk around it; where nothing is found, with the last word
    unfinished, then as keys of Telex or VNI or with slips mended, then for any of the words; for any of them too where the few
    documents that hold all have them scattered (``together``). Where little is found, ``others`` names queries that find more.
    """
    query = parsing.parse(typed)
    nothing = Found(rows, query, None, Reading.NOTHING)
    if not query.folded:
        return nothing
    among = _Among(rows, spans)
    found = _as_it_stands(query, among)
    if found and not found.is_little:
        return found
    meant = corrections.corrections(parsing.content(query), rows, spans=spans)
    if found:
        more = tuple(other for other in meant if other.number > found.best.number)
        return replace(_any_instead_of_scattered(found, query, among) or found, others=more)
    if meant:
        first, *others = meant
        criteria = parsing.criteria(first.query)
        corrected = Found(rows, first.query, criteria, Reading.CORRECTED, first.best, tuple(others))
        some = _any_instead_of_scattered(corrected, query, among) if corrected.is_little else None
        return replace(some, others=tuple(meant)) if some else corrected
    return _any_of(query, query, among) or nothing


@dataclass(frozen=True, slots=True)
class _Among:
    """Where the attempts of one search look, and the spans of time that are counted along, if any."""

    rows: Rows
    spans: Spans | None


def _attempt(among: _Among, query: ParsedQuery, reading: Reading, criteria: Criteria) -> Found | None:
    first = engines.current().best(among.rows, criteria, start=0, stop=PAGE_SIZE, spans=among.spans, shape=Shown)
    return Found(among.rows, query, criteria, reading, first) if first.number else None


def _any_of(words: ParsedQuery, query: ParsedQuery, among: _Among) -> Found | None:
    """Return what holds any of ``words``, for whoever typed ``query``; None where that is nothing: any of one word is all of it."""
    some = parsing.criteria(words, every=False) if parsing.has_parts(words) else None
    return _attempt(among, query, Reading.SOME_WORDS, some) if some else None


def _any_instead_of_scattered(found: Found, query: ParsedQuery, among: _Among) -> Found | None:
    """Return what holds any of the words where those few that hold all of them do so by chance; None where they do not.

    A query whose words all stand in documents was mended into other words for the sake of such a document: what was typed counts.
    """
    words = parsing.content(found.query)
    if found.reading is Reading.UNFINISHED or not parsing.has_parts(words):
        return None
    rows = SearchDocument.objects.filter(pk__in=found.best.keys)
    texts = rows.values_list("title_folded", "lead_folded", "body_folded")
    if any(together.stand(parsing.parts(words), *each) for each in texts):
        return None
    if found.reading is Reading.CORRECTED:
        typed = parsing.content(query)
        is_known = len(engines.current().known_words(set(typed.folded))) == len(set(typed.folded))
        words = typed if is_known else words
    return _any_of(words, query, among)


def _as_it_stands(query: ParsedQuery, among: _Among) -> Found | None:
    """Return what is found for the words as they stand: all, those that say something, or with the last one unfinished."""
    as_typed = parsing.criteria(query)
    found = _attempt(among, query, Reading.AS_TYPED, as_typed)
    if found and not found.is_little:
        return found
    content = parsing.content(query)
    if content is not query:
        # The order still follows all that was typed: a title made of such words comes first.
        asked = replace(as_typed, folded=parsing.criteria(content).folded, accented=None)
        if spoken := _attempt(among, query, Reading.AS_TYPED, asked):
            return spoken
    # "máy sấ" is no word yet where documents bear its marks nowhere: "máy sa" only looks like it.
    if found and found.best.bears_marks:
        return found
    unfinished = _attempt(among, query, Reading.UNFINISHED, parsing.criteria(query, prefix=True))
    return unfinished if unfinished and (not found or not unfinished.is_little) else found


def best(rows: Rows, typed: str, number: int) -> list[SearchDocument]:
    """Return the first documents for a text, as the page of results shows them; at most ``PAGE_SIZE``."""
    found = find(rows, typed)
    return SearchDocument.objects.in_order_of(found.best.keys[:number])


def search_page(request: HttpRequest) -> Results:
    """Return the page of results that an address asks for: text ``q``, filters, order and page number."""
    readers = languages.current()
    all_rows = SearchDocument.objects.for_readers_of(readers)
    asked: list[Found] = []

    tallies = facets.Tallies()
    filters = facets.specs(tallies)
    is_narrowed = any(spec.name in request.GET for spec in filters)

    def narrow(rows: Rows, typed: str) -> Rows:
        found = find(rows, typed, spans=None if is_narrowed else tallies.spans)
        asked.append(found)
        if found.best.tally:
            tallies.know(found.rows, found.best.tally)
        return found.rows

    def with_card_data(rows: Rows) -> Any:
        found = asked[0] if asked else None
        if found is None or found.criteria is None or request.GET.get(listing.SORT_PARAMETER) == NEWEST:
            return rows.only(*Shown._fields[1:])
        ordered = rows.order_by()
        return ranked.Ranked(
            ordered,
            found.criteria,
            known=found.best if not is_narrowed or str(ordered.query) == str(found.rows.query) else None,
            page=_number(request),
        )

    built = listing.build(
        request=request,
        rows=all_rows,
        facets=filters,
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
    return Results(_without_idle_filters(built), _hits(list(built.items), readers, shown), found)


def _number(request: HttpRequest) -> int:
    asked = request.GET.get(listing.PAGE_PARAMETER, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER else 1


def _hits(rows: Sequence[Any], readers: Language, shown: Mapping[int, Excerpt]) -> list[Hit]:
    """Return rows as the page shows them; two queries for pictures, however many rows there are."""
    kinds, pictures = dict(FindableKind.choices), _pictures(rows)
    names = dict(vocabulary_queries.place_choices())
    return [
        Hit(
            title=row.title,
            url=row.url,
            kind=str(kinds[row.kind]),
            snippet=shown[row.pk].snippet,
            date=row.sort_date,
            place=next((names[code] for code in counting.codes_of(row.filters, facets.PLACE) if code in names), ""),
            picture=pictures.get(row.picture_id),
            is_logo=row.kind == FindableKind.ORGANISATION,
            language=row.language,
            other_language=row.language != readers,
            in_file=shown[row.pk].file,
        )
        for row in rows
    ]


def _pictures(rows: Sequence[Any]) -> dict[int | None, Any]:
    """Return the renditions of the pictures of rows by the picture's number; one whose file is missing is left out."""
    found: dict[int | None, Any] = {}
    wanted = [row.picture_id for row in rows if row.picture_id]
    images = PortalImage.objects.filter(pk__in=wanted).prefetch_renditions(PICTURE) if wanted else ()
    for image in images:
        try:
            found[image.pk] = image.get_rendition(PICTURE)
        except SourceImageIOError:
            continue
    return found


def _without_idle_filters(built: Listing) -> Listing:
    """Leave out filters that would change nothing."""
    shown = []
    for facet in built.facets:
        narrows = len(facet.options) > 1 or any(
            option.selected or option.count != built.total for option in facet.options
        )
        shown.append(facet if narrows or facet.name == facets.KIND else replace(facet, options=()))
    return replace(built, facets=tuple(shown))
