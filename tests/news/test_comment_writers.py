"""The writer's side of a comment: proof of the address, hints, state, taking back, copy, erasing, closing, limits."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from news.domain import comment_links, comments, moderation
from news.enums import CommentRule, CommentState
from news.models import ArticlePage, Comment, CommentRules, NewsroomPage
from portal.kernel import clock, erasure, errors, limits
from portal.kernel.languages import Language
from portal.kernel.models import SecretToken
from portal.mail.models import OutgoingMail
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
        "text": "Máy này dùng được ở xã tôi.",
        "website": "",
        "form_key": str(uuid.uuid4()),
        **fields,
    }


def _mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=f"news/emails/{kind}").order_by("pk"))


def _link(mail: OutgoingMail, part: str) -> str:
    found = re.search(rf"http://testserver(\S*/{part}/\S+)", mail.text)
    assert found is not None
    return found.group(1)


@pytest.fixture
def keep_bodies(settings: Any) -> None:
    settings.MAIL_KEEP_BODIES = True


@pytest.mark.usefixtures("keep_bodies")
def test_guest_confirms_by_the_link_and_sees_what_becomes_of_it(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    client.post(_url(article), _data())
    (mail,) = _mails("comment_confirm")
    assert "Nguyễn Văn Thử" not in mail.text, "a stranger's words do not go to an address that proved nothing"
    assert "xã tôi" not in mail.text + mail.subject
    link = _link(mail, "xac-nhan")

    shown = client.get(link)
    assert shown.status_code == 200
    assert Comment.objects.get().state == CommentState.UNVERIFIED, "a program that opens links confirms nothing"
    handed_in = client.post(link, follow=True)

    comment = Comment.objects.get()
    assert comment.state == CommentState.PENDING
    assert comment.reference is not None
    assert comment.reference in handed_in.content.decode()
    assert client.post(link).status_code == 302, "twice changes nothing"
    own = _link(_mails("comment_received")[0], "cua-toi")
    moderation.refuse(
        comment=comment, by=room.editor, now=clock.now(), rule=CommentRule.ADVERTISING, reason="Có tên cửa hàng."
    )
    body = client.get(own).content.decode()
    assert "Có nội dung quảng cáo" in body
    assert "Có tên cửa hàng." in body
    refused = _mails("comment_refused")[0]
    assert "Có nội dung quảng cáo" in refused.text
    assert "Có tên cửa hàng." in refused.text


def test_link_of_another_purpose_or_an_old_one_opens_nothing(client: Client, article: ArticlePage) -> None:
    comment = factory.make_comment(article, state="unverified")
    now = clock.now()
    old = comment_links.confirm_secret(comment, now - timedelta(hours=49))
    confirm, writer = comment_links.confirm_secret(comment, now), comment_links.writer_secret(comment, now)

    assert client.get(f"/y-kien/xac-nhan/{old}/").status_code == 410
    assert client.get(f"/y-kien/xac-nhan/{writer}/").status_code == 410
    assert client.get(f"/y-kien/cua-toi/{confirm}/").status_code == 404
    assert client.post(f"/y-kien/cua-toi/{confirm}/rut-lai/").status_code == 404
    assert not SecretToken.objects.filter(digest__in=[confirm, writer]).exists()


def test_unconfirmed_comments_are_erased_after_the_term(article: ArticlePage) -> None:
    now = clock.now()
    late = factory.make_comment(article, state="unverified", submitted_at=now - timedelta(hours=49))
    fresh = factory.make_comment(article, state="unverified", submitted_at=now - timedelta(hours=47))
    proven = factory.make_comment(article, submitted_at=now - timedelta(hours=49))

    assert comments.sweep(now=now, dry_run=True)[0].number == 1
    assert Comment.objects.filter(pk=late.pk).exists()
    call_command("erase_expired", verbosity=0)

    assert set(Comment.objects.values_list("pk", flat=True)) == {fresh.pk, proven.pk}


def test_signed_in_reader_with_a_verified_address_needs_no_link(client: Client, article: ArticlePage) -> None:
    reader = factory.make_user("doc-gia@example.org", full_name="Độc Giả Thử")
    client.force_login(reader)
    assert 'name="email"' in client.get(_url(article)).content.decode(), "the address is not verified yet"
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)

    form = client.get(_url(article)).content.decode()
    assert 'name="email"' not in form
    assert "Độc Giả Thử" in form
    data = _data(email="nguoi-khac@example.org")
    sent = client.post(_url(article), data, follow=True)

    comment = Comment.objects.get()
    assert (comment.state, comment.email, comment.author) == (CommentState.PENDING, reader.email, reader)
    assert (comment.reference or "?") in sent.content.decode()
    assert not _mails("comment_confirm")
    stranger = Client().post(_url(article), data)
    assert "/cua-toi/" not in stranger.headers["Location"], "whoever repeats a form's key gets no link to its comment"


def test_personal_data_is_shown_before_sending_and_goes_only_by_a_second_press(
    client: Client, article: ArticlePage
) -> None:
    data = _data(text="Gọi tôi 0912 345 678 nhé.")
    asked = client.post(_url(article), data)
    body = asked.content.decode()
    assert asked.status_code == 422
    assert "“0912 345 678” – số điện thoại" in body
    assert "Gọi tôi 0912 345 678 nhé." in body
    assert not Comment.objects.exists()
    seen = re.search(r'name="as_is" value="(\w+)"', body)
    assert seen is not None

    other = client.post(_url(article), {**data, "text": "Số 0987 654 321", "as_is": seen.group(1)})
    assert other.status_code == 422, "what was not shown is asked about again"
    assert client.post(_url(article), {**data, "as_is": seen.group(1)}).status_code == 302
    assert Comment.objects.get().text == "Gọi tôi 0912 345 678 nhé."
    changed = client.post(_url(article), _data(text="Gọi tôi nhé.", email="b@example.org"))
    assert changed.status_code == 302


@pytest.mark.usefixtures("keep_bodies")
def test_writer_takes_back_copies_and_erases(client: Client, article: ArticlePage, room: factory.Newsroom) -> None:
    comment = factory.make_comment(article, text="Ý kiến sẽ rút")
    comments.approve(comment=comment, by=room.editor, now=clock.now())
    own = _link(_mails("comment_approved")[0], "cua-toi")
    assert "Ý kiến sẽ rút" in client.get(article.get_url()).content.decode()

    assert client.get(f"{own}rut-lai/").status_code == 200
    assert "Ý kiến sẽ rút" in client.get(article.get_url()).content.decode(), "GET changes nothing"
    copy = json.loads(client.post(f"{own}ban-sao/").content)
    assert (copy["text"], copy["email"]) == ("Ý kiến sẽ rút", "ban-doc@example.org")
    client.post(f"{own}rut-lai/")
    assert "Ý kiến sẽ rút" not in client.get(article.get_url()).content.decode()
    assert client.get(own).status_code == 200
    with pytest.raises(errors.IllegalMoveError):
        comments.approve(comment=comment, by=room.editor, now=clock.now())
    client.post(f"{own}rut-lai/", {"action": "erase"})
    assert not Comment.objects.exists()
    assert client.get(own).status_code == 404


def test_account_that_is_erased_takes_its_comments_along(article: ArticlePage) -> None:
    reader = factory.make_user("doc-gia@example.org")
    factory.make_comment(article, author=reader, email=reader.email)
    factory.make_comment(article, email="nguoi-khac@example.org")

    erasure.erase_person(user=reader, addresses=[reader.email])

    assert list(Comment.objects.values_list("email", flat=True)) == ["nguoi-khac@example.org"]


def test_closed_story_answers_clearly_and_keeps_what_was_typed(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    shown = factory.make_comment(article, text="Đã đăng", state="approved", decided_at=clock.now())
    ArticlePage.objects.filter(pk=article.pk).update(comments_close_at=clock.now() - timedelta(minutes=1))

    page = client.get(article.get_url()).content.decode()
    assert shown.text in page
    assert "đã ngừng nhận ý kiến từ" in page
    assert f'href="{_url(article)}"' not in page
    assert client.get(_url(article)).status_code == 200
    refused = client.post(_url(article), _data())
    assert refused.status_code == 409
    assert "Máy này dùng được ở xã tôi." in refused.content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("days", "age", "status"), [(None, 400, 302), (7, 6, 302), (7, 8, 409)])
def test_newsroom_sets_how_long_stories_take_comments(
    client: Client, room: factory.Newsroom, days: int | None, age: int, status: int
) -> None:
    NewsroomPage.objects.filter(pk=room.page.pk).update(comment_days=days)
    article = factory.make_article(room.page, "Bài cũ", published_at=factory.days_ago(age))
    assert client.post(_url(article), _data()).status_code == status


def test_newsroom_that_is_closed_takes_no_comments(client: Client, article: ArticlePage) -> None:
    NewsroomPage.objects.update(live=False)
    assert client.post(_url(article), _data()).status_code == 409


def test_limits_say_when_to_try_again(client: Client, article: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    for minutes in range(5):
        factory.make_comment(article, state="unverified", submitted_at=now - timedelta(minutes=10 + minutes))
    refused = client.post(_url(article), _data())
    assert refused.status_code == 429
    assert 45 * 60 <= int(refused.headers["Retry-After"]) <= 46 * 60
    assert f"{clock.local(now + timedelta(minutes=46)):%H:%M}" in refused.content.decode()

    monkeypatch.setattr(limits, "PER_ADDRESS", 0)
    assert client.post(_url(article), _data(email="c@example.org")).status_code == 429
    assert not _mails("comment_confirm")


def test_strangers_cannot_use_up_or_learn_of_a_proven_address(article: ArticlePage) -> None:
    reader = factory.make_user("doc-gia@example.org")
    now = clock.now()
    for _number in range(5):
        factory.make_comment(article, state="unverified", email=reader.email, submitted_at=now)
    opinion = comments.Opinion("Độc giả", reader.email, "Tôi đây", author=reader)
    made = comments.submit(
        article=article, opinion=opinion, language=Language.VIETNAMESE, form_key=uuid.uuid4(), now=now
    )
    assert made.state == CommentState.PENDING


def test_third_comment_waiting_at_a_story_is_the_last(article: ArticlePage) -> None:
    now = clock.now()
    for _number in range(3):
        factory.make_comment(article, submitted_at=now - timedelta(hours=3))
    waiting = factory.make_comment(article, state="unverified", submitted_at=now)
    with pytest.raises(errors.LimitReachedError):
        comments.confirm(comment=waiting, now=now)
    waiting.refresh_from_db()
    assert waiting.state == CommentState.UNVERIFIED


def test_rules_are_the_portals_own_words_where_it_has_some(client: Client, article: ArticlePage) -> None:
    standing = client.get("/y-kien/quy-dinh/").content.decode()
    assert "Không quảng cáo." in standing
    assert "Có nội dung quảng cáo" in standing
    CommentRules.objects.create(words_vi="Quy định riêng của cổng.")
    assert "Quy định riêng của cổng." in client.get("/y-kien/quy-dinh/").content.decode()
    assert "Quy định riêng của cổng." in client.get(_url(article)).content.decode()
    assert "Do not advertise." in client.get("/en/comments/rules/").content.decode()
