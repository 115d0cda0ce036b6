"""The newsletter in the admin: figures without addresses, the next issue, a test to oneself; and one audience from form to mail."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from news.domain import newsletter, newsletter_issues
from news.domain.newsletter import Wishes
from news.enums import NewsletterRhythm, SubscriptionEnd, SubscriptionState
from news.models import ArticleAudienceLead, NewsletterSubscription
from news.newsletter import emails, figures
from news.newsletter.upcoming import Choice
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from tests.factories import news as factory

PAGE = "/admin/news-newsletter/"
WEEKLY = Choice(NewsletterRhythm.WEEKLY)


@pytest.fixture
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def farmers() -> Term:
    return Term.objects.create(
        vocabulary=VocabularyCode.AUDIENCE, code="nd", label_vi="Nông dân thử", label_en="Growers"
    )


@pytest.fixture
def desk(room: factory.Newsroom) -> Client:
    client = Client()
    client.force_login(room.reporter)
    return client


def _subscribe(
    email: str, *audiences: str, language: Language = Language.VIETNAMESE, rhythm: str = "weekly"
) -> NewsletterSubscription:
    wishes = Wishes(language, NewsletterRhythm(rhythm), audiences)
    newsletter.ask(email=email, wishes=wishes, form_key=uuid.uuid4(), now=clock.now())
    return NewsletterSubscription.objects.get(email=email)


def _confirm(*subscriptions: NewsletterSubscription) -> None:
    for subscription in subscriptions:
        newsletter.confirm(subscription=subscription, now=clock.now())


def _mail(kind: str, state: str, number: int, **fields: Any) -> None:
    for count in range(number):
        OutgoingMail.objects.create(
            kind=kind,
            recipient=f"kin-{count}@example.org",
            language="vi",
            subject="x",
            text="x",
            message_id=f"<{uuid.uuid4()}@x>",
            state=state,
            **{"queued_at": clock.now(), "sent_at": clock.now() if state == "sent" else None, **fields},
        )


def test_figures_count_by_language_rhythm_audience_and_day(site: Site, farmers: Term) -> None:
    _confirm(
        _subscribe("a@example.org", "nd"),
        _subscribe("b@example.org"),
        _subscribe("c@example.org", "nd", language=Language.ENGLISH, rhythm="daily"),
    )
    _subscribe("d@example.org")
    gone = _subscribe("e@example.org", rhythm="daily")
    _confirm(gone)
    newsletter.end(subscription=gone, reason=SubscriptionEnd.READER, now=clock.now())

    rows = {(row.language, row.rhythm): (row.confirmed, row.waiting, row.ended) for row in figures.subscribers()}
    assert rows[Language.VIETNAMESE, NewsletterRhythm.WEEKLY] == (2, 1, 0)
    assert rows[Language.VIETNAMESE, NewsletterRhythm.DAILY] == (0, 0, 1)
    assert rows[Language.ENGLISH, NewsletterRhythm.DAILY] == (1, 0, 0)
    assert rows[None, None] == (3, 1, 1)
    by_audience = {row.name: list(row.by_language) for row in figures.audiences()}
    assert by_audience[""] == [1, 0]
    assert by_audience["Nông dân thử"] == [1, 1]

    now = clock.now()
    _mail(emails.ISSUE, "sent", 3)
    _mail(emails.ISSUE, "failed", 1, failed_at=now)
    _mail(emails.ISSUE, "queued", 2, queued_at=now - timedelta(days=1))
    _mail(emails.ISSUE, "sent", 1, queued_at=now - timedelta(days=figures.DAYS + 1))
    _mail(emails.TEST, "sent", 1)
    found = [(row.day, row.sent, row.waiting, row.failed) for row in figures.issues(now=now)]
    today = clock.local(now).date()
    assert found == [(today, 3, 0, 1), (today - timedelta(days=1), 0, 2, 0), (None, 3, 2, 1)]


def test_next_issue_is_shown_as_it_would_be_sent_in_both_languages_and_sends_nothing(
    desk: Client, room: factory.Newsroom, farmers: Term
) -> None:
    story = factory.make_article(room.page, "Tin cho nông dân", audiences=[farmers])
    ArticleAudienceLead.objects.create(article=story, audience=farmers, lead="Sapo riêng cho nông dân.")
    factory.make_article(room.page, "Tin khác")
    factory.make_article(room.page, "Tin nháp", live=False)
    factory.translate(story, "A story for growers")
    _confirm(_subscribe("kin@example.org"))
    mail.outbox.clear()

    page = desk.get(PAGE).content.decode()
    assert "Tin khác" in page
    assert "A story for growers" in page
    assert "Tin nháp" not in page
    assert "kin@example.org" not in page
    narrowed = desk.get(f"{PAGE}?audience=nd&rhythm=daily").content.decode()
    assert "Sapo riêng cho nông dân." in narrowed
    assert "Tin khác" not in narrowed
    frame = desk.get(f"{PAGE}body/?audience=nd&rhythm=daily&language=vi")
    assert "<h2" in frame.content.decode()
    assert "Tin cho nông dân" in frame.content.decode()
    assert frame.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not re.search(r"/ban-tin/(lua-chon|huy)/", frame.content.decode() + narrowed)
    assert desk.get(f"{PAGE}body/?language=fr").status_code == 404
    assert desk.get(f"{PAGE}?audience=x&rhythm=y").status_code == 200
    assert mail.outbox == []


def test_test_goes_to_the_editors_own_address_only_and_changes_nothing(desk: Client, room: factory.Newsroom) -> None:
    reader = _subscribe("kin@example.org")
    _confirm(reader)
    reader.refresh_from_db()
    mail.outbox.clear()
    nothing = desk.post(f"{PAGE}test/", {"rhythm": "weekly"}, follow=True)
    assert "chưa có gì mới" in nothing.content.decode()
    factory.make_article(room.page, "Tin mới")
    assert desk.get(f"{PAGE}test/").status_code == 405

    answer = desk.post(f"{PAGE}test/", {"rhythm": "weekly", "email": "khac@example.org"}, follow=True)

    assert "2 thư đang được gửi" in answer.content.decode()
    assert [message.to for message in mail.outbox] == [[room.reporter.email]] * 2
    assert mail.outbox[0].subject.startswith("[Thử] ")
    assert mail.outbox[1].subject.startswith("[Test] ")
    assert "List-Unsubscribe" not in mail.outbox[0].message()
    assert figures.issues(now=clock.now()) == []
    before = reader.sent_through
    reader.refresh_from_db()
    assert reader.sent_through == before
    for _count in range(5):
        newsletter_issues.send_test(by=room.reporter, choice=WEEKLY, now=clock.now())
    with pytest.raises(errors.LimitReachedError):
        newsletter_issues.send_test(by=room.reporter, choice=WEEKLY, now=clock.now())


def test_who_works_in_no_newsroom_finds_nothing(room: factory.Newsroom) -> None:
    stranger = factory.make_user("la@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}body/?language=vi").status_code == 404
    assert client.post(f"{PAGE}test/").status_code == 404
    with pytest.raises(errors.NotAllowedError):
        newsletter_issues.send_test(by=stranger, choice=WEEKLY, now=clock.now())
    assert PAGE not in client.get("/admin/").content.decode()


def test_page_costs_the_same_for_one_and_ten(desk: Client, room: factory.Newsroom) -> None:
    numbers = []
    for count in (1, 9):
        for number in range(count):
            factory.make_article(room.page, f"Tin {count} {number}")
            _confirm(_subscribe(f"{count}-{number}@example.org"))
        desk.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PAGE).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_digest_for_one_audience_from_the_form_to_the_mail(
    client: Client, room: factory.Newsroom, farmers: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = client.get("/ban-tin/?audience=nd").content.decode()
    assert re.search(r'value="nd"[^>]*checked', form)
    client.post("/ban-tin/", {"email": "nong-dan@example.org", "audiences": ["nd"], "rhythm": "daily"})
    link = re.search(r"http://testserver(\S*/xac-nhan/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    assert "Nông dân thử" in mail.outbox[-1].body
    client.post(link.group(1))
    assert NewsletterSubscription.objects.get().state == SubscriptionState.ACTIVE
    later = clock.now() + timedelta(hours=23)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    story = factory.make_article(room.page, "Tin cho nông dân", audiences=[farmers])
    ArticleAudienceLead.objects.create(article=story, audience=farmers, lead="Sapo riêng cho nông dân.")
    factory.make_article(room.page, "Tin khác")
    mail.outbox.clear()

    assert newsletter_issues.send_due(now=later + timedelta(minutes=1)) == 1

    issue = mail.outbox[0]
    assert issue.to == ["nong-dan@example.org"]
    assert "Nông dân thử" in issue.body
    assert "Sapo riêng cho nông dân." in issue.body
    assert "Tin khác" not in issue.body
