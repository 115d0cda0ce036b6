"""Listings: filters, chips, sorting and pages in the address."""

from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import RequestFactory
from wagtail.models import Page, Site

from home.models import ContentPage
from portal.pages import listing
from tests.factories import search as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(site: Site) -> QuerySet[Any]:
    parent = Page.objects.get(pk=site.root_page_id)
    for title, picked, theme in (("An", True, "x"), ("Bình", False, "x"), ("Cúc", False, "y"), ("Đào", True, "")):
        parent.add_child(instance=ContentPage(title=title, show_in_menus=picked, seo_title=theme, locale=parent.locale))
    return ContentPage.objects.all()


def theme_spec(*, multiple: bool = True, counted: bool = True) -> listing.FacetSpec:
    return listing.FacetSpec(
        "theme",
        "Chủ đề",
        lambda: [("x", "Chủ đề X"), ("y", "Chủ đề Y"), ("z", "Chủ đề Z")],
        listing.choose_by("seo_title"),
        listing.count_by("seo_title") if counted else None,
        multiple=multiple,
    )


def menu_spec() -> listing.FacetSpec:
    return listing.FacetSpec(
        "menu",
        "Thực đơn",
        lambda: [("True", "Có"), ("False", "Không")],
        lambda rows, values: rows.filter(show_in_menus__in=[value == "True" for value in values]),
        listing.count_by("show_in_menus"),
    )


SORTS = [
    listing.SortSpec("title", "Theo tên", ("title", "pk")),
    listing.SortSpec("back", "Ngược", ("-title", "pk")),
]


def build(rows: QuerySet[Any], query: str = "", **values: Any) -> listing.Listing:
    request = RequestFactory().get(f"/ds/?{query}")
    return listing.build(
        request=request,
        rows=rows,
        **{
            "facets": [theme_spec(), menu_spec()],
            "sorts": SORTS,
            "search": lambda rows, words: rows.filter(title__icontains=words),
            **values,
        },
    )


def titles(found: listing.Listing) -> list[str]:
    return [item.title for item in found.items]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["An", "Bình", "Cúc", "Đào"]),
        ("theme=x", ["An", "Bình"]),
        ("theme=x&theme=y", ["An", "Bình", "Cúc"]),
        ("theme=x&menu=True", ["An"]),
        ("theme=z", []),
        ("theme=invented&menu=%00&colour=red&sort=%27&page=-1", ["An", "Bình", "Cúc", "Đào"]),
        ("theme=invented&theme=y", ["Cúc"]),
        ("sort=back", ["Đào", "Cúc", "Bình", "An"]),
        ("q=c%C3%BAc", ["Cúc"]),
        ("q=Cu%CC%81c", ["Cúc"]),
        ("q=%20%20", ["An", "Bình", "Cúc", "Đào"]),
    ],
)
def test_address_filters_searches_and_sorts(rows: QuerySet[Any], query: str, wanted: list[str]) -> None:
    assert titles(build(rows, query)) == wanted


def test_counts_stand_under_the_other_filters(rows: QuerySet[Any]) -> None:
    theme, menu = build(rows, "theme=x&menu=True").facets
    assert [(option.value, option.count, option.selected) for option in theme.options] == [
        ("x", 1, True),
        ("y", 0, False),
        ("z", 0, False),
    ]
    assert [(option.value, option.count) for option in menu.options] == [("True", 1), ("False", 1)]
    assert [option.label for option in theme.selected] == ["Chủ đề X"]
    uncounted = build(rows, facets=[theme_spec(counted=False)]).facets[0]
    assert {option.count for option in uncounted.options} == {None}


def test_option_switches_itself_and_keeps_the_rest(rows: QuerySet[Any]) -> None:
    found = build(rows, "q=a&theme=x&sort=back&page=3&strange=1")
    on, off, _other = found.facets[0].options
    assert on.url == "/ds/?q=a&sort=back"
    assert off.url == "/ds/?q=a&theme=x&theme=y&sort=back"


def test_single_choice_replaces_and_switches_off(rows: QuerySet[Any]) -> None:
    found = build(rows, "theme=x&theme=y", facets=[theme_spec(multiple=False)])
    assert titles(found) == ["An", "Bình"]
    on, off, _other = found.facets[0].options
    assert (on.selected, on.url) == (True, "/ds/")
    assert (off.selected, off.url) == (False, "/ds/?theme=y")
    assert [chip.remove_url for chip in found.chips] == ["/ds/"]


def test_chips_name_what_is_on_and_take_it_away(rows: QuerySet[Any]) -> None:
    found = build(rows, "q=n&theme=x&menu=True")
    assert [(chip.label, chip.remove_url) for chip in found.chips] == [
        ("“n”", "/ds/?theme=x&menu=True"),
        ("Chủ đề X", "/ds/?q=n&menu=True"),
        ("Có", "/ds/?q=n&theme=x"),
    ]
    assert found.is_filtered
    assert found.clear_url == "/ds/"
    assert not build(rows, "theme=invented&sort=back").is_filtered


def test_sort_links_leave_out_the_default_and_the_page(rows: QuerySet[Any]) -> None:
    found = build(rows, "theme=x&sort=back&page=2")
    assert [(sort.value, sort.selected, sort.url) for sort in found.sorts] == [
        ("title", False, "/ds/?theme=x"),
        ("back", True, "/ds/?theme=x&sort=back"),
    ]


def test_page_links_keep_the_filters_and_page_one_has_no_number(rows: QuerySet[Any]) -> None:
    found = build(rows, "sort=back&page=2", size=2)
    assert titles(found) == ["Bình", "An"]
    assert found.total == 4
    assert [(link.number, link.url, link.current) for link in found.pages] == [
        (1, "/ds/?sort=back", False),
        (2, "/ds/?sort=back&page=2", True),
    ]
    assert (found.previous_url, found.next_url) == ("/ds/?sort=back", "")
    assert titles(build(rows, "page=99", size=2)) == ["Cúc", "Đào"]
    assert titles(build(rows, "page=abc", size=2)) == ["An", "Bình"]


def test_query_is_cut_and_ignored_where_there_is_no_search(rows: QuerySet[Any]) -> None:
    asked: list[str] = []

    def search(found: QuerySet[Any], words: str) -> QuerySet[Any]:
        asked.append(words)
        return found

    found = build(rows, "q=" + "a" * 5000, search=search)
    assert asked == ["a" * listing.LONGEST_QUERY]
    assert len(found.chips[0].remove_url) < 100
    ignored = build(rows, "q=a", search=None)
    assert (ignored.query, ignored.chips) == ("", ())
    assert len(ignored.items) == 4


def test_relation_to_many_repeats_no_row(site: Site) -> None:
    parent = factory.page(site, "Cha")
    for number in range(3):
        factory.page(site, f"Con {number}", parent=parent)
    apply = listing.choose_by_relation("locale__language_code")
    assert apply(ContentPage.objects.all(), ["vi", "vi"]).count() == 4


def test_card_data_is_joined_for_the_page_shown_only(rows: QuerySet[Any], django_assert_num_queries: Any) -> None:
    asked: list[str] = []

    def with_card_data(found: QuerySet[Any]) -> QuerySet[Any]:
        asked.append(str(found.query.low_mark))
        return found.select_related("locale")

    with django_assert_num_queries(2):
        found = build(rows, facets=[], with_card_data=with_card_data)
        assert [item.locale.language_code for item in found.items] == ["vi"] * 4
    assert len(asked) == 1
