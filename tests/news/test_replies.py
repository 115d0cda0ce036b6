"""Requests for a correction or a reply: confirmed by mail, decided within their time, nothing shown to others."""

import io
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from news.domain import replies
from news.models import ArticlePage, CorrectionNote, ReplyMove, ReplyRequest
from news.replies.enums import Remedy, ReplyState, RequesterKind
from portal.kernel import clock, errors, tokens, working_days
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from portal.media.models import PrivateFile
from tests import worlds
from tests.factories import news as factory

CANARY = "CHIMVANG"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def article(room: factory.Newsroom) -> ArticlePage:
    return factory.make_article(room.page, "Bài bị khiếu nại")


def _data(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "organisation",
        "name": f"Bà {CANARY}",
        "on_behalf_of": "Công ty Ví Dụ",
        "passage": "Sapo của Bài bị khiếu nại.",
        "wrong": f"Công ty {CANARY} không nói như vậy.",
        "evidence": "",
        "remedy": "correction",
        "email": "khieu-nai@example.org",
        "phone": "",
        "website": "",
        "form_key": str(uuid.uuid4()),
        **fields,
    }


def make(article: ArticlePage, *, confirmed: bool = True, **fields: Any) -> ReplyRequest:
    now = fields.pop("now", clock.now())
    details = replies.Details(
        kind=RequesterKind.PERSON,
        name=f"Ông {CANARY}",
        email=fields.pop("email", f"{uuid.uuid4().hex[:8]}@example.org"),
        passage="Đoạn.",
        wrong="Sai.",
        remedy=fields.pop("remedy", Remedy.CORRECTION),
    )
    request = replies.send(
        article=article, details=details, language=Language.VIETNAMESE, form_key=uuid.uuid4(), now=now, **fields
    )
    return replies.confirm(request=request, now=now)[0] if confirmed else request


def test_request_reaches_the_newsroom_once_its_address_is_confirmed(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    url = f"/cai-chinh/{article.translation_key}/"
    assert url in client.get(article.get_url()).content.decode()
    data = _data(papers=SimpleUploadedFile("giay-to.pdf", PDF))
    sent = client.post(url, data)
    assert sent.status_code == 302
    request = ReplyRequest.objects.get()
    assert request.state == ReplyState.UNVERIFIED
    assert not replies.requests_for(room.chief).exists()
    secret = tokens.issue(purpose=replies.CONFIRM, subject=request.reference, now=clock.now())
    confirm = f"/cai-chinh/xac-nhan/{secret}/"
    assert client.get(confirm).status_code == 200
    request.refresh_from_db()
    assert request.state == ReplyState.UNVERIFIED, "reading the mail's link changes nothing"

    page = client.post(confirm, follow=True)

    request.refresh_from_db()
    assert request.state == ReplyState.RECEIVED
    assert request.due_on == working_days.add_working_days(clock.today(), 5)
    assert request.reference in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    told = OutgoingMail.objects.filter(kind="news/emails/reply_arrived").values_list("recipient", flat=True)
    assert list(told) == [room.chief.email]
    assert not any(
        CANARY in mail.text + mail.subject for mail in OutgoingMail.objects.filter(recipient=room.chief.email)
    )
    client.post(confirm)
    assert OutgoingMail.objects.filter(kind="news/emails/reply_arrived").count() == 1


def test_form_says_what_is_missing_and_the_same_form_makes_one_request(client: Client, article: ArticlePage) -> None:
    url = f"/cai-chinh/{article.translation_key}/"
    assert client.post(url, _data(wrong="", email="x")).status_code == 422
    assert client.post(url, _data(papers=SimpleUploadedFile("x.pdf", b"MZ"))).status_code == 422
    assert not PrivateFile.objects.exists()
    data = _data()
    assert [client.post(url, data).status_code for _time in range(2)] == [302, 302]
    assert client.post(url, _data(website="x")).status_code == 200
    assert ReplyRequest.objects.count() == 1
    for _time in range(2):
        client.post(url, _data())
    assert client.post(url, _data()).status_code == 429
    assert client.get(f"/cai-chinh/{uuid.uuid4()}/").status_code == 404
    for wrong in ("cai-chinh/xac-nhan/khong/", "cai-chinh/phieu/khong/"):
        assert client.get(f"/{wrong}").status_code == 404


def test_clock_counts_working_days_or_days_as_the_operator_set_it(db: None, settings: Any) -> None:
    friday = clock.at(date(2026, 11, 27), 9)
    assert replies.due_day(friday) == date(2026, 12, 4)
    settings.REPLY_WORKING_DAYS = False
    assert replies.due_day(friday) == date(2026, 12, 2)


def test_accepted_request_ends_in_a_note_with_the_story(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    request = make(article, remedy=Remedy.REPLY)
    with pytest.raises(errors.NotAllowedError):
        replies.decide(request=request, target=ReplyState.ACCEPTED, by=room.editor, now=clock.now())
    replies.decide(request=request, target=ReplyState.ACCEPTED, by=room.chief, now=clock.now())
    with pytest.raises(errors.DomainError):
        replies.decide(request=request, target=ReplyState.ANSWERED, by=room.chief, now=clock.now())
    client.force_login(room.chief)
    url = f"/admin/news/desk/{request.pk}/"
    assert CANARY in client.get(url).content.decode()
    client.post(url, {"target": "answered", "answer": "Đã đăng.", "published_vi": "Phản hồi của Công ty Ví Dụ."})

    request.refresh_from_db()
    assert (request.state, request.note) == (ReplyState.ANSWERED, CorrectionNote.objects.get())
    assert "Phản hồi của Công ty Ví Dụ." in client.get(article.get_url()).content.decode()
    assert OutgoingMail.objects.filter(kind="news/emails/reply_moved").count() == 2
    with pytest.raises(errors.IllegalMoveError):
        replies.decide(request=request, target=ReplyState.DECLINED, by=room.chief, now=clock.now(), answer="x")


def test_requester_withdraws_or_passes_on_what_was_declined_or_is_late(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    request = make(article)
    secret = tokens.issue(purpose=replies.STATE, subject=request.reference, now=clock.now())
    url = f"/cai-chinh/phieu/{secret}/"
    assert client.post(url, {"step": "escalate"}).status_code == 422
    replies.decide(
        request=request, target=ReplyState.DECLINED, by=room.chief, now=clock.now(), answer="Không đủ căn cứ."
    )
    assert "Không đủ căn cứ." in client.get(url).content.decode()
    assert client.post(url, {"step": "escalate"}).status_code == 302
    request.refresh_from_db()
    assert request.state == ReplyState.ESCALATED
    assert client.post(url, {"step": "withdraw"}).status_code == 302
    assert client.get(f"/cai-chinh/xac-nhan/{secret}/").status_code == 404
    late = make(article, now=clock.now() - timedelta(days=30))
    replies.by_requester(request=late, target=ReplyState.ESCALATED, now=clock.now())


def test_newsroom_is_reminded_once_before_and_once_after_the_last_day(
    client: Client, article: ArticlePage, room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make(article)
    forgotten = make(article, confirmed=False, papers=SimpleUploadedFile("x.pdf", PDF))
    reminders = OutgoingMail.objects.filter(kind="news/emails/reply_reminder")
    assert request.due_on is not None
    for day, expected in (
        (request.due_on - timedelta(days=1), 1),
        (request.due_on, 1),
        (request.due_on + timedelta(days=9), 2),
    ):
        moment = clock.at(day, 2)
        monkeypatch.setattr(timezone, "now", lambda at=moment: at)
        for _time in range(2):
            call_command("remind_replies", stdout=io.StringIO())
        assert reminders.count() == expected, day
    assert not ReplyRequest.objects.filter(pk=forgotten.pk).exists()
    assert not PrivateFile.objects.exists()
    client.force_login(room.chief)
    assert "news-waiting" in client.get("/admin/").content.decode()


def test_other_newsrooms_see_nothing_and_lists_cost_the_same(
    site: Site, client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    request = make(article, papers=SimpleUploadedFile("x.pdf", PDF))
    other = factory.make_newsroom(site, "bao-la", "Báo Lạ")
    addresses = [f"/admin/news/desk/{request.pk}/", f"/admin/news/desk/{request.pk}/papers/"]
    for person in (other.editor, other.chief):
        client.force_login(person)
        for url in addresses:
            assert client.get(url).status_code == 404
        assert client.post(addresses[0], {"target": "declined", "answer": "x"}).status_code in {404, 405}
        desk = client.get("/admin/news/desk/").content.decode()
        assert request.reference not in desk
        assert "news-waiting" not in client.get("/admin/").content.decode()
    client.force_login(room.editor)
    assert b"".join(client.get(addresses[1]).streaming_content) == PDF  # type: ignore[attr-defined]
    assert client.post(addresses[0], {"target": "declined", "answer": "x"}).status_code == 404
    counts = []
    for number in (0, 9):
        for _each in range(number):
            make(article)
        client.get("/admin/news/desk/")
        with CaptureQueriesContext(connection) as sent:
            client.get("/admin/news/desk/")
        counts.append(len(sent))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE news_replyrequest SET state = 'lost'",
        "UPDATE news_replyrequest SET due_on = NULL",
        "UPDATE news_replyrequest SET state = 'declined'",
        "UPDATE news_replyrequest SET passage = ''",
        "UPDATE news_replymove SET target = 'declined', reason = ''",
    ],
)
def test_database_refuses_what_makes_no_sense(article: ArticlePage, statement: str) -> None:
    make(article)
    assert ReplyMove.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
