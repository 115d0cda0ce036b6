"""What a page may cost: the same queries at two sizes where the rooms' own tests look at one language only, and bytes.

Every list holds pages with an English twin and pages without one, because English lists show both.
"""

import gzip
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders as static_finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from events.models import CoursePage, EventPage, FairPage, TradePromotionPage
from home import blocks
from home.models import HomePage
from portal.ui import finders
from tests.factories import awards, events, exhibitors, news, showcase
from tests.factories import home as home_factory

FEW, MANY = 2, 6


def costs(client: Client, *urls: str) -> dict[str, int]:
    found = {}
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        found[url] = len(caught)
    return found


@pytest.fixture
def market(site: Site) -> SimpleNamespace:
    return showcase.make_market(site)


@pytest.mark.django_db
def test_technologies_in_english(client: Client, market: SimpleNamespace) -> None:
    more = {"further_fields": [showcase.field("energy-saving")]}

    def add(number: int) -> Any:
        page = showcase.publish_technology(market, **more)
        return page if number % 2 else showcase.english(page, title=f"Heat pump {number}", slug=f"heat-pump-{number}")

    pages = [add(number) for number in range(FEW)]
    urls = ("/en/technologies/", pages[0].url, "/en/technologies/?field=drying&sort=title")
    few = costs(client, *urls)
    for number in range(FEW, MANY):
        add(number)
    assert len(client.get(urls[0]).context["listing"].items) == MANY
    assert costs(client, *urls) == few


@pytest.mark.django_db
def test_needs_in_english(client: Client, market: SimpleNamespace) -> None:
    def add(number: int) -> Any:
        page = showcase.publish_need(market)
        return page if number % 2 else showcase.english(page, title=f"Less loss {number}", slug=f"less-loss-{number}")

    pages = [add(number) for number in range(FEW)]
    urls = ("/en/needs/", pages[0].url)
    few = costs(client, *urls)
    for number in range(FEW, MANY):
        add(number)
    assert len(client.get(urls[0]).context["listing"].items) == MANY
    assert costs(client, *urls) == few


@pytest.mark.django_db
def test_policies_and_services_in_english(client: Client, site: Site) -> None:
    policies = home_factory.policy_index(site)
    services = home_factory.service_index(site)
    home_factory.english(policies, title="Documents", slug="documents-and-policies")
    home_factory.english(services, title="Services", slug="services")

    def add(number: int) -> tuple[Any, Any]:
        policy = home_factory.policy(policies, number=f"{number}/KH")
        service = home_factory.service(services, title=f"Dịch vụ {number}")
        if number % 2:
            return policy, service
        return (
            home_factory.english(policy, title=f"Plan {number}", slug=f"plan-{number}"),
            home_factory.english(service, title=f"Service {number}", slug=f"service-{number}"),
        )

    policy, service = add(0)
    add(1)
    urls = ("/en/documents-and-policies/", "/en/services/", policy.url, service.url)
    few = costs(client, *urls)
    for number in range(FEW, MANY):
        add(number)
    assert costs(client, *urls) == few


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("model", [EventPage, FairPage, TradePromotionPage, CoursePage])
def test_each_kind_of_event(client: Client, site: Site, model: type[EventPage], language: str) -> None:
    index = events.make_course_index(site) if model is CoursePage else events.make_index(site)

    def add(number: int) -> Any:
        page = events.make_event(
            index, model, capacity=5, sessions=[events.make_session(events.day(12, 8 + number % 8))]
        )
        return page if number % 2 or language == "vi" else events.english(page)

    pages = [add(number) for number in range(FEW)]
    lists = {"vi": ("/su-kien/", "/dao-tao/"), "en": ("/en/events/", "/en/training/")}[language]
    urls = (lists[model is CoursePage], pages[0].url)
    few = costs(client, *urls)
    for number in range(FEW, MANY):
        add(number)
    assert costs(client, *urls) == few


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_front_page_with_everything_on_it(client: Client, market: SimpleNamespace, site: Site, path: str) -> None:
    event_index, course_index = events.make_index(site), events.make_course_index(site)
    award_index = awards.make_index(site)
    newsroom = news.make_newsroom(site).page
    picture = news.make_image(caption="Chú thích", credit="Nguồn")
    for front in HomePage.objects.all():
        front.body = blocks.standard()
        front.save_revision().publish()

    def add(number: int) -> None:
        showcase.publish_technology(market)
        showcase.publish_need(market)
        events.make_event(event_index)
        events.make_course(course_index)
        news.make_article(newsroom, f"Tin {number}", picture=picture)
        awards.make_award(award_index, picture=picture)

    for number in range(FEW):
        add(number)
    few = costs(client, path)
    for number in range(FEW, MANY):
        add(number)
    assert costs(client, path) == few
    assert few[path] <= 90


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/to-chuc/{}/", "/en/organisations/{}/"])
def test_profile_with_everything_on_it(client: Client, market: SimpleNamespace, site: Site, address: str) -> None:
    organisation = market.organisation
    secretary = awards.make_secretary(site)
    award = awards.decided(awards.make_index(site))
    url = address.format(organisation.slug)

    def add() -> None:
        showcase.publish_technology(market)
        showcase.publish_need(market)
        awards.publish(award, secretary, awards.Honour.THIRD, organisation=organisation)

    add()
    few = costs(client, url)
    for _number in range(3):
        add()
    assert costs(client, url) == few
    assert exhibitors.owner_of(organisation).email not in client.get(url).content.decode()


ADMIN_SCRIPTS = frozenset(
    {("news", "checks.js"), ("pages", "admin_words.js"), ("pages", "editor.js"), ("registration", "live.js")}
)


def test_style_sheet_stays_small() -> None:
    css = finders.bundle().encode()
    # Of these, 4,100 and 760 are suggestions and the microphone of the search box that stands on every page.
    assert len(css) <= 77_000
    assert len(gzip.compress(css, 9)) <= 15_200


def test_scripts_of_a_page_stay_small() -> None:
    names = {"ui/js/portal.js": 6_000, "ui/js/search_box.js": 8_200, "blocks/embed.js": 2_000, "news/print.js": 1_000}
    for name, limit in names.items():
        path = static_finders.find(name)
        assert path, name
        assert Path(path).stat().st_size <= limit, name
    # These two go with every page: suggestions and the microphone (S19) stand at the search box of each.
    everywhere = [Path(str(static_finders.find(f"ui/js/{name}.js"))) for name in ("portal", "search_box")]
    assert sum(path.stat().st_size for path in everywhere) <= 12_000
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in everywhere) <= 5_000
    rooms = {*Path().glob("*/static/**/*.js"), *Path("portal").rglob("static/**/*.js")}
    gate = {path for path in rooms if path.name.startswith("gate")}
    admin = {path for path in rooms if path.parts[-2:] in ADMIN_SCRIPTS}
    assert len(admin) == len(ADMIN_SCRIPTS)
    public = rooms - gate - admin
    assert len(public) >= 3
    assert sum(path.stat().st_size for path in public) <= 25_000
    assert sum(path.stat().st_size for path in admin) <= 8_000
    # The desk at a gate is a page of its own, fetched once and kept on the phone.
    assert sum(path.stat().st_size for path in gate) <= 41_000
