"""Listings: filters, sorting and pages that live in the address and need no script."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

from portal.kernel import languages, pagination, text
from portal.page_cache import collecting, later, parts
from portal.pages import bounded, facet_counts, in_order

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

T = TypeVar("T")
Rows = QuerySet[Any]
Choices = Sequence[tuple[str, str]]
PAGE_PARAMETER = "page"
SORT_PARAMETER = "sort"
QUERY_PARAMETER = "q"
DEFAULT_SIZE = 30
MOST_COUNTED = 1_000
"""Rows up to which the lists of the rooms count; nobody reads further, and the numbers beside filters are of use in short lists."""
LONGEST_QUERY = 200


@dataclass(frozen=True)
class FacetSpec:
    """How one filter works.

    ``apply`` narrows rows to any of the chosen values. ``counts`` returns how many of the rows each value would leave;
    without it no numbers are shown. Values that ``choices`` does not offer are ignored. With ``hides_empty`` a value that would
    leave nothing is not shown unless it is chosen: of the thousands of places few are in use.
    """

    name: str
    label: "Label"
    choices: Callable[[], Choices]
    apply: Callable[[Rows, list[str]], Rows]
    counts: Callable[[Rows], Mapping[str, int]] | None = None
    multiple: bool = True
    hides_empty: bool = False


@dataclass(frozen=True)
class SortSpec:
    """One order of the list; ``ordering`` goes to ``order_by`` and must end in something unique."""

    value: str
    label: "Label"
    ordering: tuple[Any, ...]


@dataclass(frozen=True)
class FacetOption:
    """One value of a filter with the address that switches it on or off."""

    value: str
    label: str
    count: int | None
    selected: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """One filter as the panel shows it."""

    name: str
    label: "Label"
    multiple: bool
    options: tuple[FacetOption, ...]

    @property
    def selected(self) -> tuple[FacetOption, ...]:
        """The options that are on."""
        return tuple(option for option in self.options if option.selected)


@dataclass(frozen=True)
class Chip:
    """One active filter with the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class SortOption:
    """One order with its address."""

    value: str
    label: "Label"
    selected: bool
    url: str


@dataclass(frozen=True)
class PageLink:
    """One number of the pager; ``number`` None stands for pages left out."""

    number: int | None
    url: str
    current: bool


@dataclass(frozen=True)
class Listing:
    """A filtered, sorted page of rows and everything its panel, chips and pager show."""

    items: Sequence[Any]
    page: pagination.PageWindow[Any]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[SortOption, ...]
    query: str
    searches: bool
    action_url: str
    clear_url: str
    pages: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    parameters: str
    plain_key: str | None = None
    """Names this page of a list without filters, None with any."""

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """Return something that this page of the list shows, from ``make`` or as it was made before while nothing changed."""
        if self.plain_key is None:
            return make()
        return parts.kept((name, languages.current(), self.plain_key), make, inherits=True)

    @property
    def total(self) -> int:
        """How many rows the filters leave."""
        return self.page.total

    @property
    def is_filtered(self) -> bool:
        """Whether any filter or query is on."""
        return bool(self.chips)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is on, beside words."""
        return self.filters_on > 0

    @property
    def filters_on(self) -> int:
        """How many values of filters are chosen; words are none."""
        return sum(len(facet.selected) for facet in self.facets)


def search_folded(*columns: str) -> Callable[[Rows, str], Rows]:
    """Return a ``search`` that keeps rows with every word in one of these columns of folded text, whatever its marks."""

    def search(rows: Rows, query: str) -> Rows:
        for word in text.words(text.fold(query)):
            rows = rows.filter(reduce(or_, (Q(**{f"{column}__contains": word}) for column in columns)))
        return rows

    return search


def choose_by(lookup: str) -> Callable[[Rows, list[str]], Rows]:
    """Return an ``apply`` that filters by ``lookup`` being among the chosen values."""
    return lambda rows, values: rows.filter(**{f"{lookup}__in": values})


def choose_by_relation(lookup: str) -> Callable[[Rows, list[str]], Rows]:
    """Return an ``apply`` for a relation to many, without repeating a row that matches twice."""

    def apply(rows: Rows, values: list[str]) -> Rows:
        matching = rows.model.objects.filter(**{f"{lookup}__in": values})
        return rows.filter(pk__in=matching.values("pk"))

    return apply


CountBy = facet_counts.CountBy
count_by = facet_counts.count_by


def _address(path: str, parameters: QueryDict) -> str:
    encoded = parameters.urlencode()
    return f"{path}?{encoded}" if encoded else path


def _changed(parameters: QueryDict, name: str, values: list[str]) -> QueryDict:
    changed = parameters.copy()
    changed.pop(PAGE_PARAMETER, None)
    changed.setlist(name, values)
    if not values:
        del changed[name]
    return changed


def build(
    *,
    request: HttpRequest,
    rows: Rows,
    facets: Sequence[FacetSpec],
    sorts: Sequence[SortSpec],
    search: Callable[[Rows, str], Rows] | None = None,
    size: int = DEFAULT_SIZE,
    with_card_data: Callable[[Rows], Rows] | None = None,
    most: int | None = None,
    values: in_order.InOrder | None = None,
) -> Listing:
    """Filter, sort and page ``rows`` by what the address asks.

    ``search`` narrows by the free text of ``q``; without it the panel asks for none. ``with_card_data`` adds joins and prefetches to the rows of the shown
    page only, so that counting stays cheap. Each facet is counted under the other facets' filters.

    ``most`` bounds what is counted (``portal.pages.bounded``): a longer list says "more than", its filters bear no numbers,
    and a page costs the same however much there is. ``values`` is the table that keeps the values of its filters in order.
    """
    path = request.path
    collecting.reads_parameters(PAGE_PARAMETER, SORT_PARAMETER, *(spec.name for spec in facets))
    if search:
        collecting.reads_parameters(QUERY_PARAMETER)
    known: QueryDict = QueryDict(mutable=True)
    query = _typed(request) if search else ""
    if query and search:
        known[QUERY_PARAMETER] = query
        rows = search(rows, query)
    order = next((spec for spec in sorts if spec.value == request.GET.get(SORT_PARAMETER)), sorts[0])
    # Without filters the panel and the beginning of the list are the same on all its pages.
    is_plain = most is not None and not query and not any(spec.name in request.GET for spec in facets)
    beginning = ("listing", request.get_host(), path, order.value) if is_plain and collecting.is_for_all() else None
    offered = {} if is_plain else {spec.name: list(spec.choices()) for spec in facets}
    chosen = {spec.name: _chosen(request, spec, offered.get(spec.name, ())) for spec in facets}
    for name, picked in chosen.items():
        if picked:
            known.setlist(name, picked)
    known.setlist(SORT_PARAMETER, [] if order is sorts[0] else [order.value])
    number = request.GET.get(PAGE_PARAMETER)
    filtered = _filtered(rows, facets, chosen, order, values=values)
    found: bounded.Bounded | None = None
    if most is None:
        page = pagination.paginate(with_card_data(filtered) if with_card_data else filtered, number=number, size=size)
    else:
        free = [spec.counts for spec in facets if not chosen[spec.name]]
        further = None if query else bounded.further_key(request, order.value, chosen)
        found = bounded.Bounded(filtered, most=most, counts=free, key=beginning, further_key=further)
        page = found.page(number, size=size, shown=with_card_data(rows) if with_card_data else rows)

    def panel() -> tuple[Facet, ...]:
        counts = _counts(rows, facets, chosen, order, found=found, values=values)
        return tuple(
            _facet(
                spec,
                counts=counts[spec.name],
                chosen=chosen[spec.name],
                offered=list(spec.choices()) if is_plain else offered[spec.name],
                known=known,
                path=path,
            )
            for spec in facets
        )

    shown = panel() if beginning is None else parts.kept(("panel", *beginning), panel, inherits=True)
    # The shell's language links carry these on: names and values are codes, the same in both languages.
    request.portal_parameters = known.urlencode()  # type: ignore[attr-defined]  # the shell reads it
    chips = [
        Chip(option.label, option.url if facet.multiple else _address(path, _changed(known, facet.name, [])))
        for facet in shown
        for option in facet.selected
    ]
    if query:
        chips.insert(0, Chip(f"“{query}”", _address(path, _changed(known, QUERY_PARAMETER, []))))

    def page_url(number: int | None) -> str:
        if number is None:
            return ""
        return _address(path, _changed(known, PAGE_PARAMETER, [str(number)] if number > 1 else []))

    return Listing(
        items=page.items if isinstance(page.items, later.Rows) else list(page.items),
        page=page,
        facets=shown,
        chips=tuple(chips),
        sorts=tuple(
            SortOption(
                spec.value,
                spec.label,
                spec is order,
                _address(path, _changed(known, SORT_PARAMETER, [] if spec is sorts[0] else [spec.value])),
            )
            for spec in sorts
        ),
        query=query,
        searches=search is not None,
        action_url=path,
        clear_url=path,
        pages=tuple(PageLink(number, page_url(number), number == page.number) for number in page.numbers),
        previous_url=page_url(page.previous_number),
        next_url=page_url(page.next_number),
        parameters=known.urlencode(),
        plain_key=None if beginning is None else f"{request.get_host()}{path} {order.value} {page.number}",
    )


def _typed(request: HttpRequest) -> str:
    """Return the words that the address searches for."""
    # Cut before it is composed too: composing a long row of combining marks takes time by the square of its length.
    typed = request.GET.get(QUERY_PARAMETER, "")[: LONGEST_QUERY * 4]
    return text.normalise(typed)[:LONGEST_QUERY]


def _chosen(request: HttpRequest, spec: FacetSpec, offered: Choices) -> list[str]:
    """Return the values of a filter that the address asks for and that are offered."""
    valid = {value for value, _label in offered}
    wanted = [value for value in dict.fromkeys(request.GET.getlist(spec.name)) if value in valid]
    return wanted if spec.multiple else wanted[:1]


def _counts(
    rows: Rows,
    facets: Sequence[FacetSpec],
    chosen: Mapping[str, list[str]],
    order: SortSpec,
    *,
    found: bounded.Bounded | None,
    values: in_order.InOrder | None,
) -> Mapping[str, Mapping[str, int] | None]:
    """Return what each filter would leave, by its name; ``found`` is the beginning of a bounded list."""
    if found is None:
        return {
            spec.name: spec.counts(_filtered(rows, facets, chosen, None, without=spec.name)) if spec.counts else None
            for spec in facets
        }

    def under_others(spec: FacetSpec) -> bounded.Bounded:
        if found.is_more or not chosen[spec.name]:
            return found
        others = _filtered(rows, facets, chosen, order, without=spec.name, values=values)
        return bounded.Bounded(others, most=found.most, counts=[spec.counts])

    return bounded.counts({spec.name: (spec.counts, under_others(spec)) for spec in facets})


def _filtered(
    rows: Rows,
    facets: Sequence[FacetSpec],
    chosen: Mapping[str, list[str]],
    order: SortSpec | None,
    *,
    without: str = "",
    values: in_order.InOrder | None = None,
) -> Rows:
    """Return the rows that the chosen values leave, in an order if any; ``without`` names a filter that is passed over."""
    wanted = {spec.name: chosen[spec.name] for spec in facets if spec.name != without and chosen[spec.name]}
    narrowed = (
        values.narrowed(rows, wanted, order.value) if values is not None and order is not None and wanted else None
    )
    done = values.facets if values is not None and narrowed is not None else frozenset()
    found = narrowed
    if found is None:
        found = rows if order is None else rows.order_by(*order.ordering)
    for spec in facets:
        if spec.name in wanted and spec.name not in done:
            found = spec.apply(found, wanted[spec.name])
    return found


def _facet(
    spec: FacetSpec,
    *,
    counts: Mapping[str, int] | None,
    chosen: list[str],
    offered: Choices,
    known: QueryDict,
    path: str,
) -> Facet:
    def switched(value: str) -> list[str]:
        if value in chosen:
            return [other for other in chosen if other != value]
        return [*chosen, value] if spec.multiple else [value]

    options = tuple(
        FacetOption(
            value=value,
            label=str(label),
            count=None if counts is None else counts.get(value, 0),
            selected=value in chosen,
            url=_address(path, _changed(known, spec.name, switched(value))),
        )
        for value, label in offered
        if not spec.hides_empty or counts is None or counts.get(value) or value in chosen
    )
    return Facet(spec.name, spec.label, spec.multiple, options)
