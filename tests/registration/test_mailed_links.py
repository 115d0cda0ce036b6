"""What a guest does behind mailed links: confirm, see, cancel, answer an offer; and foreign or old links."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Site

from portal.kernel import clock
from portal.kernel.models import SecretToken
from registration.domain import links, registrations
from registration.enums import RegistrationState, SubjectStatus
from registration.models import PlaceKind, Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind, make_registration
from tests.registration.conftest import Known
from tests.registration.guests import filled, links_in, old_ticket, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=2)


def test_email_is_confirmed_by_a_button_behind_the_link(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=1, needs_email_confirmation=True)
    answer = client.post(url_of(fair), filled())
    assert answer["Location"] == reverse("registration:check-mail", args=[fair.key])
    assert client.get(answer["Location"]).status_code == 200
    registration = Registration.objects.get()
    link = next(path for path in links_in(outbox.outbox[-1].body) if "/xac-nhan/" in path)
    assert client.get(link).status_code == 200
    registration.refresh_from_db()
    assert registration.state == RegistrationState.WAITING_FOR_EMAIL
    page = client.post(link, follow=True)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    assert registration.reference in page.content.decode()


def test_mail_and_manage_page_tell_when_a_fair_of_three_days_begins_and_ends(
    client: Client, fair: SubjectInfo, kind: PlaceKind, known: Known
) -> None:
    opens = clock.local(fair.starts).replace(hour=8, minute=0)
    closes = (opens + timedelta(days=2)).replace(hour=17)
    known[fair.key] = replace(fair, starts=opens, ends=closes)
    client.post(url_of(fair), filled())
    days = [day.strftime("%d/%m/%Y") for day in (opens, closes)]
    body = outbox.outbox[-1].body
    manage = next(path for path in links_in(body) if "/quan-ly/" in path)
    for shown in (body, client.get(manage).content.decode()):
        assert re.search(rf"08:00 [^<]+, {days[0]} đến 17:00 [^<]+, {days[1]}", shown)


def test_manage_page_shows_and_cancels_after_asking(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    client.post(url_of(fair), filled())
    registration = Registration.objects.get()
    manage = next(
        path for path in links_in(outbox.outbox[-1].body) if "/quan-ly/" in path and not path.endswith("/ve/")
    )
    page = client.get(manage)
    assert registration.reference in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert client.get(f"{manage}huy/").status_code == 200
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    client.post(f"{manage}huy/")
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED
    assert client.get(manage).status_code == 200
    assert client.get(f"{manage}huy/").status_code == 302


def test_link_to_confirm_offers_nothing_to_confirm_once_it_is_done(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=1, needs_email_confirmation=True)
    client.post(url_of(fair), filled())
    link = next(path for path in links_in(outbox.outbox[-1].body) if "/xac-nhan/" in path)
    assert "Xác nhận đăng ký</button>" in client.get(link).content.decode()
    client.post(link)
    page = client.get(link).content.decode()
    assert "Không còn gì cần xác nhận" in page
    assert "Xác nhận đăng ký</button>" not in page
    assert "Chỗ của bạn đã được xác nhận" in client.post(link, follow=True).content.decode()


def test_link_to_confirm_promises_no_ticket_after_cancelling(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, capacity=1, needs_email_confirmation=True)
    client.post(url_of(fair), filled())
    link = next(path for path in links_in(outbox.outbox[-1].body) if "/xac-nhan/" in path)
    client.post(link)
    registrations.cancel(registration=Registration.objects.get(), now=clock.now())
    page = client.post(link, follow=True)
    assert [reverse_name(url) for url, _status in page.redirect_chain] == ["done", "manage"]
    assert "Đăng ký này đã được hủy." in page.content.decode()
    assert "Trong thư có vé của bạn" not in page.content.decode()


def test_what_the_holder_is_told_is_told_once(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    secret = links.issue_manage(registration=make_registration(kind), now=clock.now())
    registrations.cancel(registration=Registration.objects.get(), now=clock.now())
    page = client.get(reverse("registration:change", args=[secret]), follow=True).content.decode()
    assert page.count("Đăng ký này không sửa được nữa.") == 1


def test_address_of_the_online_part_can_be_followed(
    client: Client, fair: SubjectInfo, kind: PlaceKind, known: Known
) -> None:
    known[fair.key] = replace(fair, online_url="https://meet.example.org/phong-1")
    secret = links.issue_manage(registration=make_registration(kind), now=clock.now())
    page = client.get(reverse("registration:manage", args=[secret])).content.decode()
    assert 'href="https://meet.example.org/phong-1"' in page


def test_a_date_that_was_put_off_is_not_told_as_valid(
    client: Client, fair: SubjectInfo, kind: PlaceKind, known: Known
) -> None:
    secret = links.issue_manage(registration=make_registration(kind), now=clock.now())
    manage = reverse("registration:manage", args=[secret])
    assert "Thời gian cũ, không còn hiệu lực" not in client.get(manage).content.decode()
    known[fair.key] = replace(fair, status=SubjectStatus.POSTPONED)
    assert "Thời gian cũ, không còn hiệu lực" in client.get(manage).content.decode()


def reverse_name(url: str) -> str:
    return resolve(url).url_name or ""


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("accept", "confirmed", "Bạn đã nhận chỗ."),
        ("decline", "declined", "Bạn đã từ chối chỗ này."),
        ("", "offered", "Hãy chọn nhận hoặc từ chối chỗ."),
    ],
)
def test_offer_is_answered_by_link(client: Client, fair: SubjectInfo, answer: str, state: str, words: str) -> None:
    kind = make_kind(subject=fair.key, capacity=1)
    now = clock.now()
    holder, waiting = make_registration(kind, now=now), make_registration(kind, now=now)
    registrations.cancel(registration=holder, now=now)
    manage = next(path for path in links_in(outbox.outbox[-1].body) if "/quan-ly/" in path)
    assert client.get(manage).context["offer_until"] is not None
    assert client.get(f"{manage}tra-loi/").status_code == 405
    page = client.post(f"{manage}tra-loi/", {"answer": answer}, follow=True)
    waiting.refresh_from_db()
    assert waiting.state == state
    assert page.content.decode().count(words) == 1


def test_foreign_links_answer_404(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    registration = make_registration(kind)
    now = clock.now()
    manage = links.issue_manage(registration=registration, now=now)
    confirm = links.issue_confirm(registration=registration, now=now - links.CONFIRM_LIFETIME)
    for name, secret in (
        ("manage", "no-such-secret"),
        ("manage", confirm),
        ("confirm", manage),
        ("confirm", confirm),
        ("done", "no-such-secret"),
        ("cancel", "no-such-secret"),
    ):
        assert client.get(reverse(f"registration:{name}", args=[secret])).status_code == 404
    assert client.post(reverse("registration:answer-offer", args=["no"]), {"answer": "accept"}).status_code == 404
    assert client.post(reverse("registration:cancel", args=["no"])).status_code == 404


def test_link_to_manage_ends_a_while_after_the_event_and_can_be_sent_again(
    client: Client, known: Known, fair: SubjectInfo, kind: PlaceKind
) -> None:
    registration = make_registration(kind)
    now = clock.now()
    assert fair.ends is not None
    last = fair.ends + links.MANAGE_MARGIN

    def opens(secret: str, at: datetime) -> bool:
        return links.registration_of(purpose=links.MANAGE, secret=secret, now=at) == registration

    secret = links.issue_manage(registration=registration, now=now)
    assert opens(secret, last - timedelta(minutes=1))
    assert not opens(secret, last)
    late = links.issue_manage(registration=registration, now=last)
    assert opens(late, last + links.MANAGE_MARGIN - timedelta(minutes=1))
    del known[fair.key]
    unknown = links.issue_manage(registration=registration, now=now)
    assert opens(unknown, now + timedelta(days=59))
    assert not opens(unknown, now + links.MANAGE_MARGIN)
    assert not SecretToken.objects.filter(purpose=links.MANAGE, expires_at=None).exists()


def test_link_is_sent_again_to_the_same_address_only(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    registration = make_registration(kind)
    outbox.outbox.clear()
    url = reverse("registration:link-again", args=[fair.key])
    assert client.get(url).status_code == 200
    nobody = client.post(url, {"email": "nobody@example.org", "ticket": old_ticket()})
    assert outbox.outbox == []
    somebody = client.post(url, {"email": registration.email.upper(), "ticket": old_ticket()})
    assert [message.to for message in outbox.outbox] == [[registration.email]]
    assert nobody["Location"] == somebody["Location"]


def test_over_is_over(client: Client, known: Known, fair: SubjectInfo, kind: PlaceKind) -> None:
    registration = make_registration(kind)
    secret = links.issue_manage(registration=registration, now=clock.now())
    past = clock.now() - timedelta(hours=1)
    known[fair.key] = SubjectInfo(key=fair.key, title=fair.title, url=fair.url, starts=past)
    client.post(reverse("registration:cancel", args=[secret]))
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
