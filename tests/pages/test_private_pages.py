"""Pages that Wagtail keeps private are named on no public list, in either language."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from awards.enums import Honour
from awards.models import NominationPage
from home import blocks
from home.models import HomePage
from tests import worlds
from tests.factories import awards, events, news, showcase
from tests.factories import home as home_factory

pytestmark = pytest.mark.django_db
SECRET, OPEN = "Trang kín", "Trang ngỏ"


@worlds.standing
def portal(site: Site) -> SimpleNamespace:
    """Return a portal with an open and a private page of each type; the private ones by their type."""
    market = showcase.make_market(site)
    for code in ("vi", "en"):
        front = HomePage.objects.get(locale__language_code=code)
        front.body = blocks.standard()
        front.save_revision().publish()
    policies, services = home_factory.policy_index(site), home_factory.service_index(site)
    secretary = awards.make_secretary(site)
    award_index = awards.make_index(site)
    programme = awards.decided(award_index, title="Giải thưởng mở")
    newsroom = news.make_newsroom(site).page
    seminars, courses = events.make_index(site), events.make_course_index(site)
    makers: dict[str, Callable[[str], Page]] = {
        "text": lambda title: home_factory.content_page(site, title=title, slug=title.lower().replace(" ", "-")),
        "policy": lambda title: home_factory.policy(policies, title=title, number=title),
        "service": lambda title: home_factory.service(services, title=title),
        "technology": lambda title: showcase.publish_technology(market, title=title),
        "need": lambda title: showcase.publish_need(market, title=title),
        "award": lambda title: awards.make_award(award_index, title=title),
        "nomination": lambda title: NominationPage.objects.get(
            nomination=awards.publish(programme, secretary, Honour.FIRST, title=title)
        ),
        "article": lambda title: news.make_article(newsroom, title),
        "event": lambda title: events.make_event(seminars, title=title),
        "fair": lambda title: events.make_fair(seminars, title=title),
        "course": lambda title: events.make_course(courses, title=title),
    }
    private: dict[str, Page] = {}
    for kind, make in makers.items():
        make(f"{OPEN} {kind}")
        private[kind] = make(f"{SECRET} {kind}")
        PageViewRestriction.objects.create(page=private[kind], restriction_type=PageViewRestriction.LOGIN)
    organisation = f"{market.directory.url}{market.organisation.slug}/"
    return SimpleNamespace(private=private, programme=programme, newsroom=newsroom, organisation=organisation)


def lists(portal: SimpleNamespace) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the public lists, and the types that each shows."""
    return {
        "/": ("technology", "need", "award", "article", "event", "fair"),
        "/en/": ("technology", "need", "award", "article", "event", "fair"),
        "/van-ban/": ("policy",),
        "/dich-vu/": ("service",),
        "/cong-nghe/": ("technology",),
        "/en/technologies/": ("technology",),
        "/nhu-cau/": ("need",),
        "/en/needs/": ("need",),
        "/giai-thuong/": ("award",),
        "/en/awards/": ("award",),
        portal.programme.url: ("nomination",),
        portal.newsroom.url: ("article",),
        "/tin-tuc/": ("article",),
        "/en/news/": ("article",),
        "/su-kien/": ("event", "fair"),
        "/en/events/": ("event", "fair"),
        "/dao-tao/": ("course",),
        "/en/training/": ("course",),
        "/so-do-trang/": ("text", "policy", "service"),
        portal.organisation: ("technology", "need"),
    }


def test_private_pages_are_named_on_no_list(portal: SimpleNamespace, client: Client) -> None:
    for url, kinds in lists(portal).items():
        answer = client.get(url)
        assert answer.status_code == 200, url
        html = answer.content.decode()
        assert [kind for kind in kinds if f"{OPEN} {kind}" not in html] == [], url
        assert [kind for kind in portal.private if f"{SECRET} {kind}" in html] == [], url
    for page in portal.private.values():
        assert client.get(page.url).status_code == 302


def test_private_section_hides_what_stands_below_it(portal: SimpleNamespace, client: Client, site: Site) -> None:
    section = Page.objects.get(pk=portal.private["policy"].get_parent().pk)
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.PASSWORD, password="x")
    html = client.get("/so-do-trang/").content.decode()
    assert section.title not in html
    assert f"{OPEN} policy" not in html
    assert f"{OPEN} service" in html


def test_private_english_page_leaves_the_vietnamese_one_in_the_list(portal: SimpleNamespace, client: Client) -> None:
    page: Any = Page.objects.get(title=f"{OPEN} technology").specific
    english = showcase.english(page, title="Hidden heat pump", slug="hidden")
    assert "Hidden heat pump" in client.get("/en/technologies/").content.decode()
    # Without signals: a restriction from before translations were private together.
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=english, restriction_type=PageViewRestriction.LOGIN)]
    )
    html = client.get("/en/technologies/").content.decode()
    assert "Hidden heat pump" not in html
    assert page.title in html


def test_sections_in_the_menu_stay_there_for_those_who_may_enter(client: Client, site: Site) -> None:
    shown = home_factory.content_page(site, title="Cho thành viên", slug="thanh-vien", show_in_menus=True)
    PageViewRestriction.objects.create(page=shown, restriction_type=PageViewRestriction.LOGIN)
    assert "Cho thành viên" in client.get("/").content.decode()
