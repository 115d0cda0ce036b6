"""Readers' comments: sent, held, shown, refused."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Site

from news.domain import comments
from news.enums import CommentState
from news.models import ArticlePage, Comment
from portal.kernel import clock, errors, limits
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def article(room: factory.Newsroom) -> ArticlePage:
    return factory.make_article(room.page, "Bài có ý kiến")


def _url(article: ArticlePage) -> str:
    return f"/y-kien/{article.translation_key}/"


def _data(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Nguyễn Văn Thử",
        "email": "ban-doc@example.org",
        "text": "Máy này dùng được ở xã tôi.\nXin hỏi giá.",
        "website": "",
        "form_key": str(uuid.uuid4()),
        **fields,
    }


def test_comment_is_held_and_shown_after_approval_without_the_address(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    sent = client.post(_url(article), _data(), follow=True)
    assert sent.status_code == 200
    assert "cảm ơn" in sent.content.decode().lower() or "thank you" in sent.content.decode().lower()
    comment = Comment.objects.get()
    assert comment.state == CommentState.UNVERIFIED
    comment = comments.confirm(comment=comment, now=clock.now())
    assert comment.state == CommentState.PENDING
    assert "Xin hỏi giá" not in client.get(article.get_url()).content.decode()

    comments.approve(comment=comment, by=room.editor, now=clock.now())

    body = client.get(article.get_url()).content.decode()
    assert "Máy này dùng được ở xã tôi.<br>Xin hỏi giá." in body
    assert "ban-doc@example.org" not in body


def test_comment_is_plain_text(client: Client, article: ArticlePage, room: factory.Newsroom) -> None:
    comment = factory.make_comment(article, text="<script>alert(1)</script>")
    comments.approve(comment=comment, by=room.chief, now=clock.now())

    body = client.get(article.get_url()).content.decode()

    assert "&lt;script&gt;alert(1)" in body
    assert "<script>alert(1)" not in body


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"email": "khong-phai"}, "email"),
        ({"text": ""}, "text"),
        ({"text": " \n\t "}, "text"),
        ({"text": "x" * 2001}, "text"),
    ],
)
def test_wrong_input_is_answered_beside_the_field_and_kept(
    client: Client, article: ArticlePage, fields: dict[str, str], wrong: str
) -> None:
    response = client.post(_url(article), _data(**fields))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    kept = {"name": "Nguyễn Văn Thử", "email": "ban-doc@example.org", "text": "Xin hỏi giá."}
    for name, words in kept.items():
        if name != wrong:
            assert words in response.content.decode()
    assert not Comment.objects.exists()


def test_form_sent_twice_or_with_a_broken_key_makes_one_comment_each(client: Client, article: ArticlePage) -> None:
    data = _data()
    client.post(_url(article), data)
    client.post(_url(article), data)
    assert Comment.objects.count() == 1

    client.post(_url(article), _data(form_key="khong-phai"))
    assert Comment.objects.count() == 2


def test_trap_swallows_machines_in_silence(client: Client, article: ArticlePage) -> None:
    response = client.post(_url(article), _data(website="http://spam.example"))

    assert response.status_code == 302
    assert not Comment.objects.exists()


def test_sixth_comment_of_an_address_within_an_hour_is_refused(client: Client, article: ArticlePage) -> None:
    for _number in range(5):
        client.post(_url(article), _data())

    refused = client.post(_url(article), _data())

    assert refused.status_code == 429
    assert "Xin hỏi giá." in refused.content.decode()
    assert Comment.objects.count() == 5


def test_network_address_is_limited_whatever_mail_it_names(
    client: Client, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_CONNECTION", 2)
    answers = [client.post(_url(article), _data(email=f"nguoi-{number}@example.org")) for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Xin hỏi giá." in answers[-1].content.decode()


def test_counter_that_ends_between_two_steps_stops_nobody(
    client: Client, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "add", lambda *_given, **_named: False)
    assert client.post(_url(article), _data()).status_code == 302


def test_closed_drafted_or_unknown_story_takes_no_comments(client: Client, room: factory.Newsroom) -> None:
    closed = factory.make_article(room.page, "Đóng", comments_open=False)
    draft = factory.make_article(room.page, "Nháp", live=False)

    for url in (_url(closed), _url(draft), f"/y-kien/{uuid.uuid4()}/"):
        assert client.get(url).status_code == 404
        assert client.post(url, _data()).status_code == 404
    assert "/y-kien/" not in client.get(closed.get_url()).content.decode()
    assert not Comment.objects.exists()


def test_both_languages_share_the_comments(client: Client, article: ArticlePage, room: factory.Newsroom) -> None:
    english = factory.translate(article, "English story")
    with translation.override("en"):
        assert client.get(f"/en/comments/{article.translation_key}/").status_code == 200
    comment = factory.make_comment(article, text="Ý kiến chung")
    comments.approve(comment=comment, by=room.editor, now=clock.now())

    assert "Ý kiến chung" in client.get(english.get_url()).content.decode()


def test_only_the_newsrooms_own_people_decide(site: Site, article: ArticlePage, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    comment = factory.make_comment(article)

    for refused in (other.editor, other.chief):
        with pytest.raises(errors.NotAllowedError):
            comments.approve(comment=comment, by=refused, now=clock.now())
    with pytest.raises(errors.DomainError):
        comments.refuse(comment=comment, by=room.editor, now=clock.now(), reason=" ")
    refused_comment = comments.refuse(comment=comment, by=room.editor, now=clock.now(), reason="Quảng cáo.")
    with pytest.raises(errors.IllegalMoveError):
        comments.refuse(comment=refused_comment, by=room.editor, now=clock.now(), reason="Lại")

    move = refused_comment.moves.get()
    assert (move.source, move.target, move.reason, move.moved_by) == ("pending", "refused", "Quảng cáo.", room.editor)


def test_queue_in_the_admin_lists_and_decides_own_comments_only(
    site: Site, article: ArticlePage, room: factory.Newsroom
) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    comment = factory.make_comment(article, text="Ý kiến của bạn đọc")
    url = f"/admin/news_comments/edit/{comment.pk}/"
    own, foreign = Client(), Client()
    own.force_login(room.editor)
    foreign.force_login(other.editor)

    assert "Ý kiến của bạn đọc" in own.get("/admin/news_comments/").content.decode()
    assert "Ý kiến của bạn đọc" not in foreign.get("/admin/news_comments/").content.decode()
    assert foreign.get(url).status_code == 404
    assert foreign.post(url, {"decision": "approved"}).status_code == 404
    assert own.get(url).status_code == 200
    assert own.post(url, {"decision": "refused", "reason": ""}).status_code == 200
    assert own.post(url, {"decision": "approved", "reason": ""}).status_code == 302

    comment.refresh_from_db()
    assert comment.state == CommentState.APPROVED


@pytest.mark.parametrize(
    "assignment",
    [
        "state='nonsense'",
        "state='approved'",
        "state='unverified'",
        "confirmed_at=NULL",
        "name=''",
        "text=''",
        "reply='Trả lời'",
        "reply_desk='Ban'",
        "original_text='Cũ'",
        "struck_at='2026-11-29'",
    ],
)
def test_database_refuses_impossible_comments(article: ArticlePage, assignment: str) -> None:
    comment = factory.make_comment(article)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_comment SET {assignment} WHERE id=%s", [comment.pk])


def test_submit_counts_only_the_last_hour(article: ArticlePage) -> None:
    now = clock.now()
    for _number in range(5):
        factory.make_comment(article, submitted_at=now - timedelta(hours=2), state="approved", decided_at=now)

    made = comments.submit(
        article=article,
        opinion=comments.Opinion("Bạn đọc", "BAN-DOC@example.org", "Hay\r\n\x07quá"),
        language=Language.VIETNAMESE,
        form_key=uuid.uuid4(),
        now=now,
    )

    assert (made.email, made.text) == ("ban-doc@example.org", "Hay\nquá")


def test_domain_keeps_no_invisible_characters(article: ArticlePage) -> None:
    opinion = comments.Opinion(
        "Nguyễn\u2060 Văn Thử", "ban-doc@example.org", "Máy\u200b tốt\u00a0lắm.\r\n\r\nCảm\u202e ơn"
    )
    made = comments.submit(
        article=article, opinion=opinion, language=Language.VIETNAMESE, form_key=uuid.uuid4(), now=clock.now()
    )
    assert (made.name, made.text) == ("Nguyễn Văn Thử", "Máy tốt lắm.\n\nCảm ơn")


def test_date_of_the_vietnamese_story_closes_its_translation_too(client: Client, room: factory.Newsroom) -> None:
    story = factory.make_article(room.page, "Đóng ý kiến")
    english = story.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision().publish()
    assert "Write a comment" in client.get(english.get_url()).content.decode()
    ArticlePage.objects.filter(pk=story.pk).update(comments_close_at=clock.now() - timedelta(days=1))
    said = client.get(english.get_url()).content.decode()
    assert "Comments on this story closed on" in said
    assert "Write a comment" not in said
    ArticlePage.objects.filter(pk=story.pk).update(comments_close_at=None, comments_open=False)
    assert "Write a comment" not in client.get(english.get_url()).content.decode()
