"""The two listings: filters, orders, free text, languages, cost."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exhibitors.enums import VerificationState
from portal.kernel import clock
from showcase.enums import BudgetBand, NeedStatus, Outcome
from tests.factories import exhibitors
from tests.factories import showcase as factory


def shown(client: Client, url: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200, response.content[:2000]
    return [page.title for page in response.context["listing"].items]


def test_technologies_filter_by_field_band_form_owner_and_place(client: Client, market: SimpleNamespace) -> None:
    institute = exhibitors.make_organisation(name="Viện Sao Khuê", kind="institute")
    a = factory.publish_technology(market, title="Sấy tỏi", trl=8)
    b = factory.publish_technology(
        market,
        title="Lò gốm",
        trl=5,
        field=factory.field("energy-saving"),
        forms=("capital",),
        organisation=institute,
        place=None,
    )
    c = factory.publish_technology(market, title="Phủ nano", trl=2, further_fields=[factory.field("energy-saving")])
    both = {a.title, b.title, c.title}
    assert set(shown(client, "/cong-nghe/")) == both
    assert set(shown(client, "/cong-nghe/?field=energy-saving")) == {"Lò gốm", "Phủ nano"}
    assert shown(client, "/cong-nghe/?trl=ready") == ["Sấy tỏi"]
    assert set(shown(client, "/cong-nghe/?trl=ready&trl=research")) == {"Sấy tỏi", "Phủ nano"}
    assert shown(client, "/cong-nghe/?form=capital") == ["Lò gốm"]
    assert shown(client, "/cong-nghe/?owner=institute") == ["Lò gốm"]
    assert set(shown(client, "/cong-nghe/?place=bac-ninh")) == {"Sấy tỏi", "Phủ nano"}
    assert set(shown(client, "/cong-nghe/?place=khong-co")) == both
    listing = client.get("/cong-nghe/").context["listing"]
    counts = {facet.name: {option.value: option.count for option in facet.options} for facet in listing.facets}
    assert counts["field"] == {"drying": 2, "energy-saving": 2}
    assert counts["trl"] == {"research": 1, "trial": 1, "ready": 1}
    assert counts["place"] == {"viet-nam": 2, "bac-ninh": 2, "phuong-thu": 2}


def test_technologies_are_found_with_and_without_marks(client: Client, market: SimpleNamespace) -> None:
    factory.publish_technology(market, title="Kiểm tra điện tử bằng máy ảnh", summary="Hòa mạng nhanh.")
    factory.publish_technology(market, title="Lò gốm", summary="Ít gas.")
    for query in ("dien tu", "điện tử", "đien tu", "hoà mạng", "HÒA MẠNG", "máy kiem"):
        assert shown(client, f"/cong-nghe/?q={query}") == ["Kiểm tra điện tử bằng máy ảnh"], query
    assert shown(client, "/cong-nghe/?q=khongcogi") == []
    assert len(shown(client, "/cong-nghe/?q=!!!")) == 2


def test_technologies_sort_by_alphabet_and_by_maturity(client: Client, market: SimpleNamespace) -> None:
    for title, level in (("Đo nước", 3), ("Dệt vải", 9), ("Ép gạch", 6), ("Âm thanh", 6), ("An toàn", 1)):
        factory.publish_technology(market, title=title, trl=level)
    assert shown(client, "/cong-nghe/?sort=title") == ["An toàn", "Âm thanh", "Dệt vải", "Đo nước", "Ép gạch"]
    assert shown(client, "/cong-nghe/?sort=trl") == ["Dệt vải", "Âm thanh", "Ép gạch", "Đo nước", "An toàn"]


def test_technologies_hide_what_is_no_longer_offered(client: Client, market: SimpleNamespace) -> None:
    yesterday = clock.today() - timedelta(days=1)
    factory.publish_technology(
        market, title="Hết hạn", confirmed_on=yesterday - timedelta(days=9), expires_on=yesterday
    )
    factory.publish_technology(market, title="Đã rút", outcome=Outcome.WITHDRAWN)
    suspended = exhibitors.make_organisation(name="Bị đình chỉ")
    closed = factory.publish_technology(market, title="Của đơn vị bị đình chỉ", organisation=suspended)
    type(suspended).objects.filter(pk=suspended.pk).update(
        state=VerificationState.SUSPENDED, state_changed_at=clock.now()
    )
    factory.publish_technology(market, title="Đã chuyển giao", outcome=Outcome.TRANSFERRED)
    assert shown(client, "/cong-nghe/") == ["Đã chuyển giao"]
    assert client.get(closed.url).status_code == 404


def test_english_lists_translations_and_vietnamese_only_pages(client: Client, market: SimpleNamespace) -> None:
    translated = factory.publish_technology(market, title="Sấy tỏi")
    factory.english(translated, title="Garlic drying", summary="Saves electricity.")
    factory.publish_technology(market, title="Chỉ tiếng Việt")
    response = client.get("/en/technologies/")
    titles = {page.title: page.only_vietnamese for page in response.context["listing"].items}
    assert titles == {"Garlic drying": False, "Chỉ tiếng Việt": True}
    assert "Vietnamese only" in response.content.decode()
    assert shown(client, "/cong-nghe/?sort=title") == ["Chỉ tiếng Việt", "Sấy tỏi"]
    assert shown(client, "/en/technologies/?field=drying&trl=ready&q=garlic") == ["Garlic drying"]


def test_needs_filter_by_field_band_budget_status_and_place(client: Client, market: SimpleNamespace) -> None:
    factory.publish_need(market, title="Sấy tỏi", trl_minimum=7, budget_band=BudgetBand.UP_TO_1_BILLION)
    factory.publish_need(
        market, title="Men gốm", field=factory.field("energy-saving"), status=NeedStatus.IN_TALKS, place=None
    )
    assert shown(client, "/nhu-cau/?sort=title") == ["Men gốm", "Sấy tỏi"]
    assert shown(client, "/nhu-cau/?field=drying") == ["Sấy tỏi"]
    assert shown(client, "/nhu-cau/?trl=ready") == ["Sấy tỏi"]
    assert shown(client, "/nhu-cau/?budget=200m-1b") == ["Sấy tỏi"]
    assert shown(client, "/nhu-cau/?status=in-talks") == ["Men gốm"]
    assert shown(client, "/nhu-cau/?place=phuong-thu") == ["Sấy tỏi"]
    assert shown(client, "/en/needs/?q=men gom") == ["Men gốm"]


def test_empty_listings_help(client: Client, market: SimpleNamespace) -> None:
    assert "No technology is on show yet" in client.get("/en/technologies/").content.decode()
    factory.publish_technology(market)
    filtered = client.get("/cong-nghe/?trl=research").content.decode()
    assert 'href="/cong-nghe/"' in filtered


@pytest.mark.parametrize("url", ["/cong-nghe/", "/nhu-cau/"])
def test_listing_costs_the_same_with_1_and_30(client: Client, market: SimpleNamespace, url: str) -> None:
    make: Any = factory.publish_technology if url == "/cong-nghe/" else factory.publish_need
    more = {"further_fields": [factory.field("energy-saving")]}
    make(market, **more)

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(url)
        assert response.status_code == 200
        return len(queries)

    one = cost()
    for _index in range(29):
        make(market, **more)
    assert len(client.get(url).context["listing"].items) == 30
    assert cost() == one


def test_listing_sets_no_cookie_and_no_session(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    need = factory.publish_need(market)
    for url in ("/cong-nghe/", "/nhu-cau/", page.url, need.url):
        response = client.get(url)
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
