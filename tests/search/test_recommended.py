"""What stands above the results, and what is offered where nothing was found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageViewRestriction, Site

from portal.kernel import clock
from portal.kernel.languages import Language
from search import promotions
from search.models import PromotedResult
from tests.factories import search as factory

Get = Callable[..., Any]


def promoted(response: Any) -> list[tuple[str, str]]:
    return [(promotion.title, promotion.url) for promotion in response.context["promotions"]]


def test_words_in_a_row_with_or_without_marks_bring_it_up(get: Get, site: Site) -> None:
    page = factory.page(site, "Quỹ phát triển")
    PromotedResult.objects.create(words="vay vốn, hỗ trợ lãi suất", page=page, text="Vay không lãi.")
    factory.index("Máy")
    for typed in ("vay vốn", "VAY VON doi moi", "thủ tục hỗ trợ lãi suất"):
        assert promoted(get(q=typed)) == [("Quỹ phát triển", page.url)], typed
    assert "Vay không lãi." in get(q="vay vốn").content.decode()
    for typed in ("vay", "vốn vay", "máy", ""):
        assert promoted(get(q=typed)) == [], typed
    assert promoted(get("/en/search/", q="vay von")) == []


def test_it_shows_on_the_first_page_alone_and_the_longest_match_first(get: Get) -> None:
    factory.index(*(f"Máy sấy {number}" for number in range(30)))
    PromotedResult.objects.create(words="máy", address="/a/", title="Một từ")
    PromotedResult.objects.create(words="máy sấy", address="https://example.org/b", title="Hai từ")
    assert promoted(get(q="máy sấy")) == [("Hai từ", "https://example.org/b"), ("Một từ", "/a/")]
    assert promoted(get(q="máy sấy", page="2")) == []


def test_days_and_readers_rights_are_kept(get: Get, site: Site) -> None:
    today, day = clock.today(), timedelta(days=1)
    for title, first, last in (("Qua", None, today - day), ("Chưa", today + day, None), ("Nay", today, today)):
        PromotedResult.objects.create(words="máy", address="/x/", title=title, first_day=first, last_day=last)
    assert [title for title, _url in promoted(get(q="máy"))] == ["Nay"]
    PromotedResult.objects.all().delete()
    for change in ("draft", "private", "deleted"):
        page = factory.page(site, f"Kín {change}")
        PromotedResult.objects.create(words="máy", page=page)
        assert len(promoted(get(q="máy"))) == 1
        if change == "draft":
            page.unpublish()
        elif change == "private":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        else:
            page.delete()
        html = get(q="máy").content.decode()
        assert "Kín" not in html, change
        PromotedResult.objects.all().delete()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"words": "***", "address": "/x/", "title": "A"}, "words"),
        ({"words": "máy"}, "page"),
        ({"words": "máy", "address": "/x/"}, "title"),
        ({"words": "máy", "address": "javascript:alert(1)", "title": "A"}, "address"),
        ({"words": "máy", "address": "//example.org", "title": "A"}, "address"),
    ],
)
def test_bad_rows_are_refused_beside_their_field(db: None, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PromotedResult(**values).full_clean()
    assert field in refused.value.message_dict


def test_the_database_refuses_two_places_and_days_out_of_order(site: Site) -> None:
    page, today = factory.page(site, "Trang"), clock.today()
    for values in (
        {"page": page, "address": "/x/"},
        {"page": None, "address": ""},
        {"address": "/x/", "first_day": today, "last_day": today - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PromotedResult.objects.create(words="máy", title="A", **values)


def test_nothing_found_offers_wider_filters_and_a_need(get: Get) -> None:
    factory.index("Máy sấy tỏi", facets={"trl": ("ready",)})
    narrowed = get(q="máy sấy", trl="research")
    assert narrowed.context["listing"].total == 0
    assert narrowed.context["without_filters"] == {"number": 1, "url": "/tim-kiem/?q=m%C3%A1y+s%E1%BA%A5y"}
    nothing = get(q="lò phản ứng")
    assert nothing.context["without_filters"] is None
    assert "/ban-lam-viec/nhu-cau/moi/?title=l%C3%B2+ph%E1%BA%A3n+%E1%BB%A9ng" in nothing.content.decode()
    assert "nhu-cau/moi/?title" not in get(q="máy").content.decode()


def test_hits_show_place_and_picture(get: Get, site: Site) -> None:
    from portal.vocabularies.models import AdministrativeUnit
    from tests.factories import news

    place = AdministrativeUnit.objects.create(code="thu", level="province", name_vi="Tỉnh Thử", name_en="Thu")
    cache.clear()
    newsroom = news.make_newsroom(site).page
    news.make_article(newsroom, title="Máy gặt mới", place=place, picture=news.make_image(caption="Máy", credit="Báo"))
    hit = get(q="may gat").context["hits"][0]
    assert hit.place == place.name
    assert hit.picture.url in get(q="may gat").content.decode()
    assert not hit.is_logo


def test_a_search_that_none_fits_costs_no_query(db: None, django_assert_num_queries: Any) -> None:
    PromotedResult.objects.create(words="máy", address="/x/", title="Máy")
    promotions.for_words(("may",), Language.VIETNAMESE)
    with django_assert_num_queries(0):
        assert promotions.for_words(("bom",), Language.VIETNAMESE) == []
    PromotedResult.objects.update_or_create(words="máy", defaults={"title": "Máy bơm"})
    assert [one.title for one in promotions.for_words(("may",), Language.VIETNAMESE)] == ["Máy bơm"]
