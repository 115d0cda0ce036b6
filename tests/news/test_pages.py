"""What the public sees: index, newsroom, story, in both languages."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from news.domain import featuring
from news.models import ArticleCorrection, ArticlePage, ArticleRelatedPage
from portal.accounts.models import User
from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _term(vocabulary: VocabularyCode, code: str, label: str) -> Term:
    return Term.objects.get_or_create(
        vocabulary=vocabulary, code=code, defaults={"label_vi": label, "label_en": f"{label} (en)"}
    )[0]


def _body(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies
    return str(response.content.decode())


def test_index_lists_stories_of_every_newsroom_newest_first(site: Site, client: Client, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    factory.make_article(room.page, "Tin cũ", published_at=factory.days_ago(9))
    factory.make_article(other.page, "Tin mới", published_at=factory.days_ago(1))
    factory.make_article(room.page, "Tin nháp", live=False)

    body = _body(client, "/tin-tuc/")

    assert body.index("Tin mới") < body.index("Tin cũ")
    assert "Tin nháp" not in body
    assert body.count("<h1") == 1


def test_english_index_lists_vietnamese_only_stories_with_a_mark_and_their_own_address(
    client: Client, room: factory.Newsroom
) -> None:
    article = factory.make_article(room.page, "Chỉ tiếng Việt")
    factory.translate(factory.make_article(room.page, "Có bản dịch"), "Translated story", lead="In English.")

    body = _body(client, "/en/news/")

    assert "Translated story" in body
    assert "Có bản dịch" not in body
    assert f'href="{article.get_url()}" lang="vi"' in body


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("audience=nong-dan-thu", "Tin nông dân", "Tin thường"),
        ("field=nong-nghiep-thu", "Tin nông dân", "Tin thường"),
        ("place=xa-thu", "Tin nông dân", "Tin thường"),
        ("model-example=yes", "Tin nông dân", "Tin thường"),
        ("kind=story", "Tin thường", "Tin nông dân"),
        ("newsroom=dai-thu", "Tin thường", "Tin nông dân"),
        ("q=NÔNG+dân", "Tin nông dân", "Tin thường"),
        ("q=thuong+%28tin", "Tin thường", "Tin nông dân"),
        ("newsroom=khong-co&kind=nonsense&page=x", "Tin thường", ""),
    ],
)
def test_index_filters(client: Client, room: factory.Newsroom, query: str, shown: str, hidden: str) -> None:
    other = factory.make_newsroom(Site.objects.get(), "dai-thu", "Đài Thử")
    place = AdministrativeUnit.objects.create(code="xa-thu", level="commune", name_vi="Xã Thử", name_en="Thu")
    factory.make_article(
        room.page,
        "Tin nông dân",
        kind="gallery",
        place=place,
        is_model_example=True,
        audiences=[_term(VocabularyCode.AUDIENCE, "nong-dan-thu", "Nông dân thử")],
        fields=[_term(VocabularyCode.FIELD, "nong-nghiep-thu", "Nông nghiệp thử")],
    )
    factory.make_article(other.page, "Tin thường")

    body = _body(client, f"/tin-tuc/?{query}")

    assert shown in body
    assert not hidden or hidden not in body


@pytest.mark.parametrize(("words", "found"), [("khoi cong", True), ("Khởi công", True), ("Lan", True), ("zzzz", False)])
def test_index_and_newsroom_search_in_headline_lead_and_byline(
    client: Client, room: factory.Newsroom, words: str, *, found: bool
) -> None:
    factory.make_article(room.page, "Nhà máy mới", lead="Khởi công sáng nay.", byline="Trần Lan")

    for url in ("/tin-tuc/", "/en/news/", room.page.get_url()):
        response = client.get(url, {"q": words})
        assert [card.title for card in response.context["cards"]] == (["Nhà máy mới"] if found else []), url
        assert 'name="q"' in response.content.decode()


def test_newsroom_page_lists_only_its_own_stories_in_both_languages(
    site: Site, client: Client, room: factory.Newsroom
) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    factory.make_article(room.page, "Tin của báo")
    factory.make_article(other.page, "Tin của đài")

    for url in (room.page.get_url(), room.english.get_url()):
        body = _body(client, url)
        assert "Tin của báo" in body
        assert "Tin của đài" not in body


def test_article_shows_byline_source_date_corrections_related_and_structured_data(
    client: Client, room: factory.Newsroom
) -> None:
    related = factory.make_article(room.page, "Bài liên quan")
    draft = factory.make_article(room.page, "Bài nháp liên quan", live=False)
    image = factory.make_image(caption="Máy chạy thử", credit="Ảnh: Người Chụp")
    article = factory.make_article(
        room.page,
        "Bài chính",
        source="Hãng tin thử",
        picture=image,
        published_at=clock.at(clock.today() - timedelta(days=1), 9, 30),
    )
    article.corrections = [
        ArticleCorrection(corrected_at=clock.now(), reason="figure", text="Số đúng là 12.", locale=article.locale)
    ]
    article.related_pages = [ArticleRelatedPage(page=related), ArticleRelatedPage(page=draft)]
    article.save_revision().publish()

    body = _body(client, article.get_url())

    for words in ("Người Viết", "Hãng tin thử", "9:30", "Số đúng là 12.", "Máy chạy thử", "Ảnh: Người Chụp"):
        assert words in body
    assert "Bài liên quan" in body
    assert "Bài nháp liên quan" not in body
    objects = [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
    ]
    news = next(data for data in objects if data["@type"] == "NewsArticle")
    assert news["headline"] == "Bài chính"
    assert news["publisher"]["name"] == "Cơ quan Báo Thử"
    assert news["correction"] == ["Số đúng là 12."]


def test_article_with_outside_film_loads_nothing_before_the_click(client: Client, room: factory.Newsroom) -> None:
    article = factory.make_article(
        room.page, "Phim", kind="video", video_address="https://youtu.be/abcdefghijk", transcript="Lời của phim."
    )

    body = _body(client, article.get_url())

    assert "data-embed-frame" in body
    assert "<iframe" not in body
    assert "Lời của phim." in body
    assert not re.search(r'(src|poster|srcset)="https?://(?!testserver)', body)


def test_picture_without_caption_and_source_may_be_a_draft_but_not_published(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Bài có ảnh", live=False, picture=factory.make_image())

    with pytest.raises(ValidationError) as refusal:
        article.save_revision().publish()

    assert set(refusal.value.message_dict) == {"caption", "credit"}
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_date_is_that_of_first_publication_when_none_is_given(room: factory.Newsroom) -> None:
    draft = factory.make_article(room.page, "Bài nháp", live=False)
    assert draft.published_at is None

    draft.save_revision().publish()
    first = ArticlePage.objects.get(pk=draft.pk)
    first.save_revision().publish()

    again = ArticlePage.objects.get(pk=draft.pk)
    assert again.published_at == again.first_published_at == first.published_at


def test_database_refuses_a_broadcast_that_ends_before_it_starts(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE news_articlepage SET live_starts_at=%s, live_ends_at=%s WHERE page_ptr_id=%s",
            [clock.now(), clock.now() - timedelta(hours=1), article.pk],
        )


def test_featured_story_leads_the_index_until_its_time_is_over(client: Client, room: factory.Newsroom) -> None:
    operator = User.objects.create_superuser("van-hanh@example.org", "x")
    older = factory.make_article(room.page, "Tin được chọn", published_at=factory.days_ago(20))
    factory.make_article(room.page, "Tin mới nhất", published_at=factory.days_ago(1))
    now = clock.now()
    story = featuring.feature(
        article=older, by=operator, now=now, showing=featuring.Showing(until=now + timedelta(days=1))
    )

    body = _body(client, "/tin-tuc/")
    assert body.index("Tin được chọn") < body.index("Tin mới nhất")
    assert body.count(">Tin được chọn<") == 1

    story.featured_at, story.until = now - timedelta(days=2), now - timedelta(days=1)
    story.save()
    assert _body(client, "/tin-tuc/").index("Tin mới nhất") < _body(client, "/tin-tuc/").index("Tin được chọn")


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_listings_and_stories_cost_the_same_with_one_and_ten(
    client: Client, room: factory.Newsroom, language: str
) -> None:
    audience = _term(VocabularyCode.AUDIENCE, "nong-dan-thu", "Nông dân thử")

    def make(number: int) -> ArticlePage:
        return factory.make_article(
            room.page,
            f"Tin số {number}",
            picture=factory.make_image(caption="Chú thích", credit="Nguồn"),
            audiences=[audience],
        )

    first = make(0)
    if language == "en":
        first = factory.translate(first, "Story zero")
    home = room.page if language == "vi" else room.english
    index = "/tin-tuc/" if language == "vi" else "/en/news/"
    urls = (index, home.get_url(), first.get_url(), f"{index}?newsroom=bao-thu&audience=nong-dan-thu")
    factory.make_comment(first, state="approved", decided_at=clock.now())
    make(1)
    few = [_queries(client, url) for url in urls]
    for number in range(2, 11):
        make(number)
        factory.make_comment(first, state="approved", decided_at=clock.now())

    assert [_queries(client, url) for url in urls] == few


def test_findable_document_carries_facets(room: factory.Newsroom) -> None:
    article = factory.make_article(
        room.page, "Tin tìm được", audiences=[_term(VocabularyCode.AUDIENCE, "nong-dan-thu", "Nông dân thử")]
    )

    document: Any = article.findable_document()

    assert document.facets["audience"] == ("nong-dan-thu",)
    assert document.facets["newsroom"] == ("bao-thu",)
    assert "Thân bài của Tin tìm được." in document.body
    assert document.summary == "Sapo của Tin tìm được."
