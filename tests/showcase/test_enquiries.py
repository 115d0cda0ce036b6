"""Enquiries: once and only once, their mails, their states, who reads them."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.kernel import clock, errors, limits, personal_data
from portal.kernel.languages import Language
from showcase.domain import enquiry as enquiries
from showcase.domain import enquiry_limits
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.enums import EnquiryState, NeedStatus, Outcome
from showcase.models import Enquiry
from tests.factories import exhibitors
from tests.factories import showcase as factory

ANSWERS = {
    "interest": "Sấy hành",
    "contribution": "Xưởng 200 m2",
    "question": "Giá?",
    "timing": "Quý sau",
    "name": "Trần Thị Mua",
    "email": "Mua@Example.org",
    "phone": "",
    "company": "HTX Mẫu",
}


def test_enquiry_tells_the_owner_and_copies_the_sender(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    mail.outbox.clear()
    made = factory.ask(page, email="Mua@Example.org")
    by_recipient = {message.to[0]: message for message in mail.outbox}
    assert set(by_recipient) == {owner.email, "mua@example.org"}
    assert f"/ban-lam-viec/quan-tam/{made.reference}/" in by_recipient[owner.email].body
    assert "/quan-tam/trao-doi/" in by_recipient["mua@example.org"].body
    assert made.state == EnquiryState.NEW


def test_enquiry_sent_twice_is_one(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    key = uuid.uuid4()
    first = factory.ask(page, submission_key=key)
    mail.outbox.clear()
    assert factory.ask(page, submission_key=key).pk == first.pk
    assert mail.outbox == []
    assert Enquiry.objects.count() == 1


def test_enquiry_is_refused_where_nothing_is_offered(market: SimpleNamespace) -> None:
    gone = factory.publish_technology(market, outcome=Outcome.TRANSFERRED)
    done = factory.publish_need(market, status=NeedStatus.SIGNED)
    for page in (gone, done):
        with pytest.raises(errors.DomainError):
            factory.ask(page)
    assert not Enquiry.objects.exists()


def test_enquiry_limit_counts_one_address_within_a_day(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    now = clock.now()
    others = [factory.publish_technology(market) for _index in range(enquiry_limits.MOST_A_DAY)]
    for _index in range(enquiry_limits.MOST_ABOUT_ONE):
        factory.ask(page, now=now)
    with pytest.raises(errors.LimitReachedError):
        factory.ask(page, now=now)
    for other in others[enquiry_limits.MOST_ABOUT_ONE :]:
        factory.ask(other, now=now)
    with pytest.raises(errors.LimitReachedError):
        factory.ask(others[0], now=now)
    factory.ask(page, email="khac@example.org", now=now)
    factory.ask(page, now=now + timedelta(days=1, seconds=1))


def test_a_stranger_shuts_no_address_out(
    client: Client, market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_ADDRESS", enquiry_limits.MOST_ABOUT_ONE)
    page, person = factory.publish_technology(market), exhibitors.make_person()
    url = reverse("showcase:ask-technology", args=[page.translation_key])
    for _number in range(enquiry_limits.MOST_ABOUT_ONE):
        posted = {**ANSWERS, "email": person.email, "submission_key": str(uuid.uuid4())}
        assert client.post(url, posted).status_code == 302
    assert {entry.state for entry in Enquiry.objects.all()} == {EnquiryState.UNCONFIRMED}
    client.force_login(person)
    own = {**ANSWERS, "email": person.email, "submission_key": str(uuid.uuid4())}
    assert client.post(url, own).status_code == 302
    assert Enquiry.objects.get(submission_key=own["submission_key"]).state == EnquiryState.NEW
    for _number in range(enquiry_limits.MOST_ABOUT_ONE - 1):
        factory.ask(page, sender=person, email=person.email)
    with pytest.raises(errors.LimitReachedError):
        factory.ask(page, sender=person, email=person.email)
    assert Enquiry.objects.filter(delivered_at=None).count() == enquiry_limits.MOST_ABOUT_ONE


def test_a_mailbox_is_guarded_and_its_owner_writes_on(market: SimpleNamespace) -> None:
    page, person = factory.publish_technology(market), exhibitors.make_person()
    for _number in range(enquiry_limits.MOST_WAITING):
        factory.ask(page, confirmed=False, email=person.email)
    with pytest.raises(errors.LimitReachedError) as caught:
        factory.ask(page, confirmed=False, email=person.email)
    assert caught.value.field == "email"
    assert factory.ask(page, sender=person, email=person.email).state == EnquiryState.NEW


def test_a_link_past_the_limit_works_again_the_day_after(market: SimpleNamespace) -> None:
    page, now = factory.publish_technology(market), clock.now()
    waiting = factory.ask(page, confirmed=False, now=now)
    for _number in range(enquiry_limits.MOST_ABOUT_ONE):
        factory.ask(page, now=now)
    with pytest.raises(errors.LimitReachedError):
        enquiries.confirm(enquiry=waiting, now=now)
    assert enquiries.confirm(enquiry=waiting, now=now + timedelta(days=1, seconds=1)).state == EnquiryState.NEW


def test_enquiry_moves_only_as_the_table_says(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    made = factory.ask(page, language=Language.ENGLISH)
    viewer = exhibitors.make_member(market.organisation, MemberRole.VIEWER).user
    for person in (viewer, exhibitors.make_person()):
        with pytest.raises(errors.NotAllowedError):
            enquiries.answer(enquiry=made, by=person, text="Không", now=clock.now())
    with pytest.raises(errors.DomainError):
        enquiries.answer(enquiry=made, by=owner, text="  ", now=clock.now())
    mail.outbox.clear()
    answered = enquiries.answer(enquiry=made, by=owner, text="Mời đến xưởng.", now=clock.now())
    assert answered.state == EnquiryState.ANSWERED
    assert [message.to for message in mail.outbox] == [["mua@example.org"]]
    assert "Mời đến xưởng." in mail.outbox[0].body
    assert owner.email not in mail.outbox[0].body
    with pytest.raises(errors.IllegalMoveError):
        enquiries.answer(enquiry=made, by=owner, text="Lần nữa", now=clock.now())
    closed = enquiries.close(enquiry=made, by=owner, now=clock.now())
    assert closed.closed_at is not None
    with pytest.raises(errors.IllegalMoveError):
        enquiries.withdraw(enquiry=made, actor=Actor(Side.SENDER), now=clock.now())


def test_enquiry_constraints_hold_in_the_database(market: SimpleNamespace) -> None:
    made = factory.ask(factory.publish_technology(market))
    for change in (
        "state = 'closed'",
        "state = 'answered'",
        "state = 'lost'",
        "closed_at = created_at",
        "state = 'declined', closed_at = created_at",
        "decline_reason = 'terms'",
        "delivered_at = NULL, expires_on = NULL",
        "expires_on = NULL",
        "state = 'unconfirmed'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE showcase_enquiry SET {change} WHERE id = %s", [made.pk])


def test_enquiry_personal_fields_are_declared() -> None:
    for name in ("name", "email", "phone", "company", "interest", "sender"):
        assert personal_data.is_registered("showcase.Enquiry", name)


def test_enquiry_form_sends_and_confirms(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    url = reverse("showcase:ask-technology", args=[page.translation_key])
    form = client.get(url).context["form"]
    key = form["submission_key"].value()
    for _twice in range(2):
        response = client.post(url, {**ANSWERS, "submission_key": key})
        assert response.status_code == 302
    made = Enquiry.objects.get()
    assert (made.name, made.email, made.company) == ("Trần Thị Mua", "mua@example.org", "HTX Mẫu")
    confirmation = client.get(response.url)
    assert made.reference in confirmation.content.decode()
    assert client.get(reverse("showcase:asked", args=[uuid.uuid4()])).status_code == 404


def test_enquiry_form_keeps_what_was_typed(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    url = reverse("showcase:ask-technology", args=[page.translation_key])
    response = client.post(url, {**ANSWERS, "interest": "", "email": "khong-phai", "submission_key": str(uuid.uuid4())})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"interest", "email"}
    html = response.content.decode()
    assert "Xưởng 200 m2" in html
    assert "khong-phai" in html
    assert not Enquiry.objects.exists()


def test_enquiries_in_floods_are_stopped(
    client: Client, market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_CONNECTION", 2)
    page = factory.publish_technology(market)
    url = reverse("showcase:ask-technology", args=[page.translation_key])
    codes = [
        client.post(
            url, {**ANSWERS, "email": f"an{number}@example.org", "submission_key": str(uuid.uuid4())}
        ).status_code
        for number in range(3)
    ]
    assert codes == [302, 302, 429]
    assert Enquiry.objects.count() == 2


def test_enquiry_trap_stops_machines(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    url = reverse("showcase:ask-technology", args=[page.translation_key])
    response = client.post(url, {**ANSWERS, "website": "http://spam", "submission_key": str(uuid.uuid4())})
    assert response.status_code == 200
    assert not Enquiry.objects.exists()


def test_enquiry_form_is_there_in_english_and_nowhere_for_hidden_pages(client: Client, market: SimpleNamespace) -> None:
    need = factory.publish_need(market)
    response = client.get(f"/en/interest/need/{need.translation_key}/")
    assert response.status_code == 200
    assert "Offer a solution" in response.content.decode()
    assert client.get(f"/quan-tam/nhu-cau/{uuid.uuid4()}/").status_code == 404
    need.unpublish()
    assert client.get(f"/quan-tam/nhu-cau/{need.translation_key}/").status_code == 404


def test_enquiry_link_withdraws_by_post_only(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    mail.outbox.clear()
    made = factory.ask(page)
    path = factory.link_in(factory.letters_to(mail.outbox, "mua@example.org")[-1], "/quan-tam/trao-doi/")
    assert client.get(path).status_code == 200
    assert client.get(f"{path}rut/").status_code == 200
    assert Enquiry.objects.get().state == EnquiryState.NEW
    assert client.post(f"{path}rut/").status_code == 200
    assert Enquiry.objects.get(pk=made.pk).state == EnquiryState.WITHDRAWN
    assert client.get(path).status_code == 404
    assert client.get("/quan-tam/trao-doi/khong-dung/").status_code == 404
