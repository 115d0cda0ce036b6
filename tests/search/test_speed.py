"""What keeps the search quick: how many statements one costs, and that the quick ways find and order what the thorough one does."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kernel import clock
from portal.pages.findables import FindableKind
from search import engines, parsing, queries
from search.domain import abbreviations
from search.engines import counting
from search.models import SearchDocument, SearchFacet
from search.ranked import Shown
from tests.factories import search as factory

Get = Callable[..., Any]
MANY = queries.PAGE_SIZE * 2
EVALUATES = "found AS MATERIALIZED"


@pytest.fixture
def many(shipped: None) -> None:
    """Index dryers whose title says so, those that only speak of it, and some that write it without marks."""
    today = clock.today()
    for number in range(MANY):
        factory.index(
            f"Máy sấy số {number}",
            summary="tỏi " * (number % 5),
            body="Máy sấy chạy bằng điện. " * (number % 3),
            sort_date=today - dt.timedelta(days=number * 20),
            kind=FindableKind.NEWS if number % 2 else FindableKind.TECHNOLOGY,
            facets={"field": ("food",) if number % 4 else ("mechanics",), "trl": ("ready",)},
        )
    factory.index("Máy rửa, sấy", body="máy sấy", sort_date=today)
    factory.index("Kho lạnh", body="có máy sấy và máy bơm", sort_date=today)
    factory.index("May say, khong dau", body="may say")


def statements(ask: Callable[[], Any]) -> list[str]:
    """Return the statements over the index and the documents that a call costs when everything that is kept in the cache is there."""
    ask()
    with CaptureQueriesContext(connection) as caught:
        ask()
    return [
        query["sql"] for query in caught if "search_searchdocument" in query["sql"] or "search_index" in query["sql"]
    ]


@pytest.mark.parametrize("typed", ["máy", "máy sấy", "may say", "say"])
def test_a_search_evaluates_what_it_finds_once(get: Get, many: None, typed: str) -> None:
    asked = statements(lambda: get(q=typed))
    # One finds, orders, counts and reads the twenty rows. On SQLite the titles may be asked before whether they fill a page.
    assert sum(EVALUATES in one for one in asked) == 1
    assert len(asked) <= (1 if connection.vendor == "postgresql" else 2)


def test_a_word_that_nothing_holds_costs_few_statements(many: None) -> None:
    rows = SearchDocument.objects.filter(language="vi")
    queries.find(rows, "xyzzy")
    with CaptureQueriesContext(connection) as caught:
        assert queries.find(rows, "xyzzy").reading is queries.Reading.NOTHING
    # As typed, unfinished, the vocabulary once, what looks alike; not any of the words of one word.
    assert sum(EVALUATES in query["sql"] for query in caught) == 2
    assert len(caught) <= 6


def test_rows_of_a_page_are_what_the_documents_say(many: None) -> None:
    rows = SearchDocument.objects.filter(language="vi")
    best = queries.find(rows, "máy sấy").best
    assert len(best.rows) == queries.PAGE_SIZE
    for row, document in zip(best.rows, SearchDocument.objects.in_order_of(best.keys), strict=True):
        assert row._asdict() == {name: getattr(document, name) for name in Shown._fields}


@pytest.mark.parametrize(
    "narrowed",
    [
        lambda rows: rows,
        lambda rows: rows.filter(language="vi"),
        lambda rows: rows.filter(kind__in=["news"]).exclude(title__contains="100 %"),
        lambda rows: rows.filter(pk__in=SearchFacet.objects.filter(name="trl", code="ready").values("document")),
        lambda rows: rows.filter(facets__name="field", facets__code="food"),
        lambda rows: rows.filter(kind="news", pk__in=rows.order_by("pk").values("pk")[:9]),
        lambda rows: rows.order_by("-pk")[2:7],
        lambda rows: rows.filter(pk__in=[]),
    ],
)
def test_a_search_stays_among_the_rows_it_is_given(many: None, narrowed: Callable[[Any], Any]) -> None:
    rows = narrowed(SearchDocument.objects.all())
    criteria = parsing.criteria(parsing.parse("máy"))
    best = engines.current().best(rows, criteria, start=0, stop=200)
    held = {row.pk for row in rows if " may " in f" {row.title_folded} {row.lead_folded} {row.body_folded} "}
    assert set(best.keys) == held
    assert best.number == len(best.keys) == len(held)


def test_other_queries_are_counted_and_only_the_likeliest_is_ranked(many: None) -> None:
    factory.index("Máy soi", summary="máy soi " * 9, body="máy soi " * 9)
    found = queries.find(SearchDocument.objects.filter(language="vi"), "máy soy")
    assert found.reading is queries.Reading.CORRECTED
    assert found.best.keys
    assert found.others
    for other in found.others:
        assert not other.best.keys
        assert other.number == queries.find(found.among, other.query.text).best.number


def test_an_unfinished_word_costs_one_statement_more(get: Get, many: None) -> None:
    asked = statements(lambda: get(q="máy sấ"))
    assert sum(EVALUATES in one for one in asked) == 2


def test_facets_under_one_filter_are_counted_together(get: Get, many: None) -> None:
    # Those under the filter, those without it, the order among what is left, and the search itself.
    asked = statements(lambda: get(q="máy", kind="news"))
    assert sum(EVALUATES in one for one in asked) == 4


@pytest.mark.parametrize("page", [1, 2, 3])
@pytest.mark.parametrize("typed", ["máy", "máy sấy", "may say", "sấy", "tỏi máy", "điện", "bơm"])
def test_the_quick_order_is_the_thorough_one(many: None, typed: str, page: int) -> None:
    rows, engine = SearchDocument.objects.filter(language="vi"), engines.current()
    criteria = parsing.criteria(parsing.parse(typed))
    start = (page - 1) * queries.PAGE_SIZE
    stop = start + queries.PAGE_SIZE
    thorough = list(engine.ranked(rows, criteria).values_list("pk", flat=True))
    best = engine.best(rows, criteria, start=start, stop=stop)
    assert list(best.keys) == thorough[start:stop]
    assert best.number == (len(thorough) if best.keys else 0)


@pytest.mark.parametrize("typed", ["máy", "tỏi máy", "bơm"])
def test_counted_along_is_counted_apart(many: None, typed: str) -> None:
    from search.facets import Tallies

    rows, engine, spans = SearchDocument.objects.filter(language="vi"), engines.current(), Tallies().spans
    criteria = parsing.criteria(parsing.parse(typed))
    along = engine.best(rows, criteria, start=0, stop=1, spans=spans).tally
    assert along == engine.tally(engine.matching(rows, criteria.folded), ["field", "trl"], spans)
    assert along is not None
    found = engine.matching(rows, criteria.folded)
    assert along.number == found.count()
    assert along.kinds == dict(Counter(found.values_list("kind", flat=True)))
    facets = SearchFacet.objects.filter(document__in=found.values("pk"))
    assert {(name, code): number for name, codes in along.codes.items() for code, number in codes.items()} == dict(
        Counter(facets.values_list("name", "code"))
    )


def test_every_page_of_results_is_there(get: Get, many: None) -> None:
    seen = [hit.title for number in (1, 2, 3) for hit in get(q="máy", page=number).context["hits"]]
    assert len(seen) == len(set(seen)) == MANY + 3
    assert [hit.title for hit in get(q="máy", page=99).context["hits"]] == seen[MANY:]
    assert [hit.title for hit in get(q="máy", page="x").context["hits"]] == seen[: queries.PAGE_SIZE]


def test_filters_line_follows_its_document(shipped: None) -> None:
    factory.index("Máy", facets={"trl": ("ready",), "field": ("food", "energy")}, identifiers=("12/QĐ",))
    document = SearchDocument.objects.get()
    assert document.filters == "field:energy\nfield:food\ntrl:ready"
    factory.index("Máy", facets={"trl": ("trial",)})
    document.refresh_from_db()
    assert document.filters == "trl:trial"


def test_codes_may_hold_what_divides_names_from_them() -> None:
    line = counting.line_of([("field", "a:b"), ("place", "x")])
    found = counting.summed([(3, None, None, None, line), (2, None, None, None, ""), (5, "news", "vi", "", None)])
    assert found.codes == {"field": {"a:b": 3}, "place": {"x": 3}}
    assert (found.number, found.kinds, found.spans) == (5, {"news": 5}, {})


def test_lists_of_words_are_unpacked_once(shipped: None) -> None:
    assert abbreviations.expansions() is abbreviations.expansions()
    before = abbreviations.expansions()
    abbreviations.forget()
    assert abbreviations.expansions() is not before
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        abbreviations.expansions()
    assert len(caught) == 2


def test_suggestions_are_the_newest_however_old_they_are(shipped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.engines import postgresql

    monkeypatch.setattr(postgresql, "_LATE", 3)
    today = clock.today()
    factory.index("Nồi hơi", sort_date=today - dt.timedelta(days=900))
    for number in range(6):
        factory.index(f"Máy {number}", sort_date=today - dt.timedelta(days=6 - number))
    expression = parsing.criteria(parsing.parse("no"), prefix=True).folded

    def newest(typed: str, most: int) -> list[str]:
        expression = parsing.criteria(parsing.parse(typed), prefix=True).folded
        rows = engines.current().newest_by_title(SearchDocument.objects.all(), expression, most=most)
        return [row.title for row in rows]

    assert expression.groups
    assert newest("no", 2) == ["Nồi hơi"]
    assert newest("ma", 2) == ["Máy 5", "Máy 4"]
    assert newest("ma", 5) == ["Máy 5", "Máy 4", "Máy 3", "Máy 2", "Máy 1"]
