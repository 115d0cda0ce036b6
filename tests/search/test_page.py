"""The page of results in both languages."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from portal.pages.findables import FindableKind
from search import queries
from search.domain import indexing
from tests.factories import search as factory

Get = Callable[..., Any]


def titles(response: Any) -> list[str]:
    return [hit.title for hit in response.context["hits"]]


def test_page_shows_hits_with_marks(get: Get) -> None:
    factory.index("Máy sấy <b>tỏi</b>", summary="Sấy tỏi & hành trong hai giờ", sort_date=date(2026, 11, 2))
    response = get(q="say toi")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<mark>Sấy tỏi</mark> &amp; hành" in html
    assert "Máy sấy &lt;b&gt;tỏi&lt;/b&gt;" in html
    assert "02/11/2026" in html
    assert '<meta name="robots" content="noindex, follow">' in html
    assert html.count("<h1") == 1


def test_snippet_is_cut_around_the_hit_in_the_body(get: Get) -> None:
    factory.index("Bài", summary="Tóm tắt", body="mở đầu " * 60 + "tỏi Kinh Môn " + "kết thúc " * 60)
    snippet = str(get(q="toi kinh mon").context["hits"][0].snippet)
    assert "<mark>tỏi Kinh Môn</mark>" in snippet
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert len(snippet.split()) < 60


def test_typed_text_is_escaped(get: Get) -> None:
    for typed in ("<script>alert(1)</script>", '"><img src=x>'):
        html = get(q=typed).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_page_sets_no_cookie_and_reads_no_session(get: Get) -> None:
    factory.index("Máy sấy")
    response = get(q="máy")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_post_is_refused(client: Client, site: Any) -> None:
    assert client.post("/tim-kiem/", {"q": "máy"}).status_code == 405


def test_kinds_are_tabs_with_counts(get: Get) -> None:
    factory.index("Máy một", "Máy hai", kind=FindableKind.TECHNOLOGY)
    factory.index("Máy ba", kind=FindableKind.EVENT)
    tabs = get(q="máy").context["tabs"]
    assert [(str(tab["text"]), tab["count"], tab["current"]) for tab in tabs] == [
        (gettext("Everything"), 3, True),
        (str(FindableKind.TECHNOLOGY.label), 2, False),
        (str(FindableKind.EVENT.label), 1, False),
    ]
    chosen = get(q="máy", kind="event")
    assert titles(chosen) == ["Máy ba"]
    everything, technology, event = chosen.context["tabs"]
    assert (everything["count"], technology["count"], event["current"]) == (3, 2, True)
    assert everything["url"] == "/tim-kiem/?q=m%C3%A1y"


@pytest.fixture
def vocabularies(db: None) -> None:
    from portal.vocabularies.enums import VocabularyCode
    from portal.vocabularies.models import AdministrativeUnit, Term

    Term.objects.all().delete()
    AdministrativeUnit.objects.all().delete()
    for code, words in (("food", "Thực phẩm"), ("energy", "Năng lượng")):
        Term.objects.create(vocabulary=VocabularyCode.FIELD, code=code, label_vi=words, label_en=code.title())
    AdministrativeUnit.objects.create(code="bac-ninh", level="province", name_vi="Bắc Ninh", name_en="Bac Ninh")
    cache.clear()


def test_facets_narrow_and_count(get: Get, vocabularies: None) -> None:
    factory.index("Máy một", facets={"field": ("food",), "place": ("bac-ninh",)})
    factory.index("Máy hai", facets={"field": ("energy", "food")})
    factory.index("Máy ba", facets={"field": ("energy",), "audience": ("unknown",)})
    facets = {facet.name: facet for facet in get(q="máy").context["listing"].facets}
    assert {(option.value, option.count) for option in facets["field"].options} == {("food", 2), ("energy", 2)}
    assert [(option.label, option.count) for option in facets["place"].options] == [("Bắc Ninh", 1)]
    assert not facets["audience"].options
    both = get(q="máy", field=["food", "energy"])
    assert both.context["listing"].total == 3
    narrowed = get(q="máy", field="food", place="bac-ninh")
    assert titles(narrowed) == ["Máy một"]
    assert [chip.label for chip in narrowed.context["listing"].chips] == ["“máy”", "Thực phẩm", "Bắc Ninh"]


def test_newest_first_is_an_order(get: Get) -> None:
    factory.index("Máy", sort_date=date(2024, 1, 1))
    factory.index("Máy mới", summary="máy", sort_date=date(2026, 1, 1))
    factory.index("Không ngày", summary="máy")
    assert titles(get(q="máy", sort="newest")) == ["Máy mới", "Máy", "Không ngày"]


def test_without_a_query_everything_is_listed_newest_first(get: Get) -> None:
    factory.index("Cũ", sort_date=date(2024, 1, 1))
    factory.index("Mới", sort_date=date(2026, 1, 1))
    assert titles(get()) == ["Mới", "Cũ"]


def test_pages_are_numbered(get: Get) -> None:
    factory.index(*(f"Máy số {number}" for number in range(45)))
    first, third = get(q="máy"), get(q="máy", page="3")
    assert first.context["listing"].total == 45
    assert len(titles(first)) == 20
    assert len(titles(third)) == 5
    assert not set(titles(first)) & set(titles(third))


def test_english_page_marks_vietnamese_only_items(get: Get, site: Any) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    factory.english_page(page, "Garlic dryer", intro="may say toi")
    factory.page(site, "Máy sấy khác")
    response = get("/en/search/", q="may say")
    html = response.content.decode()
    assert set(titles(response)) == {"Garlic dryer", "Máy sấy khác"}
    assert html.partition('id="results"')[2].count("Vietnamese only") == 1
    assert 'hreflang="vi" lang="vi">Máy sấy khác' in html
    assert ' lang="en">Garlic' not in html
    assert titles(get(q="garlic")) == []


def test_slip_is_mended_and_said(get: Get) -> None:
    factory.index("Hội chợ công nghệ")
    response = get(q="hoi choo")
    assert titles(response) == ["Hội chợ công nghệ"]
    assert "hội chợ" in response.content.decode()
    assert response.context["listing"].query == "hoi choo"


def test_nothing_found_offers_ways_on(get: Get, site: Any) -> None:
    factory.page(site, "Công nghệ", show_in_menus=True)
    html = get(q="qzxw").content.decode()
    assert "qzxw" in html
    assert html.count('href="/cong-nghe/"') > 1
    assert get(q="???").status_code == 200


def test_filters_that_hide_everything_are_named_as_the_reason(get: Get) -> None:
    factory.index("Máy một", kind=FindableKind.TECHNOLOGY)
    hidden = get(q="máy", kind="event").content.decode()
    assert "Không có mục nào khớp với các bộ lọc này" in hidden
    assert "Không tìm thấy kết quả nào cho" not in hidden
    assert "1 kết quả khi bỏ bộ lọc" in hidden
    nothing = get(q="qzxw", kind="event").content.decode()
    assert "Không tìm thấy kết quả nào cho “qzxw”" in nothing


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "máy", "page": "x"},
        {"q": "máy", "page": "-5"},
        {"q": "máy", "kind": "nonsense", "field": ["x", "' OR 1=1"], "sort": "x"},
        {"q": ["a", "b"]},
        {"q": "\x00\x00"},
        {"q": "công nghệ " * 1000},
    ],
)
def test_bad_parameters_are_answered(get: Get, parameters: dict[str, Any]) -> None:
    factory.index("Máy sấy")
    assert get(**parameters).status_code == 200


def queries_of(get: Get, **parameters: Any) -> int:
    get(**parameters)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        get(**parameters)
    return len(captured)


def test_query_count_does_not_grow_with_results(get: Get, vocabularies: None) -> None:
    for number in range(queries.FEW):
        factory.index(f"Máy sấy {number}", facets={"field": ("food",), "place": ("bac-ninh",)})
    few = queries_of(get, q="máy")
    indexing.index_documents(
        factory.document(f"Máy số {number}", facets={"field": ("food",), "place": ("bac-ninh",)})
        for number in range(1, 30)
    )
    assert queries_of(get, q="máy") == few
    assert few <= 14


@pytest.mark.parametrize("typed", ["máy", "mays", "maysay", "mya", "zzqq", "tôi muốn mua máy sấy"])
def test_looking_for_what_was_meant_costs_a_bounded_number_of_queries(get: Get, vocabularies: None, typed: str) -> None:
    factory.index("Máy sấy")
    assert queries_of(get, q=typed) <= 14 + 30


def test_search_terms_are_not_logged(get: Get, caplog: Any) -> None:
    with caplog.at_level("DEBUG", logger="django.request"), caplog.at_level("DEBUG", logger="search"):
        get(q="bí mật của tôi")
    assert "bí mật" not in caplog.text
