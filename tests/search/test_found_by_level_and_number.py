"""Listings are found by their level of readiness, organisations by their tax code, however either is typed."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Site

from exhibitors.models import Organisation
from search import parsing, snippets
from search.domain import checking, indexing
from search.models import SearchDocument, SearchFacet
from search.queries import Reading, find
from tests import worlds
from tests.factories import exhibitors as exhibitor_factory
from tests.factories import search as documents
from tests.factories import showcase as factory

Titles = Callable[[str], list[str]]
CODE, BRANCH, PERSON = "0314409058", "0314409058-002", "001085012345"


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)


@pytest.mark.parametrize("typed", ["TRL 7", "trl7", "TRL-7", "trl 7 may"])
def test_technology_and_need_are_found_by_their_level(market: SimpleNamespace, titles: Titles, typed: str) -> None:
    factory.publish_technology(market, title="Máy đã thử", trl=7)
    factory.publish_technology(market, title="Máy chưa thử", trl=3)
    factory.publish_need(market, title="Cần máy", trl_minimum=7)
    assert set(titles(typed)) == {"Máy đã thử", "Cần máy"}


def test_need_without_a_level_has_none(market: SimpleNamespace) -> None:
    page = factory.publish_need(market, trl_minimum=None)
    assert "trl" not in SearchDocument.objects.get(page=page).lead_folded.split()


@pytest.mark.parametrize("typed", [CODE, f"MST {CODE}", f"mã số thuế {CODE}", "0314 409 058", "mst: 0314.409.058"])
def test_organisation_is_found_by_its_tax_code(market: SimpleNamespace, titles: Titles, typed: str) -> None:
    exhibitor_factory.make_organisation(name="Xưởng Lò Mây", tax_code=CODE)
    documents.index("Nơi khác", body=f"Theo giấy số {CODE}, MST, mã số thuế.")
    assert titles(typed)[0] == "Xưởng Lò Mây"


@pytest.mark.parametrize("typed", [BRANCH, BRANCH.replace("-", "")])
def test_branch_is_found_by_its_code_in_both_ways(market: SimpleNamespace, titles: Titles, typed: str) -> None:
    exhibitor_factory.make_organisation(name="Chi nhánh Lò Mây", tax_code=BRANCH)
    assert titles(typed) == ["Chi nhánh Lò Mây"]


def test_code_of_a_person_is_found_nowhere(market: SimpleNamespace, titles: Titles) -> None:
    made = exhibitor_factory.make_organisation(name="Hộ Nguyễn Văn A", tax_code=PERSON)
    indexing.index_instance(Organisation.objects.get(pk=made.pk))
    assert titles("hộ nguyễn văn a") == ["Hộ Nguyễn Văn A"]
    assert titles(PERSON) == []
    assert not SearchFacet.objects.filter(code__contains=PERSON).exists()
    assert checking.drift().is_clean


def test_letters_of_a_code_are_enough_where_nothing_holds_all_of_it(shipped: None) -> None:
    documents.index("Thang TRL là gì")
    for typed in ("TRL 6", "trl6"):
        found = find(SearchDocument.objects.all(), typed)
        assert (found.reading, found.best.number) == (Reading.SOME_WORDS, 1), typed


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("TRL 7", "Giảm 0,7 % ở mức TRL 7", ["TRL 7"]),
        ("KH&CN", "Kế hoạch 149/KH-UBND về KH&CN", ["KH&CN"]),
        ("149/KH-UBND", "Kế hoạch 149/KH-UBND", ["149/KH-UBND"]),
        ("KH&CN", "ngành khoa học và công nghệ", ["khoa học và công nghệ"]),
    ],
)
def test_snippet_marks_a_code_and_not_what_shares_a_part_of_it(
    shipped: None, typed: str, text: str, marked: Any
) -> None:
    cut = snippets.snippet(text, "", parsing.sequences(parsing.criteria(parsing.parse(typed))))
    assert [part.split("</mark>")[0].replace("&amp;", "&") for part in cut.split("<mark>")[1:]] == marked
