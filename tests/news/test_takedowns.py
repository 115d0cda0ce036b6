"""Taking a story down: every language at once, nothing left behind, and back as it was."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision, Site

from news import queries
from news.domain import comments, featuring, review_links, takedowns
from news.models import ArticlePage, FeaturedStory, Takedown
from news.replies import admin_views as replies_desk
from news.reviews.enums import LinkState, ReviewRole
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.pages import short_addresses
from tests import worlds
from tests.factories import news as factory

pytestmark = pytest.mark.references

CANARY = "CHIMVANG"
COLUMNS = (
    "article_key, title, taken_down_at, is_undecided, reason, decision_number, public_reason_vi, public_reason_en, before,"
    " restored_reason"
)


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def article(room: factory.Newsroom) -> ArticlePage:
    return factory.make_article(room.page, f"Bài {CANARY}")


def down(article: ArticlePage, by: Any, **fields: Any) -> Takedown:
    reason = takedowns.Reason(text=fields.pop("reason", "Theo yêu cầu."), public_vi="Thông tin chưa kiểm chứng.")
    return takedowns.take_down(article=article, reason=reason, by=by, now=clock.now(), **fields)


def test_story_disappears_everywhere_in_both_languages_and_says_why(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    english = factory.translate(article, f"Story {CANARY}")
    comment = factory.make_comment(article, f"Ý kiến {CANARY}")
    comments.approve(comment=comment, by=room.chief, now=clock.now())
    operator = User.objects.create_superuser("van-hanh@example.org", "mat-khau-thu")
    featuring.feature(article=article, by=operator, now=clock.now())
    page = ArticlePage.objects.get(pk=article.pk)
    page.go_live_at, page.lead = clock.now() + timedelta(days=1), "Sapo hẹn giờ."
    page.save_revision().publish()
    _link, secret = review_links.make(
        article=page,
        revision=page.latest_revision,
        reviewer=review_links.Reviewer("A", ReviewRole.OTHER),
        by=room.editor,
        now=clock.now(),
    )
    addresses = [article.get_url(), english.get_url()]

    down(article, room.chief)

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 410
        body = response.content.decode()
        assert CANARY not in body
        assert "Thông tin chưa kiểm chứng." in body
        assert "noindex" in body
    assert '<span lang="vi">Thông tin chưa kiểm chứng.</span>' in client.get(addresses[1]).content.decode()
    for address in (
        "/tin-tuc/",
        "/en/news/",
        "/tin-tuc/atom.xml",
        "/en/news/atom.xml",
        "/tim-kiem/?q=CHIMVANG",
        "/sitemap.xml",
        room.page.get_url(),
    ):
        assert CANARY not in client.get(address).getvalue().decode().replace("q=CHIMVANG", "").replace(
            'value="CHIMVANG"', ""
        ).replace("“CHIMVANG”", "").replace("title=CHIMVANG", ""), address
    assert not FeaturedStory.objects.exists()
    assert not queries.latest()
    assert client.get(f"/y-kien/{article.translation_key}/").status_code == 404
    assert client.get(short_addresses.path_of(article.translation_key, "vi")).status_code == 404
    assert ArticlePage.objects.get(pk=article.pk).scheduled_revision is None
    assert review_links.opened(secret=secret, now=clock.now()).state is LinkState.REVOKED


def test_nothing_publishes_it_while_it_is_down_and_restoring_gives_back_what_was_live(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    english = factory.translate(article, "Story")
    draft = ArticlePage.objects.get(pk=article.pk)
    draft.lead = "Sapo nháp mới hơn."
    draft.save_revision()
    takedown = down(article, room.chief)
    for page in ArticlePage.objects.filter(translation_key=article.translation_key):
        with pytest.raises(PermissionDenied), transaction.atomic():
            page.get_latest_revision().publish()
    with pytest.raises(errors.IllegalMoveError):
        down(article, room.chief)
    with pytest.raises(errors.NotAllowedError):
        takedowns.restore(takedown=takedown, reason="x", by=room.editor, now=clock.now())
    with pytest.raises(errors.DomainError):
        takedowns.restore(takedown=takedown, reason="", by=room.chief, now=clock.now())

    takedowns.restore(takedown=takedown, reason="Đã kiểm chứng.", by=room.chief, now=clock.now())

    assert "Sapo của" in client.get(article.get_url()).content.decode()
    assert "nháp mới hơn" not in client.get(article.get_url()).content.decode()
    assert client.get(english.get_url()).status_code == 200
    assert ArticlePage.objects.get(pk=article.pk).has_unpublished_changes
    with pytest.raises(errors.IllegalMoveError):
        takedowns.restore(takedown=takedown, reason="x", by=room.chief, now=clock.now())
    down(article, room.chief)
    assert Takedown.objects.count() == 2


def test_restoring_asks_nothing_of_what_was_public_before(article: ArticlePage, room: factory.Newsroom) -> None:
    takedown = down(article, room.chief)
    revision = Revision.objects.get(pk=takedown.before[0]["revision"])
    empty = {"type": "quote", "value": {"text": "", "name": "Một người", "role": ""}}
    revision.content = {**revision.content, "body": json.dumps([empty])}
    revision.save()
    takedowns.restore(takedown=takedown, reason="Đã kiểm chứng.", by=room.chief, now=clock.now())
    assert ArticlePage.objects.get(pk=article.pk).live


def test_taken_down_now_and_decided_later(article: ArticlePage, room: factory.Newsroom) -> None:
    with pytest.raises(errors.DomainError):
        down(article, room.chief, reason="")
    takedown = down(article, room.chief, reason="", decide_later=True)
    assert [one.pk for one in takedowns.undecided_for(room.chief)] == [takedown.pk]
    assert not list(takedowns.undecided_for(room.editor))
    takedowns.decide(takedown=takedown, reason=takedowns.Reason("Sai sự thật."), by=room.chief, now=clock.now())
    assert not list(takedowns.undecided_for(room.chief))


def test_copies_are_found_and_taken_down_with_the_story(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    copy = article.copy(update_attrs={"title": "Bản sao", "slug": "ban-sao"}, user=room.chief)
    alias = article.create_alias(update_slug="bi-danh")
    assert [page.pk for page in takedowns.copies_of(article.translation_key)] == [copy.pk]
    client.force_login(room.chief)
    url = f"/admin/news/takedown/{article.pk}/"
    body = client.get(url).content.decode()
    assert f'name="copies" value="{copy.pk}" checked> Bản sao<' in body

    client.post(url, {"reason": "Theo quyết định.", "copies": [copy.pk]})

    for page in (article, copy, alias):
        assert client.get(page.get_url() or f"{room.page.get_url()}{page.slug}/").status_code == 410, page.slug
    assert client.get(url).status_code == 200
    client.post(url, {"restore": "1", "restored_reason": "Nhầm."})
    assert client.get(article.get_url()).status_code == 200


def test_story_with_the_same_lead_only_is_left_unticked(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    other = factory.make_article(room.page, "Bài khác cùng sapo", lead=article.lead)
    english = factory.translate(other, "Other story")
    client.force_login(room.chief)
    url = f"/admin/news/takedown/{article.pk}/"
    body = client.get(url).content.decode()
    assert f'name="copies" value="{other.pk}"> Bài khác cùng sapo – chỉ sapo giống' in body
    assert body.count('name="copies"') == 1

    client.post(url, {"reason": "Theo quyết định.", "copies": [other.pk, english.pk]})

    live = ArticlePage.objects.filter(live=True)
    assert not live.filter(translation_key__in=(article.translation_key, other.translation_key)).exists()


def test_copies_of_another_newsroom_are_named_and_left_to_it(
    site: Site, client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    other = factory.make_newsroom(site, "bao-la", "Báo Lạ")
    foreign = factory.make_article(other.page, "Bản ở tòa khác", lead=article.lead)
    client.force_login(room.chief)
    url = f"/admin/news/takedown/{article.pk}/"
    body = client.get(url).content.decode()
    assert f"<li>Bản ở tòa khác – {other.page.title} (chỉ sapo giống" in body
    assert 'name="copies"' not in body
    client.post(url, {"reason": "Theo quyết định.", "copies": [foreign.pk]})
    assert ArticlePage.objects.get(pk=foreign.pk).live


def test_editors_and_other_newsrooms_find_no_such_page(
    site: Site, client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    other = factory.make_newsroom(site, "bao-la", "Báo Lạ")
    url = f"/admin/news/takedown/{article.pk}/"
    for person in (room.editor, other.editor, other.chief):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert client.post(url, {"reason": "x"}).status_code == 404
        with pytest.raises(errors.NotAllowedError):
            down(article, person)
    assert ArticlePage.objects.get(pk=article.pk).live


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE news_takedown SET reason = ''",
        "UPDATE news_takedown SET restored_at = taken_down_at",
        f"INSERT INTO news_takedown ({COLUMNS}) SELECT {COLUMNS} FROM news_takedown",
    ],
)
def test_database_refuses_half_takedowns(article: ArticlePage, room: factory.Newsroom, statement: str) -> None:
    down(article, room.chief)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_desk_leads_from_what_is_taken_down_to_its_page(article: ArticlePage, room: factory.Newsroom) -> None:
    down(article, room.chief)
    client = Client()
    client.force_login(room.chief)
    assert (
        f'<a href="/admin/news/takedown/{article.pk}/">Bài {CANARY}</a>'
        in client.get("/admin/news/desk/").content.decode()
    )


def test_desk_asks_for_the_pages_of_what_is_taken_down_only(article: ArticlePage, room: factory.Newsroom) -> None:
    other = factory.make_article(room.page, "Bài khác")
    own = ArticlePage.objects.all()
    with CaptureQueriesContext(connection) as queries:
        assert replies_desk._taken_down(own) == []
    assert len(queries) == 1
    takedown = down(article, room.chief)
    with CaptureQueriesContext(connection) as queries:
        assert replies_desk._taken_down(own) == [{"takedown": takedown, "page_id": article.pk}]
    assert len(queries) == 2
    assert article.translation_key.hex in queries[-1]["sql"].replace("-", "")
    assert other.translation_key.hex not in queries[-1]["sql"].replace("-", "")
