"""Lists that are counted up to a bound only: what they show, and that they cost the same however long they are."""

from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from home.models import ContentPage
from portal.kernel import pagination
from portal.pages import listing

MOST = 10
SORTS = [listing.SortSpec("title", "Theo tên", ("title", "pk"))]


def spec(name: str, path: str, *values: str) -> listing.FacetSpec:
    return listing.FacetSpec(
        name, name, lambda: [(value, value) for value in values], listing.choose_by(path), listing.count_by(path)
    )


FACETS = [spec("theme", "seo_title", "x", "y"), spec("language", "locale__language_code", "vi", "en")]


def add(site: Site, first: int, last: int) -> None:
    parent = Page.objects.get(pk=site.root_page_id)
    for number in range(first, last):
        theme = "x" if number % 3 else "y"
        parent.add_child(instance=ContentPage(title=f"Trang {number:03}", seo_title=theme, locale=parent.locale))


def build(query: str = "", most: int | None = MOST, facets: Any = FACETS) -> listing.Listing:
    return listing.build(
        request=RequestFactory().get(f"/ds/?{query}"),
        rows=ContentPage.objects.all(),
        facets=facets,
        sorts=SORTS,
        size=3,
        most=most,
    )


def titles(found: listing.Listing) -> list[int]:
    return [int(item.title[-3:]) for item in found.items]


def numbers(found: listing.Listing) -> list[int | None]:
    return [link.number for link in found.pages]


def counts(found: listing.Listing) -> list[list[int | None]]:
    return [[option.count for option in facet.options] for facet in found.facets]


@pytest.mark.django_db
def test_a_list_up_to_the_bound_is_counted_as_ever(site: Site) -> None:
    add(site, 0, MOST)
    for query in ("", "page=2", "page=99", "page=abc", "theme=x", "theme=x&language=vi", "theme=y&theme=x"):
        whole, found = build(query, most=None), build(query)
        assert (titles(found), numbers(found), counts(found), found.total, found.page.is_more) == (
            titles(whole),
            numbers(whole),
            counts(whole),
            whole.total,
            False,
        ), query


@pytest.mark.django_db
def test_a_longer_list_says_so_and_leads_on(site: Site) -> None:
    add(site, 0, 35)
    first = build()
    assert (titles(first), first.total, first.page.is_more) == ([0, 1, 2], MOST, True)
    assert numbers(first) == [1, 2, 3, None]
    assert counts(first) == [[None, None], [None, None]]
    assert (first.previous_url, first.next_url) == ("", "/ds/?page=2")
    far = build("page=8")
    assert (titles(far), numbers(far)) == ([21, 22, 23], [1, None, 6, 7, 8, 9, None])
    assert (far.page.first_index, far.page.last_index, far.page.is_more) == (22, 24, True)
    for query in ("page=12", "page=13", "page=99999999999999999999"):
        last = build(query)
        assert (titles(last), last.total, last.page.is_more) == ([33, 34], 35, False), query
        assert (numbers(last), last.next_url) == ([1, None, 10, 11, 12], "")
    assert titles(build("page=abc")) == titles(build("page=0")) == [0, 1, 2]


@pytest.mark.django_db
def test_filters_that_leave_few_are_counted_in_a_long_list(site: Site) -> None:
    add(site, 0, 24)
    found = build("theme=y")
    assert (found.total, found.page.is_more) == (8, False)
    # Without the theme the list is too long to be counted; beside it, it is not.
    assert counts(found) == [[None, None], [8, 0]]


@pytest.mark.django_db
def test_rows_are_shown_once_each_and_a_page_costs_the_same(site: Site) -> None:
    add(site, 0, MOST + 4)

    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            build(query)
        return len(caught)

    few = cost(""), cost("page=2")
    add(site, MOST + 4, 40)
    assert (cost(""), cost("page=2")) == few
    every = [number for page in range(1, 15) for number in titles(build(f"page={page}"))]
    assert every == list(range(40))


@pytest.mark.django_db
def test_values_of_relations_to_many_are_counted_in_one_statement(site: Site) -> None:
    add(site, 0, 4)
    path = "view_restrictions__restriction_type"
    ContentPage.objects.order_by("pk")[0].view_restrictions.create(restriction_type="login")
    with CaptureQueriesContext(connection) as caught:
        found = build(facets=[spec("one", path, "login"), spec("other", path, "login", "groups")])
    assert counts(found) == [[1], [1, 0]]
    assert len(caught) == 3


@pytest.mark.parametrize(
    ("number", "is_last", "shown"),
    [
        (1, False, (1, 2, 3, None)),
        (5, False, (1, None, 3, 4, 5, 6, 7, None)),
        (34, False, (1, None, 32, 33, 34, 35, None)),
        (500, False, (1, None, 498, 499, 500, 501, None)),
        (500, True, (1, None, 498, 499, 500)),
    ],
)
def test_pager_of_a_list_without_a_known_end(number: int, is_last: bool, shown: tuple[int | None, ...]) -> None:
    page = pagination.bounded(list(range(30)), number=number, size=30, known=1000, is_last=is_last)
    assert page.numbers == shown
    assert page.next_number == (None if is_last else number + 1)
