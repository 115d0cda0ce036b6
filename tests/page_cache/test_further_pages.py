"""Pages far down a long list: whoever goes on from page to page passes over nothing twice, and never meets an old one."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from home.models import ContentPage
from portal.page_cache import collecting, parts
from portal.pages import listing
from tests.page_cache import portal as portals

SIZE, MOST, NUMBER = 3, 10, 60
FURTHER = re.compile(r"OFFSET (\d+)")
FACETS = [
    listing.FacetSpec(
        "theme",
        "theme",
        lambda: [("x", "x"), ("y", "y")],
        listing.choose_by("seo_title"),
        listing.count_by("seo_title"),
        multiple=False,
    )
]
SORTS = [listing.SortSpec("title", "Theo tên", ("title", "pk"))]


def add(site: Site, *numbers: int, theme: str = "x") -> None:
    parent = Page.objects.get(pk=site.root_page_id)
    for number in numbers:
        parent.add_child(instance=ContentPage(title=f"{number:03}", seo_title=theme, locale=parent.locale))
    portals.commit()


@pytest.fixture
def long_list(site: Site, switched_on: None) -> Iterator[Site]:
    with portals.running():
        add(site, *range(NUMBER))
        yield site


def see(query: str, *, is_for_all: bool = True) -> tuple[list[int], list[int]]:
    """Return the numbers on a page of the list, and how many rows each statement passed over."""
    with collecting.gathering(), parts.using(), CaptureQueriesContext(connection) as caught:
        if is_for_all:
            collecting.allow()
        found = listing.build(
            request=RequestFactory().get(f"/ds/?{query}"),
            rows=ContentPage.objects.all(),
            facets=FACETS,
            sorts=SORTS,
            size=SIZE,
            most=MOST,
        )
        shown = [int(item.title) for item in found.items]
    passed = [int(number) for one in caught for number in FURTHER.findall(one["sql"])]
    return shown, passed


@pytest.mark.parametrize("filters", ["", "&theme=x"])
def test_whoever_goes_on_passes_over_nothing_twice(long_list: Site, filters: str) -> None:
    seen = {page: see(f"page={page}{filters}") for page in range(5, 20)}
    assert [number for shown, _passed in seen.values() for number in shown] == list(range(12, 57))
    assert seen[5][1] == [12]
    assert [passed for page, (_shown, passed) in seen.items() if page > 5] == [[]] * 14
    # A few pages on, the nearest one that was seen is the beginning.
    parts.forget()
    assert see(f"page=10{filters}")[1] == [27]
    assert see(f"page=13{filters}") == ([36, 37, 38], [6])


def test_the_same_page_is_read_once(long_list: Site) -> None:
    see("page=9")
    assert see("page=9") == ([24, 25, 26], [])


def test_a_change_is_seen_on_every_page(long_list: Site) -> None:
    for page in (9, 10, 11, 99):
        see(f"page={page}")
    add(long_list, 24)
    assert see("page=10") == ([26, 27, 28], [27])
    assert see("page=11") == ([29, 30, 31], [])
    ContentPage.objects.filter(title__lt="003").update(title="099")
    portals.commit()
    assert see("page=10")[0] == [29, 30, 31]
    assert see("page=21")[0] == [99]


def test_the_last_page_and_what_is_past_it(long_list: Site) -> None:
    for page in (19, 20, 21, 5_000):
        assert see(f"page={page}")[0] == [[54, 55, 56], [57, 58, 59]][page > 19], page
    with CaptureQueriesContext(connection) as caught:
        see("page=5001")
    assert not [one for one in caught if "COUNT(" in one["sql"]]


def test_lists_with_other_filters_have_pages_of_their_own(long_list: Site) -> None:
    add(long_list, *range(60, 90), theme="y")
    assert see("page=6")[0] == [15, 16, 17]
    assert see("page=6&theme=y")[0] == [75, 76, 77]
    assert see("page=7&theme=x")[0] == [18, 19, 20]
    # A value that is not offered is no filter; whatever else it may mean, nothing is remembered for it.
    for _time in range(2):
        assert see("page=7&theme=z") == ([18, 19, 20], [18])


def test_what_is_one_visitors_own_leaves_nothing_behind(long_list: Site) -> None:
    for _time in range(2):
        assert see("page=6", is_for_all=False) == ([15, 16, 17], [15])
