"""Going on in a list from where a row stands: the same rows in the same order as by passing over those before it."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from home.models import ContentPage
from portal.kernel import clock
from portal.pages import standing

NAMES = ["Ấm", "an", "An", "an", "Bánh", "bánh", "đá", "Dê", "ê", "Ổi", "rau", "Rau", "z"]


@pytest.fixture
def rows(site: Site) -> "QuerySet[Any]":
    parent = Page.objects.get(pk=site.root_page_id)
    for number, name in enumerate(NAMES):
        theme = "x" if number % 3 else "y"
        parent.add_child(instance=ContentPage(title=name, seo_title=theme, locale=parent.locale))
    return ContentPage.objects.filter(title__in=NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "order", [("pk",), ("title", "pk"), ("-title", "-pk"), ("-seo_title", "title", "pk"), ("seo_title", "-title", "pk")]
)
def test_whoever_goes_on_from_a_row_meets_the_rows_that_follow(rows: "QuerySet[Any]", order: tuple[str, ...]) -> None:
    ordered = rows.order_by(*order)
    every = list(ordered.values_list("pk", flat=True))
    keys, places = standing.read(ordered, 2, 100)
    assert keys == every[2:]
    for number, place in enumerate(places, start=2):
        assert place is not None
        following = standing.at_or_after(ordered, place)
        assert following is not None
        assert list(following.values_list("pk", flat=True)) == every[number:], order
        assert standing.read(following, 1, 3)[0] == every[number + 1 : number + 3]


@pytest.mark.django_db
def test_rows_ordered_through_a_relation_are_not_multiplied(rows: "QuerySet[Any]") -> None:
    for page in rows:
        for kind in ("login", "password"):
            page.view_restrictions.create(restriction_type=kind)
    ordered = rows.filter(view_restrictions__restriction_type="login").order_by("view_restrictions__pk", "pk")
    every = list(ordered.values_list("pk", flat=True))
    _keys, places = standing.read(ordered, 5, 6)
    following = standing.at_or_after(ordered, places[0] or ())
    assert following is not None
    assert list(following.values_list("pk", flat=True)) == every[5:]
    assert str(following.query).count("JOIN") == str(ordered.query).count("JOIN")


@pytest.mark.django_db
def test_nobody_goes_on_from_a_row_without_a_value(rows: "QuerySet[Any]") -> None:
    ordered = rows.order_by("-first_published_at", "-pk")
    assert standing.read(ordered, 0, 3)[1] == [None, None, None]


@pytest.mark.django_db
def test_an_order_with_a_later_value_that_may_be_missing_is_not_followed(rows: "QuerySet[Any]") -> None:
    for page in rows.order_by("pk")[::2]:
        Page.objects.filter(pk=page.pk).update(expire_at=clock.now())
    ordered = rows.order_by("-seo_title", "-expire_at", "pk")
    every = list(ordered.values_list("pk", flat=True))
    keys, places = standing.read(ordered, 2, 6)
    assert (keys, places) == (every[2:6], [None] * 4)
    assert standing.at_or_after(ordered, ("x", clock.now(), keys[0])) is None


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(), ("title",), (F("title").desc(nulls_last=True), "pk"), ("?",)])
def test_an_order_that_cannot_be_followed_is_read_as_it_is(rows: "QuerySet[Any]", order: tuple[Any, ...]) -> None:
    ordered = rows.order_by(*order)
    with CaptureQueriesContext(connection) as caught:
        keys, places = standing.read(ordered, 0, 4)
    assert (len(keys), places, len(caught)) == (4, [None] * 4, 1)
    assert order == ("title",) or standing.at_or_after(ordered, ("an", 1)) is None
