"""On English pages an item is found by its Vietnamese title too, as long as that is public."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from home.models import ContentPage
from portal.kernel.languages import Language
from portal.pages import findables
from portal.pages.findables import FindableDocument
from search.domain import checking, indexing
from search.models import SearchDocument
from search.queries import find
from tests.factories import search as factory

Found = Callable[[str], list[str]]
MOST = 24
"""Statements by which an item with one language less is written anew."""
VIETNAMESE, ENGLISH = "Kế hoạch số 149 về thị trường công nghệ", "Plan of the province"


@pytest.fixture
def found(shipped: None) -> Found:
    """Return a function that searches as readers of English do."""

    def search(typed: str) -> list[str]:
        rows = SearchDocument.objects.for_readers_of(Language.ENGLISH)
        return [SearchDocument.objects.get(pk=key).title for key in find(rows, typed).best.keys]

    return search


@pytest.fixture
def plan(site: Site) -> tuple[ContentPage, ContentPage]:
    page = factory.page(site, VIETNAMESE)
    return page, factory.english_page(page, ENGLISH)


@pytest.mark.parametrize("typed", ["ke hoach 149", "kế hoạch số 149", "thi truong cong nghe", "plan of the province"])
def test_english_item_is_found_by_either_title(plan: tuple[Page, Page], found: Found, typed: str) -> None:
    assert found(typed) == [ENGLISH]
    assert checking.drift().is_clean
    indexing.rebuild()
    assert found(typed) == [ENGLISH]


def test_readers_of_vietnamese_are_shown_no_english(plan: tuple[Page, Page], titles: Found) -> None:
    assert titles("ke hoach 149") == [VIETNAMESE]
    assert titles("plan province") == []


def test_new_title_takes_the_place_of_the_old_one(plan: tuple[ContentPage, Page], found: Found) -> None:
    page, _english = plan
    page.title = "Chương trình hành động"
    page.save_revision()
    assert found("ke hoach 149") == [ENGLISH]
    page.save_revision().publish()
    assert found("chuong trinh hanh dong") == [ENGLISH]
    assert found("ke hoach 149") == []
    assert checking.drift().is_clean


@pytest.mark.parametrize("away", ["unpublished", "deleted"])
def test_title_that_is_not_public_any_more_finds_nothing(
    plan: tuple[ContentPage, Page], found: Found, away: str
) -> None:
    page, english = plan
    if away == "unpublished":
        page.unpublish()
    else:
        Page.objects.get(pk=page.pk).delete()
    assert found("ke hoach 149") == []
    assert found("plan of the province") == [ENGLISH]
    assert checking.drift().is_clean
    assert Page.objects.get(pk=english.pk).live


def test_what_is_private_is_found_by_neither_title(plan: tuple[ContentPage, Page], found: Found) -> None:
    page, _english = plan
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert (found("ke hoach 149"), found("plan of the province")) == ([], [])
    assert checking.drift().is_clean


def test_title_comes_with_the_vietnamese_page_that_is_published_later(
    plan: tuple[ContentPage, Page], found: Found
) -> None:
    page, _english = plan
    page.unpublish()
    assert found("ke hoach 149") == []
    page.save_revision().publish()
    assert found("ke hoach 149") == [ENGLISH]


def test_items_that_are_no_pages_are_found_by_both_titles(found: Found) -> None:
    both = [
        factory.document("Viện Cây lương thực", number="7", language="vi"),
        factory.document("Institute of Food Crops", number="7", language="en"),
    ]
    for documents in (both, both[::-1]):
        indexing.index_documents(documents)
        assert found("vien cay luong thuc") == ["Institute of Food Crops"]
    indexing.remove_documents(SearchDocument.objects.filter(language="vi"))
    indexing.index_documents(both[1:])
    assert found("vien cay luong thuc") == []


class Things:
    """A source of items that are no pages, which counts how often somebody walks through all of it."""

    def __init__(self, number: int) -> None:
        self.languages = {str(index): {"vi", "en"} for index in range(number)}
        self.walked = 0

    def keys(self, instance: str) -> list[str]:
        return [f"thing:{instance}:{language}" for language in ("vi", "en")]

    def documents(self, instance: str) -> list[FindableDocument]:
        return [
            factory.document(f"Vật {instance} {language}", number=instance, language=language)
            for language in sorted(self.languages[instance])
        ]

    def instances(self) -> list[str]:
        self.walked += 1
        return [*self.languages]


def test_nobody_walks_through_all_items_because_one_loses_a_language(
    shipped: None, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    things = Things(3)
    monkeypatch.setattr(findables, "sources", {str: things})
    indexing.index_sources()
    things.walked = 0
    for instance in things.languages:
        things.languages[instance] = {"en"}
        with django_assert_max_num_queries(MOST):
            indexing.index_instance(instance)  # type: ignore[arg-type]  # stands for a record
    named = SearchDocument.objects.filter(lead_folded__contains="vat")
    assert (things.walked, named.count()) == (0, 0)
    for languages in ({"vi", "en"}, {"en"}):
        things.languages = dict.fromkeys(things.languages, languages)
        things.walked = 0
        indexing.index_sources()
        assert (things.walked, named.count()) == (1, 3 if "vi" in languages else 0)


def test_a_title_with_untidy_spaces_is_no_new_one_at_every_save(
    site: Site, shipped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = factory.page(site, "Kế  hoạch   số 149")
    factory.english_page(page, ENGLISH)
    again: list[int] = []
    monkeypatch.setattr(indexing, "index_again", lambda rows: again.append(rows.count()))
    page.save_revision().publish()
    assert not any(again)


def test_drift_names_an_english_document_without_its_vietnamese_title(plan: tuple[Page, Page]) -> None:
    _page, english = plan
    SearchDocument.objects.filter(page=english).update(lead_folded="", text_accented="")
    assert checking.drift().stale == [f"page:{english.pk}"]
