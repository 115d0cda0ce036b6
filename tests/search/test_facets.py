"""Filters of the page of results: what they offer, count and leave."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kernel import clock
from portal.pages.findables import FindableKind
from tests.factories import search as factory

Get = Callable[..., Any]


def offered(response: Any, name: str) -> dict[str, int]:
    """Return the values of a filter with how many each would leave."""
    facets = {facet.name: facet for facet in response.context["listing"].facets}
    return {option.value: option.count for option in facets[name].options}


def titles(response: Any) -> set[str]:
    return {hit.title for hit in response.context["hits"]}


def test_several_kinds_are_chosen_at_once_and_tabs_choose_one(get: Get) -> None:
    factory.index("Máy một", kind=FindableKind.TECHNOLOGY)
    factory.index("Máy hai", kind=FindableKind.EVENT)
    factory.index("Máy ba", kind=FindableKind.NEWS)
    two = get(q="máy", kind=["technology", "event"])
    assert titles(two) == {"Máy một", "Máy hai"}
    assert offered(two, "kind") == {"technology": 1, "event": 1, "news": 1}
    tabs = two.context["tabs"]
    assert not any(tab["current"] for tab in tabs)
    assert [str(tab["url"]).count("kind=") for tab in tabs] == [0, 1, 1, 1]


def test_filters_keep_the_words_that_stand_in_the_box_above(get: Get) -> None:
    factory.index("Máy sấy")
    answer = get(q='máy "sấy').content.decode()
    panel = answer[answer.index('id="filters"') : answer.index("filters__actions")]
    assert '<input type="hidden" name="q" value="máy &quot;sấy">' in panel
    assert 'type="search"' not in panel
    assert 'name="q"' not in get().content.decode().partition('id="filters"')[2].partition("filters__actions")[0]


def test_time_is_counted_from_today_and_undated_items_have_none(get: Get) -> None:
    for name, days in (("đến", 3), ("hôm nay", 0), ("tuần trước", -7), ("mùa trước", -100), ("xưa", -800)):
        factory.index(f"Máy {name}", sort_date=clock.today() + timedelta(days=days))
    factory.index("Máy không ngày")
    everything = get(q="máy")
    assert offered(everything, "time") == {"coming": 2, "month": 1, "year": 1, "earlier": 1}
    assert titles(get(q="máy", time="coming")) == {"Máy đến", "Máy hôm nay"}
    assert titles(get(q="máy", time=["month", "earlier"])) == {"Máy tuần trước", "Máy xưa"}
    assert titles(get(q="máy", time="someday")) == titles(everything)


@pytest.fixture
def places(db: None) -> None:
    from portal.vocabularies.models import AdministrativeUnit

    AdministrativeUnit.objects.all().delete()
    country = AdministrativeUnit.objects.create(code="vn", level="country", name_vi="Việt Nam", name_en="Việt Nam")
    now = AdministrativeUnit.objects.create(
        code="bac-ninh", level="province", name_vi="Bắc Ninh", name_en="Bắc Ninh", parent=country
    )
    was = AdministrativeUnit.objects.create(
        code="bac-giang",
        level="province",
        name_vi="Bắc Giang",
        name_en="Bắc Giang",
        parent=country,
        replaced_by=now,
        valid_until=clock.today() - timedelta(days=100),
    )
    for code, parent in (("tu-son", now), ("luc-ngan", was)):
        AdministrativeUnit.objects.create(code=code, level="commune", name_vi=code, name_en=code, parent=parent)
    cache.clear()


def test_a_place_holds_what_lies_in_it_and_in_what_became_part_of_it(get: Get, places: None) -> None:
    for code in ("bac-ninh", "tu-son", "luc-ngan", "vn"):
        factory.index(f"Máy {code}", facets={"place": (code,)})
    assert offered(get(q="máy"), "place") == {"bac-ninh": 3, "tu-son": 1, "luc-ngan": 1, "vn": 1}
    assert titles(get(q="máy", place="bac-ninh")) == {"Máy bac-ninh", "Máy tu-son", "Máy luc-ngan"}
    assert titles(get(q="máy", place="tu-son")) == {"Máy tu-son"}


def test_features_give_filters_of_their_own(get: Get) -> None:
    factory.index("Máy sớm", facets={"trl": ("research",)})
    factory.index("Máy chín", facets={"trl": ("ready",)})
    factory.index("Máy bơm")
    assert offered(get(q="máy"), "trl") == {"research": 1, "ready": 1}
    assert titles(get(q="máy", trl=["ready", "research"])) == {"Máy sớm", "Máy chín"}
    chosen = get(q="máy", trl="ready")
    assert [str(chip.label) for chip in chosen.context["listing"].chips] == ["“máy”", "Sẵn sàng (TRL 7–9)"]


def test_newsrooms_are_offered_by_name(get: Get, site: Any) -> None:
    from tests.factories import news

    newsroom = news.make_newsroom(site).page
    news.make_article(newsroom, title="Máy gặt mới")
    assert offered(get(q="may gat"), "newsroom") == {}
    factory.index("Máy gặt khác")
    assert offered(get(q="may gat"), "newsroom") == {newsroom.code: 1}
    assert titles(get(q="may gat", newsroom=newsroom.code)) == {"Máy gặt mới"}


def test_language_is_a_filter_for_english_readers_only(get: Get, site: Any) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    factory.english_page(page, "Garlic dryer", intro="may say toi")
    factory.page(site, "Máy sấy khác")
    english = get("/en/search/", q="may say")
    assert offered(english, "language") == {"en": 1, "vi": 1}
    assert titles(get("/en/search/", q="may say", language="en")) == {"Garlic dryer"}
    assert "language" not in {facet.name for facet in get(q="may say").context["listing"].facets}


def test_a_filter_that_would_change_nothing_is_not_shown(get: Get) -> None:
    factory.index("Máy một", "Máy hai", sort_date=clock.today())
    assert offered(get(q="máy"), "time") == {}
    assert offered(get(q="máy", time="coming"), "time") == {"coming": 2}


def test_filters_cost_the_same_for_one_and_for_many(get: Get, places: None) -> None:
    def cost(**parameters: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(**parameters).status_code == 200
        return len(queries)

    factory.index("Máy một", "Máy hai", "Máy ba", facets={"place": ("tu-son",), "trl": ("ready",)})
    cost(q="máy")
    few = [cost(q="máy"), cost(q="máy", place="bac-ninh", trl="ready")]
    factory.index(*(f"Máy số {number}" for number in range(60)), facets={"place": ("tu-son",), "trl": ("ready",)})
    assert [cost(q="máy"), cost(q="máy", place="bac-ninh", trl="ready")] == few
