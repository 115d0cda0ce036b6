"""What stories name and what names them: both sides by themselves, in the reader's language, nothing that is not public."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from awards.enums import Honour
from awards.models import NominationPage
from exhibitors.enums import VerificationState
from exhibitors.models import Organisation
from news.models import ArticlePage, ArticleRelatedPage, ArticleSubject
from portal.kernel import clock
from tests import worlds
from tests.factories import awards, events, showcase
from tests.factories import news as factory

pytestmark = pytest.mark.django_db
SUSPENDED: dict[str, Any] = {
    "state": VerificationState.SUSPENDED,
    "state_changed_at": clock.now(),
    "state_reason": "Thử",
}


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return showcase.make_market(site)


def block(kind: str, thing: Any) -> dict[str, Any]:
    return {"type": kind, "value": {"item": thing.pk, "note": ""}}


def story(room: factory.Newsroom, *blocks: dict[str, Any], title: str = "Tin kể chuyện", **fields: Any) -> Any:
    return factory.make_article(room.page, title, body=list(blocks), **fields)


def _body(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies
    return str(response.content.decode())


def _things(site: Site, market: SimpleNamespace) -> list[tuple[str, Any, str]]:
    """Return each kind of thing with its block and its public address."""
    index, courses = events.make_index(site), events.make_course_index(site)
    award = awards.decided(awards.make_index(site))
    secretary = awards.make_secretary(site)
    awards.publish(award, secretary, Honour.FIRST)
    entry = NominationPage.objects.get(locale__language_code="vi")
    technology = showcase.publish_technology(market)
    event, fair, course = events.make_event(index), events.make_fair(index), events.make_course(courses)
    organisation = market.organisation
    profile = f"{market.directory.url}{organisation.slug}/"
    return [
        ("technology", technology, technology.url),
        ("event", event, event.url),
        ("event", fair, fair.url),
        ("event", course, course.url),
        ("award", award, award.url),
        ("award", entry, entry.url),
        ("organisation", organisation, profile),
    ]


def test_story_and_what_it_names_show_each_other(
    site: Site, client: Client, room: factory.Newsroom, market: SimpleNamespace
) -> None:
    things = _things(site, market)
    article = story(room, *(block(kind, thing) for kind, thing, _url in things))

    shown = _body(client, article.get_url())
    for kind, thing, url in things:
        assert f'href="{url}"' in shown, (kind, thing)
        other = _body(client, url)
        assert "Tin, bài liên quan" in other or "Stories about it" in other, url
        assert f'href="{article.get_url()}"' in other, url
    assert ArticleSubject.objects.filter(article=article).count() == len(things)


def test_related_page_lists_the_story_too(client: Client, room: factory.Newsroom, market: SimpleNamespace) -> None:
    technology = showcase.publish_technology(market)
    need = showcase.publish_need(market)
    article = story(room)
    article.related_pages = [ArticleRelatedPage(page=technology), ArticleRelatedPage(page=need)]
    article.save_revision().publish()
    for page in (technology, need):
        assert article.get_url() in _body(client, page.url)


def test_story_taken_out_of_the_text_or_unpublished_is_listed_no_more(
    client: Client, room: factory.Newsroom, market: SimpleNamespace
) -> None:
    technology = showcase.publish_technology(market)
    article = story(room, block("technology", technology))
    assert article.get_url() in _body(client, technology.url)

    article.body = []
    article.save_revision()
    assert article.get_url() in _body(client, technology.url), "a draft changes nothing for readers"
    ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
    assert article.get_url() not in _body(client, technology.url)

    other = story(room, block("technology", technology), title="Tin khác")
    other.unpublish()
    assert other.get_url() not in _body(client, technology.url)


@pytest.mark.parametrize("hidden", ["unpublished", "private", "deleted"])
def test_thing_that_is_not_public_vanishes_from_the_story(
    client: Client, room: factory.Newsroom, market: SimpleNamespace, hidden: str
) -> None:
    technology = showcase.publish_technology(market, title="Máy bí mật")
    article = story(room, {"type": "paragraph", "value": "<p>Còn lại.</p>"}, block("technology", technology))
    assert "Máy bí mật" in _body(client, article.get_url())

    if hidden == "unpublished":
        technology.unpublish()
    elif hidden == "private":
        PageViewRestriction.objects.create(page=technology, restriction_type="login")
    else:
        technology.delete()

    body = _body(client, article.get_url())
    assert "Máy bí mật" not in body
    assert "Còn lại." in body


def test_organisation_that_is_not_public_vanishes_from_the_story(
    client: Client, room: factory.Newsroom, market: SimpleNamespace
) -> None:
    article = story(room, block("organisation", market.organisation))
    assert market.organisation.name in _body(client, article.get_url())
    Organisation.objects.filter(pk=market.organisation.pk).update(**SUSPENDED)
    assert market.organisation.name not in _body(client, article.get_url())


def test_english_story_shows_the_english_page_or_says_vietnamese_only(
    client: Client, room: factory.Newsroom, market: SimpleNamespace
) -> None:
    both, one = showcase.publish_technology(market), showcase.publish_technology(market, title="Chỉ tiếng Việt")
    twin = showcase.english(both, title="Heat pump", slug="heat-pump")
    article = story(room, block("technology", both), block("technology", one))
    english = factory.translate(article, "Story in English")

    body = _body(client, english.get_url())
    assert twin.url in body
    assert both.title not in body
    assert re.search(rf'href="{one.url}"\s+lang="vi"', body)
    assert english.get_url() in _body(client, twin.url)
    assert english.get_url() not in _body(client, both.url)


def test_queries_do_not_grow_with_things_nor_with_stories(
    client: Client, room: factory.Newsroom, market: SimpleNamespace
) -> None:
    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    technologies = [showcase.publish_technology(market) for _number in range(10)]
    one = story(room, block("technology", technologies[0]), title="Một")
    page = cost(technologies[0].url)
    profile_url = f"{market.directory.url}{market.organisation.slug}/"
    story(room, block("organisation", market.organisation), title="Hai")
    profile = cost(profile_url)
    for number in range(5):
        story(room, *(block("technology", each) for each in technologies), title=f"Thêm {number}")
        story(room, block("organisation", market.organisation), title=f"Nữa {number}")
    many = ArticlePage.objects.get(title="Thêm 0")

    assert cost(technologies[0].url) == page
    assert cost(profile_url) == profile
    assert cost(many.get_url()) == cost(one.get_url())


def test_stories_that_name_each_other_are_fine(client: Client, room: factory.Newsroom) -> None:
    first: Any = factory.make_article(room.page, "Bài một")
    second: Any = factory.make_article(room.page, "Bài hai")
    for article, other in ((first, second), (second, first)):
        article.related_pages = [ArticleRelatedPage(page=other)]
        article.save_revision().publish()
    assert second.get_url() in _body(client, first.get_url())
    assert first.get_url() in _body(client, second.get_url())


def test_named_things_obey_the_database(room: factory.Newsroom) -> None:
    article = story(room)
    statement = "INSERT INTO news_articlesubject (article_id, kind, key) VALUES (%s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [article.pk, "technology", "x"])
        for kind in ("technology", "nonsense"):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(statement, [article.pk, kind, "x"])


def test_story_under_embargo_is_listed_nowhere(client: Client, room: factory.Newsroom, market: SimpleNamespace) -> None:
    technology = showcase.publish_technology(market)
    article = story(room, block("technology", technology), live=False, embargo_until=clock.now() + timedelta(days=1))
    ArticlePage.objects.filter(pk=article.pk).update(live=True)
    assert article.title not in _body(client, technology.url)
    assert article.title not in _body(client, "/tin-tuc/")
    assert article.title not in client.get("/tin-tuc/atom.xml").content.decode()


def test_chooser_offers_public_organisations_only(site: Site, room: factory.Newsroom, market: SimpleNamespace) -> None:
    Organisation.objects.filter(pk=market.buyer.pk).update(**SUSPENDED)
    client = Client()
    client.force_login(room.editor)
    for address in ("/admin/organisation_chooser/", "/admin/organisation_chooser/results/?q=song%20mo"):
        body = client.get(address).content.decode()
        body = json.loads(body)["html"] if body.startswith("{") else body
        assert market.organisation.name in body
        assert market.buyer.name not in body
    assert "song" not in client.get("/admin/organisation_chooser/results/?q=zzzz").content.decode()
    assert client.get(f"/admin/organisation_chooser/chosen/{market.organisation.pk}/").status_code == 200
    assert client.get(f"/admin/organisation_chooser/chosen/{market.buyer.pk}/").status_code == 404
