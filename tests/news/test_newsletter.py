"""The newsletter: nothing before the owner confirms, nothing twice, nothing left out, and one press ends it."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from wagtail.models import Site

from news.domain import newsletter, newsletter_issues
from news.domain.newsletter import Wishes
from news.enums import NewsletterRhythm, SubscriptionEnd, SubscriptionState
from news.models import NewsletterSubscription
from portal.kernel import clock, erasure, errors, personal_data
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from tests import worlds
from tests.factories import news as factory

EMAIL = "ban-doc@example.org"
WEEK = timedelta(days=7, minutes=1)


@contextmanager
def _at(instant: datetime) -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", return_value=instant):
        yield


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def farmers() -> Term:
    return Term.objects.create(
        vocabulary=VocabularyCode.AUDIENCE, code="nd", label_vi="Nông dân thử", label_en="Growers"
    )


def _wishes(*audiences: str, rhythm: NewsletterRhythm = NewsletterRhythm.WEEKLY) -> Wishes:
    return Wishes(Language.VIETNAMESE, rhythm, audiences)


def _ask(email: str = EMAIL, *audiences: str, **wishes: Any) -> None:
    newsletter.ask(email=email, wishes=_wishes(*audiences, **wishes), form_key=uuid.uuid4(), now=clock.now())


def _subscribed(email: str = EMAIL, *audiences: str, **wishes: Any) -> NewsletterSubscription:
    _ask(email, *audiences, **wishes)
    found = NewsletterSubscription.objects.get(email=email, state=SubscriptionState.UNCONFIRMED)
    confirmed = newsletter.confirm(subscription=found, now=clock.now())
    mail.outbox.clear()
    return confirmed


def _link(message: Any, part: str) -> str:
    found = re.search(rf"http://testserver(\S*/{part}/\S+)", str(message.body))
    assert found, message.body
    return found.group(1)


def _send(after: timedelta = WEEK) -> int:
    with _at(clock.now() + after):
        return newsletter_issues.send_due(now=clock.now())


def test_nothing_is_sent_before_the_owner_presses_the_button(client: Client, room: factory.Newsroom) -> None:
    _ask()
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    address = _link(mail.outbox[0], "xac-nhan")
    factory.make_article(room.page, "Tin mới")
    assert _send() == 0

    assert client.get(address).status_code == 200
    found = NewsletterSubscription.objects.get()
    assert found.state == SubscriptionState.UNCONFIRMED
    answer = client.post(address)

    assert "Bạn đã đăng ký" in answer.content.decode()
    found.refresh_from_db()
    assert found.state == SubscriptionState.ACTIVE
    assert client.post(address).status_code == 200
    assert len([message for message in mail.outbox if message.to == [EMAIL]]) == 2


def test_link_to_confirm_works_three_days_and_what_nobody_confirms_is_deleted(client: Client, site: Site) -> None:
    _ask()
    address = _link(mail.outbox[0], "xac-nhan")
    with _at(clock.now() + newsletter.CONFIRM_PERIOD - timedelta(seconds=1)):
        assert client.get(address).status_code == 200
        assert newsletter.forget_unconfirmed(now=clock.now())[0].number == 0
    with _at(clock.now() + newsletter.CONFIRM_PERIOD):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        assert newsletter.forget_unconfirmed(now=clock.now(), dry_run=True)[0].number == 1
        assert newsletter.forget_unconfirmed(now=clock.now())[0].number == 1
    assert not NewsletterSubscription.objects.exists()


def test_asking_again_never_tells_or_changes_what_is_subscribed(client: Client, site: Site, farmers: Term) -> None:
    subscription = _subscribed()
    pages = []
    for email in (EMAIL, "khac@example.org"):
        answer = client.post("/ban-tin/", {"email": email.upper(), "rhythm": "daily", "audiences": ["nd"]}, follow=True)
        pages.append(re.sub(r"nonce-\S+", "", answer.content.decode()))
    assert pages[0] == pages[1]
    subscription.refresh_from_db()
    assert subscription.rhythm == NewsletterRhythm.WEEKLY
    assert not subscription.audiences.exists()
    assert [message.subject.startswith("Bạn đã đăng ký") for message in mail.outbox] == [True, False]


def test_new_wishes_before_confirming_replace_the_old_ones_and_their_link(
    client: Client, site: Site, farmers: Term
) -> None:
    _ask()
    _ask(EMAIL, "nd")
    first, second = (_link(message, "xac-nhan") for message in mail.outbox)
    assert client.get(first).status_code == 404
    assert "Nông dân thử" in client.get(second).content.decode()
    assert NewsletterSubscription.objects.count() == 1


def test_the_same_form_sent_twice_writes_once(site: Site) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        newsletter.ask(email=EMAIL, wishes=_wishes(), form_key=key, now=clock.now())
    assert len(mail.outbox) == 1


def test_issue_tells_what_is_new_for_the_audience_and_nothing_twice(room: factory.Newsroom, farmers: Term) -> None:
    factory.make_article(room.page, "Tin cũ", audiences=[farmers])
    with _at(clock.now() + timedelta(hours=1)):
        subscription = _subscribed(EMAIL, "nd")
    with _at(clock.now() + timedelta(days=1)):
        factory.make_article(room.page, "Tin cho nông dân", audiences=[farmers], published_at=factory.days_ago(90))
        factory.make_article(room.page, "Tin khác")
        factory.make_article(room.page, "Tin nháp", audiences=[farmers], live=False)

    assert _send(timedelta(days=6)) == 0
    assert _send(timedelta(days=8)) == 1
    assert _send(timedelta(days=8)) == 0
    assert _send(timedelta(days=30)) == 0

    issue = mail.outbox[-1]
    assert issue.to == [EMAIL]
    assert "Tin cho nông dân" in issue.subject
    assert "Tin cho nông dân" in issue.body
    for other in ("Tin cũ", "Tin khác", "Tin nháp"):
        assert other not in issue.body
    subscription.refresh_from_db()
    assert subscription.sent_through is not None


def test_run_that_is_cut_off_goes_on_without_telling_twice(
    room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        _subscribed(f"ban-doc-{number}@example.org")
    with _at(clock.now() + timedelta(hours=1)):
        factory.make_article(room.page, "Tin mới")
    real, calls = newsletter_issues.emails.issue, []

    def dying(**arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(**arguments)

    monkeypatch.setattr(newsletter_issues.emails, "issue", dying)
    with pytest.raises(KeyboardInterrupt):
        _send()
    assert _send() == 2
    assert sorted(message.to[0] for message in mail.outbox) == [f"ban-doc-{number}@example.org" for number in range(3)]


def test_issue_carries_the_headers_of_one_click_and_one_post_ends_it(client: Client, room: factory.Newsroom) -> None:
    subscription = _subscribed()
    with _at(clock.now() + timedelta(hours=1)):
        factory.make_article(room.page, "Tin mới")
    assert _send() == 1
    message = mail.outbox[-1].message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://testserver(/\S+)>", message["List-Unsubscribe"])
    assert address

    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address.group(1)).status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ACTIVE
    answer = strict.post(address.group(1), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not Client(enforce_csrf_checks=True).post(address.group(1), {"List-Unsubscribe": "One-Click"}).cookies
    subscription.refresh_from_db()
    assert (subscription.state, subscription.end_reason) == (SubscriptionState.ENDED, SubscriptionEnd.READER)
    with _at(clock.now() + timedelta(days=1)):
        factory.make_article(room.page, "Tin nữa")
    assert _send(timedelta(days=30)) == 0


def test_reader_ends_by_the_page_and_takes_it_up_again(client: Client, room: factory.Newsroom) -> None:
    subscription = _subscribed()
    secret = newsletter.holder_secret(subscription=subscription, now=clock.now())
    ended = client.post(f"/ban-tin/huy/{secret}/", follow=True)
    assert "Bạn đã hủy đăng ký" in ended.content.decode()
    factory.make_article(room.page, "Tin trong lúc nghỉ")
    with _at(clock.now() + timedelta(hours=1)):
        assert client.get(f"/ban-tin/nhan-lai/{secret}/").status_code == 302
        subscription.refresh_from_db()
        assert subscription.state == SubscriptionState.ENDED
        client.post(f"/ban-tin/nhan-lai/{secret}/")
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ACTIVE
    assert _send(timedelta(days=20)) == 0


def test_taking_up_again_is_refused_where_the_address_has_asked_anew(client: Client, site: Site) -> None:
    subscription = _subscribed()
    secret = newsletter.holder_secret(subscription=subscription, now=clock.now())
    newsletter.end(subscription=subscription, reason=SubscriptionEnd.READER, now=clock.now())
    _subscribed()
    answer = client.post(f"/ban-tin/nhan-lai/{secret}/")
    assert answer.status_code == 409
    assert "đã đăng ký mới" in answer.content.decode()


def test_reader_changes_choices_and_bad_input_keeps_them(client: Client, site: Site, farmers: Term) -> None:
    subscription = _subscribed()
    secret = newsletter.holder_secret(subscription=subscription, now=clock.now())
    address = f"/ban-tin/lua-chon/{secret}/"
    answer = client.post(address, {"audiences": ["nd"], "rhythm": "hourly", "language": "en"})
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    answer = client.post(address, {"audiences": ["nd"], "rhythm": "daily", "language": "en"})
    assert answer.status_code == 200
    subscription.refresh_from_db()
    assert (subscription.rhythm, subscription.language) == (NewsletterRhythm.DAILY, Language.ENGLISH)
    assert [term.code for term in subscription.audiences.all()] == ["nd"]


@pytest.mark.parametrize("data", [{"email": "khong-phai"}, {"email": ""}, {"audiences": ["khong-co"]}, {"rhythm": ""}])
def test_wrong_form_keeps_what_was_typed_and_writes_nothing(client: Client, site: Site, data: dict[str, Any]) -> None:
    answer = client.post("/ban-tin/", {"email": EMAIL, "rhythm": "weekly", **data})
    assert answer.status_code == 422
    assert data.get("email", EMAIL) in answer.content.decode()
    assert not mail.outbox
    assert not NewsletterSubscription.objects.exists()


def test_trap_and_limits_write_nothing(client: Client, site: Site) -> None:
    form = {"email": EMAIL, "rhythm": "weekly"}
    assert client.post("/ban-tin/", {**form, "website": "x"}).status_code == 302
    assert not mail.outbox
    answers = [client.post("/ban-tin/", form).status_code for _ in range(8)]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert len(mail.outbox) <= 6


def test_secrets_open_their_own_purpose_only(client: Client, site: Site) -> None:
    _ask()
    asked = _link(mail.outbox[0], "xac-nhan").rstrip("/").rpartition("/")[2]
    for part in ("lua-chon", "huy", "nhan-lai"):
        assert client.post(f"/ban-tin/{part}/{asked}/").status_code == 404
    subscription = newsletter.confirm(subscription=NewsletterSubscription.objects.get(), now=clock.now())
    held = newsletter.holder_secret(subscription=subscription, now=clock.now())
    assert client.post(f"/ban-tin/xac-nhan/{held}/").status_code == 404


def test_addresses_that_are_gone_are_written_to_no_more(room: factory.Newsroom) -> None:
    subscription = _subscribed()
    now = clock.now()
    for number in range(newsletter_issues.REFUSALS):
        OutgoingMail.objects.create(
            kind=newsletter_issues.emails.ISSUE,
            recipient=EMAIL,
            language="vi",
            subject="x",
            text="x",
            message_id=f"<{number}@x>",
            state="failed",
            smtp_code=550,
            queued_at=now,
            failed_at=now,
        )
    with _at(now + timedelta(hours=1)):
        factory.make_article(room.page, "Tin mới")
    assert _send() == 0
    subscription.refresh_from_db()
    assert subscription.end_reason == SubscriptionEnd.UNDELIVERABLE


def test_ended_address_is_erased_after_thirty_days(site: Site) -> None:
    running, ended = _subscribed(), _subscribed("da-huy@example.org")
    newsletter.end(subscription=ended, reason=SubscriptionEnd.READER, now=clock.now())
    with _at(clock.now() + newsletter.TAKING_UP_AGAIN + timedelta(days=1)):
        rule = next(rule for rule in personal_data.rules() if rule.model == "news.NewsletterSubscription")
        erasure.erase_expired_of(rule, now=clock.now())
    assert list(NewsletterSubscription.objects.all()) == [running]


def test_confirming_what_has_ended_is_refused(site: Site) -> None:
    subscription = _subscribed()
    newsletter.end(subscription=subscription, reason=SubscriptionEnd.READER, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        newsletter.confirm(subscription=subscription, now=clock.now())


def test_an_issue_costs_the_same_for_one_story_and_ten(
    room: factory.Newsroom, django_assert_max_num_queries: Any
) -> None:
    numbers = []
    for stories in (1, 9):
        subscription = _subscribed(f"{stories}@example.org")
        with _at(clock.now() + timedelta(hours=1)):
            for number in range(stories):
                factory.make_article(room.page, f"Tin {stories} {number}")
        with django_assert_max_num_queries(60) as queries:
            assert _send() >= 1
        numbers.append(len(queries))
        newsletter.end(subscription=subscription, reason=SubscriptionEnd.READER, now=clock.now())
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    "change",
    [
        "state = 'lost'",
        "rhythm = 'hourly'",
        "confirmed_at = NULL",
        "state = 'ended'",
        "ended_at = asked_at",
        "email = 'khac@example.org'",
    ],
)
def test_database_refuses_what_cannot_be(site: Site, change: str) -> None:
    _subscribed()
    _subscribed("khac@example.org")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_newslettersubscription SET {change} WHERE email = %s", [EMAIL])


@pytest.mark.parametrize(("hour", "number"), [(6, 0), (7, 1), (19, 1), (20, 0), (23, 0)])
def test_issues_go_out_by_day_only(room: factory.Newsroom, hour: int, number: int) -> None:
    _subscribed()
    with _at(clock.now() + timedelta(hours=1)):
        factory.make_article(room.page, "Tin mới")
    said = StringIO()
    with _at(clock.at(clock.today() + timedelta(days=9), hour)):
        call_command("send_newsletters", stdout=said)
    assert said.getvalue().startswith(f"{number} issues")


@pytest.mark.django_db
@pytest.mark.parametrize("mail", ["confirm", "issue", "welcome"])
@pytest.mark.parametrize("form", ["txt", "html"])
def test_audiences_with_commas_in_their_names_are_told_apart(mail: str, form: str) -> None:
    words = render_to_string(
        f"news/emails/newsletter_{mail}.{form}", {"audiences": ["Nông dân, hợp tác xã", "Làng nghề"]}
    )
    assert "Nông dân, hợp tác xã; Làng nghề" in words
