"""What the search boxes are told while somebody types: found without marks, cheap, and never what is not public."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction, Site

from portal.kernel import clock
from portal.pages.findables import FindableKind
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from search import suggestions
from search.domain import indexing
from tests.factories import search as factory

Ask = Callable[..., list[dict[str, Any]]]
DRYER = "Máy sấy tỏi bằng bơm nhiệt"


@pytest.fixture
def ask(get: Callable[..., Any]) -> Ask:
    """Return a function that asks for suggestions."""

    def suggested(typed: str, path: str = "/tim-kiem/goi-y/") -> list[dict[str, Any]]:
        response = get(path, q=typed)
        assert response.status_code == 200
        found: list[dict[str, Any]] = json.loads(response.content)["suggestions"]
        return found

    return suggested


@pytest.fixture
def vocabularies(db: None) -> None:
    Term.objects.all().delete()
    for code, label in (("mechanics", "Cơ khí chế tạo"), ("food", "Chế biến thực phẩm")):
        Term.objects.create(vocabulary=VocabularyCode.FIELD, code=code, label_vi=label, label_en=code.title())


def words(found: list[dict[str, Any]]) -> list[str]:
    return ["".join(suggestion["parts"]) for suggestion in found]


@pytest.mark.parametrize(
    "typed",
    ["ma", "má", "MÁY", "may s", "may sa", "say toi", "sấy tỏ", unicodedata.normalize("NFD", "sấy tỏi"), "bom nhiet"],
)
def test_title_is_suggested_however_it_is_typed(ask: Ask, typed: str) -> None:
    factory.index(DRYER, "Hội chợ", url="/cong-nghe/may-say/")
    found = ask(typed)
    assert words(found) == [DRYER]
    assert found[0] | {"parts": []} == {"parts": [], "kind": "Công nghệ", "url": "/cong-nghe/may-say/", "lang": "vi"}


@pytest.mark.parametrize("typed", ["ky th", "kĩ th", "kỹ thu"])
def test_i_and_y_are_one_in_titles_and_fields(ask: Ask, vocabularies: None, typed: str) -> None:
    Term.objects.create(vocabulary=VocabularyCode.FIELD, code="technics", label_vi="Kỹ thuật điện", label_en="Technics")
    factory.index("Máy kỹ thuật số", facets={"field": ("technics",)})
    assert words(ask(typed)) == ["Máy kỹ thuật số", "Kỹ thuật điện"]


def test_abbreviation_suggests_its_full_words(ask: Ask) -> None:
    factory.index("Sở Khoa học và Công nghệ", kind=FindableKind.ORGANISATION)
    assert words(ask("khcn")) == ["Sở Khoa học và Công nghệ"]


def test_what_was_typed_is_set_apart(ask: Ask) -> None:
    factory.index(DRYER)
    assert ask("say to")[0]["parts"] == ["Máy ", "sấy tỏi", " bằng bơm nhiệt"]
    assert ask("may")[0]["parts"] == ["", "Máy", " sấy tỏi bằng bơm nhiệt"]


@pytest.mark.parametrize("typed", ["", "m", " ", "?!", "🙂🙂", "\x00", "đ "])
def test_nothing_before_two_letters(ask: Ask, typed: str) -> None:
    factory.index(DRYER, "Đ")
    with CaptureQueriesContext(connection) as caught:
        assert ask(typed) == []
    assert not [query for query in caught if "search_searchdocument" in query["sql"]]


def test_only_titles_are_suggested(ask: Ask) -> None:
    factory.index("Bơm nhiệt", summary="sấy tỏi", body="sấy tỏi", keywords="sấy tỏi")
    assert ask("say toi") == []


def test_titles_that_begin_with_the_words_come_first(ask: Ask) -> None:
    factory.index("Máy sấy", "Tỏi sấy và máy", "Lò và máy sấy")
    assert words(ask("may say")) == ["Máy sấy", "Lò và máy sấy", "Tỏi sấy và máy"]


def test_marks_as_typed_come_first(ask: Ask) -> None:
    factory.index("Bàn ghế", "Bán máy", "Bàn bếp")
    assert words(ask("bán"))[0] == "Bán máy"
    assert words(ask("bàn"))[-1] == "Bán máy"


def test_organisations_and_fields_keep_their_places_beside_many_titles(ask: Ask, vocabularies: None) -> None:
    factory.index(*(f"Cơ khí số {number}" for number in range(30)), facets={"field": ("mechanics",)})
    factory.index(*(f"Công ty cơ khí {number}" for number in range(5)), kind=FindableKind.ORGANISATION)
    found = ask("co kh")
    kinds = ["Công nghệ"] * 4 + ["Tổ chức"] * suggestions.MOST_ORGANISATIONS + ["Lĩnh vực công nghệ"]
    assert [one["kind"] for one in found] == kinds
    assert len(found) == suggestions.MOST
    assert found[-1]["parts"] == ["", "Cơ khí", " chế tạo"]
    assert found[-1]["url"] == "/tim-kiem/?field=mechanics"


def test_field_is_suggested_in_the_language_of_the_page(ask: Ask, vocabularies: None) -> None:
    factory.index("Khác", facets={"field": ("mechanics",)})
    found = ask("mech", "/en/search/suggestions/")
    assert words(found) == ["Mechanics"]
    assert found[0]["url"] == "/en/search/?field=mechanics"


def test_field_without_items_is_not_suggested(ask: Ask, vocabularies: None) -> None:
    factory.index("Khác", facets={"field": ("mechanics",)}, language="en")
    assert ask("co khi") == []
    factory.index("Khác nữa", facets={"field": ("mechanics",)})
    assert words(ask("co khi")) == ["Cơ khí chế tạo"]
    assert words(ask("che bien")) == []


def test_english_readers_get_one_language_of_an_item(ask: Ask, site: Site) -> None:
    page = factory.page(site, "Lab máy sấy tỏi")
    factory.page(site, "Lab chỉ tiếng Việt")
    factory.english_page(page, "Lab garlic dryer")
    found = {"".join(one["parts"]): one for one in ask("lab", "/en/search/suggestions/")}
    assert set(found) == {"Lab garlic dryer", "Lab chỉ tiếng Việt"}
    assert found["Lab garlic dryer"]["url"].startswith("/en/")
    assert found["Lab garlic dryer"]["kind"] == "Information"
    assert found["Lab chỉ tiếng Việt"]["kind"] == "Information, Vietnamese only"
    assert found["Lab chỉ tiếng Việt"]["lang"] == "vi"
    assert set(words(ask("lab"))) == {"Lab máy sấy tỏi", "Lab chỉ tiếng Việt"}


def test_nothing_private_is_suggested_in_any_state_and_language(ask: Ask, site: Site) -> None:
    from home.models import ContentPage

    def seen() -> list[str]:
        return [
            title for path in ("/tim-kiem/goi-y/", "/en/search/suggestions/") for title in words(ask("chimvang", path))
        ]

    root = Page.objects.get(pk=site.root_page.pk)
    draft = root.add_child(instance=ContentPage(title="Chimvang nháp", live=False))
    draft.save_revision()
    scheduled = root.add_child(instance=ContentPage(title="Chimvang hẹn giờ", live=False))
    scheduled.go_live_at = clock.now().replace(year=clock.now().year + 1)
    scheduled.save_revision().publish()
    private = factory.page(site, "Chimvang kín")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    factory.page(site, "Con chimvang", parent=private)
    changed = factory.page(site, "Đã đăng")
    changed.title = "Chimvang chưa đăng"
    changed.save_revision()
    factory.page(site, "Chimvang hết hạn").unpublish()
    translated = factory.english_page(factory.page(site, "Đã dịch"), "Chimvang in English")
    translated.unpublish()
    Page.objects.get(pk=factory.page(site, "Chimvang đã xoá").pk).delete()
    assert seen() == []
    indexing.rebuild()
    assert seen() == []


def test_withdrawn_page_is_no_longer_suggested(ask: Ask, site: Site) -> None:
    page = factory.page(site, DRYER)
    moved = factory.page(site, "Kho", slug="kho")
    assert words(ask("may say")) == [DRYER]
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=moved.pk), pos="last-child")
    assert ask("may say")[0]["url"].startswith("/kho/")
    page.refresh_from_db()
    page.unpublish()
    assert ask("may say") == []


def test_answer_is_public_short_lived_and_without_cookie(get: Callable[..., Any]) -> None:
    factory.index(DRYER)
    response = get("/tim-kiem/goi-y/", q="may")
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_only_reading_is_allowed(client: Client, site: Site) -> None:
    assert client.post("/tim-kiem/goi-y/", {"q": "may"}).status_code == 405
    assert client.head("/tim-kiem/goi-y/?q=may").status_code == 200


def test_markup_in_a_title_stays_text(get: Callable[..., Any]) -> None:
    factory.index("<script>alert(1)</script> máy")
    response = get("/tim-kiem/goi-y/", q="may")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "".join(json.loads(response.content)["suggestions"][0]["parts"]) == "<script>alert(1)</script> máy"


def queries_of(ask: Ask, typed: str) -> int:
    ask(typed)
    with CaptureQueriesContext(connection) as caught:
        ask(typed)
    return len(caught)


def test_query_count_does_not_grow(ask: Ask, vocabularies: None) -> None:
    factory.index("Cơ khí", facets={"field": ("mechanics",)})
    few = queries_of(ask, "co khi")
    factory.index(*(f"Cơ khí {number}" for number in range(30)), facets={"field": ("mechanics",)})
    assert queries_of(ask, "co khi") == few
    assert few == 3


def test_first_question_reads_the_lists_once(ask: Ask, vocabularies: None) -> None:
    factory.index(DRYER)
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        ask("may say")
    # Abbreviations, synonyms and what the suggestions ask themselves.
    assert len(caught) <= 5


@pytest.mark.parametrize(
    "typed",
    ['"', "''", "( ) OR", "'; DROP TABLE search_searchdocument; --", "a:* & !b <-> c | (d", "má\x00y", "%s {0}", "\u202e\u200fcông",
     "x" * 10_000, "công nghệ " * 1000, "à" * 5000, "\\' \\\\", "máy* AND NOT (NEAR"],
)  # fmt: skip
def test_any_syntax_is_only_text(ask: Ask, typed: str) -> None:
    factory.index("Máy sấy")
    assert set(words(ask(typed))) <= {"Máy sấy"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40))
def test_no_text_raises(ask: Ask, typed: str) -> None:
    assert ask(typed) == []
