"""The desk's numbers: what waits is first and whole, counts are links, newcomers are led, thirty cost as one."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from exhibitors import desk as registry
from exhibitors.desk import DeskRow, DeskSection
from showcase.enums import EnquiryState
from showcase.models import Enquiry
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db

DESK = "/ban-lam-viec/"


@pytest.fixture
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)


@pytest.fixture
def owner(client: Client, market: SimpleNamespace) -> Any:
    person = exhibitors.owner_of(market.organisation)
    client.force_login(person)
    return person


def test_late_things_come_first_then_what_has_waited_longest() -> None:
    rows = (
        DeskRow("mới", "/", waits=True, status_kind="warning", when=NOON),
        DeskRow("cũ", "/", waits=True, status_kind="warning", when=NOON - timedelta(days=3)),
        DeskRow("không chờ", "/", when=NOON - timedelta(days=9)),
        DeskRow("muộn", "/", waits=True, status_kind="danger", when=NOON),
        DeskRow("không ngày", "/", waits=True, status_kind="warning"),
    )
    found = registry.waiting_first([DeskSection("x", rows=rows)])
    assert [row.title for row in found] == ["muộn", "cũ", "mới", "không ngày"]


def test_newcomer_is_led_through_three_steps(client: Client, market: Any) -> None:
    person = exhibitors.make_person()
    client.force_login(person)
    page = client.get(DESK).content.decode()
    assert page.count('class="first-steps') >= 1
    organisation = exhibitors.make_organisation(owner=person)
    steps = client.get(DESK).context["steps"]
    assert [step.done for step in steps] == [True, False, False]
    assert steps[1].url in client.get(DESK).content.decode()
    factory.publish_technology(market, organisation=organisation)
    assert client.get(DESK).context["steps"] == []


def test_counts_agree_with_the_database_and_lead_somewhere(client: Client, market: Any, owner: Any) -> None:
    twin = exhibitors.make_organisation(name="Tổ chức khác")
    for _number in range(3):
        page = factory.publish_technology(market)
    factory.publish_technology(market, organisation=twin)
    factory.publish_need(market)
    page.unpublish()
    for _number in range(8):
        factory.ask(page if page.live else factory.publish_technology(market), email=f"a{_number}@example.org")
    waiting = Enquiry.objects.filter(organisation=market.organisation, state=EnquiryState.NEW).count()
    response = client.get(DESK)
    shown = {str(count.label): count for count in response.context["counts"]}
    assert shown["Công nghệ"].number == 3 + 8
    assert shown["Nhu cầu công nghệ" if "Nhu cầu công nghệ" in shown else "Nhu cầu"].number == 1
    assert sum(1 for row in response.context["waiting"] if row.when) == waiting == 8
    text = response.content.decode()
    for count in shown.values():
        url = str(count.url)
        if url.startswith("#") and url != "#":
            assert f'id="{url[1:]}"' in text
        elif url != "#":
            assert client.get(url.partition("#")[0]).status_code == 200


def test_desk_costs_the_same_with_one_and_nine_of_everything(client: Client, market: Any, owner: Any) -> None:
    def add() -> None:
        page = factory.publish_technology(market)
        factory.publish_need(market)
        factory.ask(page, email=f"nguoi-{page.pk}@example.org")

    def cost() -> int:
        client.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(DESK).status_code == 200
        return len(captured)

    add()
    before = cost()
    for _number in range(8):
        add()
    assert cost() == before
    assert before <= 42


def test_person_of_two_organisations_sees_the_chosen_one_and_can_change(
    client: Client, market: Any, owner: Any
) -> None:
    other = exhibitors.make_organisation(owner=owner, name="Tổ chức thứ hai")
    factory.publish_technology(market, organisation=other, title="Của tổ chức thứ hai")
    page = client.get(DESK).content.decode()
    names = re.findall(r'name="organisation" value="([^"]+)"', page)
    assert len(names) == 1
    client.post("/ban-lam-viec/chon/", {"organisation": other.slug})
    assert "Của tổ chức thứ hai" in client.get(DESK).content.decode()
    client.post("/ban-lam-viec/chon/", {"organisation": market.organisation.slug})
    assert "Của tổ chức thứ hai" not in client.get(DESK).content.decode()
