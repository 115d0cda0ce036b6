"""Conversations: messages both ways, contact details only when both agree, reports to the officer, constraints."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.kernel import clock, errors
from showcase import queries
from showcase.domain import conversation
from showcase.domain import enquiry as enquiries
from showcase.domain.deal_details import FormUsedError
from showcase.domain.sides import Actor
from showcase.enquiry_enums import AbuseReason, ReportState, Side
from showcase.enums import Disclosure, EnquiryState
from showcase.models import AbuseReport, ContactShare, Enquiry, EnquiryMessage, SenderBlock
from tests import worlds
from tests.factories import exhibitors
from tests.factories import showcase as factory

SENDER = Actor(Side.SENDER)


def copy(table: str, columns: str) -> str:
    """Return the statement that adds every row of a table once more."""
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}"


def write(enquiry: Any, actor: Actor, text: str = "Xin chào", **values: Any) -> EnquiryMessage:
    filled = {"submission_key": uuid.uuid4(), "now": clock.now(), **values}
    return conversation.send_message(enquiry=enquiry, actor=actor, text=text, **filled)


def share(enquiry: Any, actor: Actor, phone: str = "0911 222 333") -> ContactShare:
    return conversation.offer_contact(enquiry=enquiry, actor=actor, phone=phone, now=clock.now())


@worlds.standing
def talk(market: SimpleNamespace) -> SimpleNamespace:
    """An answered enquiry with its owner."""
    owner = exhibitors.owner_of(market.organisation)
    page = factory.publish_technology(market)
    return SimpleNamespace(
        market=market, page=page, owner=owner, by_owner=Actor(Side.OWNER, owner), enquiry=factory.answered(page, owner)
    )


def test_messages_go_both_ways_with_copies_that_name_no_address(talk: SimpleNamespace) -> None:
    mail.outbox.clear()
    write(talk.enquiry, SENDER, "Giá bao nhiêu?")
    write(talk.enquiry, talk.by_owner, "Mời bạn đến xem.")
    assert [message.to for message in mail.outbox] == [[talk.owner.email], ["mua@example.org"]]
    for message, own in zip(mail.outbox, (talk.owner.email, "mua@example.org"), strict=True):
        assert "Reply-To" not in message.message()
        text = str(message.message()) + message.body + message.alternatives[0][0]
        for address in {talk.owner.email, "mua@example.org", "lien-he@example.org"} - {own}:
            assert address not in text
    assert "Mời bạn đến xem." in mail.outbox[1].body


def test_message_sent_twice_is_one(talk: SimpleNamespace) -> None:
    key = uuid.uuid4()
    mail.outbox.clear()
    first = write(talk.enquiry, SENDER, submission_key=key)
    assert write(talk.enquiry, SENDER, submission_key=key).pk == first.pk
    assert len(mail.outbox) == 1


def test_the_form_of_another_message_writes_none(client: Client, talk: SimpleNamespace) -> None:
    key = uuid.uuid4()
    first = write(talk.enquiry, SENDER, submission_key=key)
    other = factory.answered(factory.publish_technology(talk.market), talk.owner)
    for enquiry, actor in ((other, SENDER), (other, talk.by_owner), (talk.enquiry, talk.by_owner)):
        with pytest.raises(FormUsedError):
            write(enquiry, actor, submission_key=key)
    client.force_login(talk.owner)
    url = reverse("showcase:desk-message", args=[other.reference])
    answer = client.post(url, {"text": "Giữ lời này.", "submission_key": str(key)})
    assert answer.status_code == 200
    assert answer.context["message_form"].non_field_errors() == [str(FormUsedError())]
    assert "Giữ lời này." in answer.content.decode()
    assert list(EnquiryMessage.objects.all()) == [first]


def test_message_limits(talk: SimpleNamespace) -> None:
    now = clock.now()
    for _index in range(conversation.MOST_MESSAGES_A_DAY):
        write(talk.enquiry, SENDER, now=now)
    with pytest.raises(errors.LimitReachedError):
        write(talk.enquiry, SENDER, now=now)
    write(talk.enquiry, talk.by_owner, now=now)
    write(talk.enquiry, SENDER, now=now + timedelta(days=1, seconds=1))
    with pytest.raises(errors.DomainError):
        write(talk.enquiry, talk.by_owner, "  ")


def test_nothing_is_exchanged_before_the_answer_and_after_the_end(talk: SimpleNamespace) -> None:
    fresh = factory.ask(factory.publish_technology(talk.market))
    for act in (write, share):
        with pytest.raises(errors.IllegalMoveError):
            act(fresh, SENDER)
    enquiries.close(enquiry=talk.enquiry, by=talk.owner, now=clock.now())
    for act in (write, share):
        with pytest.raises(errors.IllegalMoveError):
            act(talk.enquiry, SENDER)


def test_strangers_viewers_and_twins_may_do_nothing(talk: SimpleNamespace) -> None:
    viewer = exhibitors.make_member(talk.market.organisation, MemberRole.VIEWER).user
    twin = exhibitors.owner_of(talk.market.buyer)
    for person in (viewer, twin, exhibitors.make_person()):
        for actor in (Actor(Side.OWNER, person), Actor(Side.SENDER, person)):
            for act in (write, share):
                with pytest.raises(errors.NotAllowedError):
                    act(talk.enquiry, actor)
            with pytest.raises(errors.NotAllowedError):
                conversation.report(
                    enquiry=talk.enquiry, actor=actor, reason=AbuseReason.SPAM, text="", now=clock.now()
                )
        with pytest.raises(errors.NotAllowedError):
            conversation.refuse_sender(enquiry=talk.enquiry, by=person, now=clock.now())


@pytest.mark.parametrize("order", [(Side.OWNER, Side.SENDER), (Side.SENDER, Side.OWNER)])
def test_contact_is_disclosed_when_both_agree_and_not_before(talk: SimpleNamespace, order: tuple[Side, Side]) -> None:
    actors = {Side.OWNER: talk.by_owner, Side.SENDER: SENDER}
    mail.outbox.clear()
    assert share(talk.enquiry, actors[order[0]]).disclosed_at is None
    offered = mail.outbox[0]
    assert "lien-he@example.org" not in offered.body
    assert "0911 222 333" not in offered.body
    second = share(talk.enquiry, actors[order[1]])
    assert second.disclosed_at is not None
    rows = {row.side: row for row in ContactShare.objects.all()}
    assert rows[Side.OWNER].email == "lien-he@example.org"
    assert rows[Side.SENDER].email == "mua@example.org"
    assert all(row.disclosed_at == second.disclosed_at for row in rows.values())
    to_sender = factory.letters_to(mail.outbox, "mua@example.org")[-1]
    to_owner = factory.letters_to(mail.outbox, talk.owner.email)[-1]
    assert "lien-he@example.org" in to_sender.body
    assert "mua@example.org" in to_owner.body
    with pytest.raises(errors.IllegalMoveError):
        conversation.take_contact_back(enquiry=talk.enquiry, actor=SENDER, now=clock.now())


def test_readiness_can_be_taken_back_until_then(talk: SimpleNamespace) -> None:
    share(talk.enquiry, SENDER)
    conversation.take_contact_back(enquiry=talk.enquiry, actor=SENDER, now=clock.now())
    assert not ContactShare.objects.exists()
    assert share(talk.enquiry, talk.by_owner).disclosed_at is None


def test_owner_who_never_gives_contact_is_left_in_peace(client: Client, talk: SimpleNamespace) -> None:
    talk.page.disclosure = Disclosure.NEVER
    talk.page.save()
    for actor in (SENDER, talk.by_owner):
        with pytest.raises(errors.DomainError):
            share(talk.enquiry, actor)
    client.force_login(talk.owner)
    url = reverse("showcase:enquiry", args=[talk.enquiry.reference])
    assert reverse("showcase:desk-share", args=[talk.enquiry.reference]) not in client.get(url).content.decode()
    write(talk.enquiry, SENDER)


def test_anonymous_owner_is_named_when_both_agree(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = factory.publish_technology(market, is_anonymous=True)
    mail.outbox.clear()
    made = factory.answered(page, owner)
    write(made, Actor(Side.OWNER, owner))
    path = factory.link_in(factory.letters_to(mail.outbox, "mua@example.org")[-1], "/quan-tam/trao-doi/")
    share(made, SENDER)
    for message in factory.letters_to(mail.outbox, "mua@example.org"):
        assert "Sông Mơ" not in message.body + message.alternatives[0][0]
    assert "Sông Mơ" not in client.get(path).content.decode()
    share(made, Actor(Side.OWNER, owner))
    assert "Sông Mơ" in client.get(path).content.decode()
    assert "Sông Mơ" in factory.letters_to(mail.outbox, "mua@example.org")[-1].body


def test_report_reaches_the_officer_who_closes_or_dismisses(client: Client, talk: SimpleNamespace) -> None:
    officer = factory.make_intermediary()
    mail.outbox.clear()
    made = conversation.report(
        enquiry=talk.enquiry, actor=SENDER, reason=AbuseReason.FRAUD, text="Giả mạo", now=clock.now()
    )
    assert [message.to for message in mail.outbox] == [[officer.email]]
    again = conversation.report(enquiry=talk.enquiry, actor=SENDER, reason=AbuseReason.SPAM, text="", now=clock.now())
    assert again.pk == made.pk
    with pytest.raises(errors.NotAllowedError):
        conversation.handle_report(report=made, by=talk.owner, uphold=True, remark="", now=clock.now())
    client.force_login(officer)
    decide = reverse("abuse_reports:decide", args=[made.pk, "uphold"])
    assert client.get(decide).status_code == 200
    assert client.post(decide, {"remark": "Đúng vậy"}).status_code == 302
    assert AbuseReport.objects.get().state == ReportState.UPHELD
    assert Enquiry.objects.get(pk=talk.enquiry.pk).state == EnquiryState.CLOSED
    for name in ("enquiries", "abuse_reports", "deals"):
        assert client.get(reverse(f"{name}:index")).status_code == 200
    inspect = client.get(reverse("enquiries:inspect", args=[talk.enquiry.pk])).content.decode()
    assert "mua@example.org" not in inspect
    late = client.get(reverse("enquiries:index"), {"late": "true"})
    assert late.status_code == 200
    client.force_login(talk.owner)
    assert client.post(decide, {"remark": "x"}).status_code in {302, 404}


def test_interest_is_accepted_only_for_the_account_that_was_answered(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    person = exhibitors.make_person()
    made = factory.ask(page, sender=person, email=person.email)
    key = page.translation_key
    assert not queries.interest_accepted(person, key)
    enquiries.answer(enquiry=made, by=owner, text="Mời xem.", now=clock.now())
    assert queries.interest_accepted(person, key)
    assert not queries.interest_accepted(exhibitors.make_person(), key)
    assert not queries.interest_accepted(person, uuid.uuid4())
    enquiries.withdraw(enquiry=made, actor=Actor(Side.SENDER, person), now=clock.now())
    assert not queries.interest_accepted(person, key)


def test_conversation_constraints_hold_in_the_database(talk: SimpleNamespace) -> None:
    write(talk.enquiry, SENDER)
    share(talk.enquiry, SENDER)
    share(talk.enquiry, talk.by_owner)
    conversation.report(enquiry=talk.enquiry, actor=SENDER, reason=AbuseReason.SPAM, text="", now=clock.now())
    conversation.refuse_sender(enquiry=talk.enquiry, by=talk.owner, now=clock.now())
    for statement in (
        "UPDATE showcase_enquirymessage SET side = 'third'",
        "UPDATE showcase_enquirymessage SET text = ''",
        "UPDATE showcase_contactshare SET side = 'sender'",
        "UPDATE showcase_contactshare SET disclosed_at = '2001-01-01 00:00:00+00:00'",
        "UPDATE showcase_abusereport SET state = 'upheld'",
        "UPDATE showcase_enquirylog SET step = 'lost'",
        copy("showcase_senderblock", "organisation_id, email, name, made_at"),
        copy("showcase_abusereport", "enquiry_id, side, reason, text, state, reported_at, remark"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_conversation_page_keeps_what_was_typed_and_costs_the_same(client: Client, talk: SimpleNamespace) -> None:
    client.force_login(talk.owner)
    url = reverse("showcase:enquiry", args=[talk.enquiry.reference])
    send = reverse("showcase:desk-message", args=[talk.enquiry.reference])
    empty = client.post(send, {"text": " ", "submission_key": str(uuid.uuid4())})
    assert empty.status_code == 200
    assert "text" in empty.context["message_form"].errors
    counts = []
    for size in (1, 30):
        missing = size - EnquiryMessage.objects.count()
        for number in range(missing):
            write(talk.enquiry, (SENDER, talk.by_owner)[number % 2], f"Lời {number}", now=clock.now())
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1], counts
    assert counts[0] <= 22


def test_own_enquiries_cost_the_same(client: Client, market: SimpleNamespace) -> None:
    person = exhibitors.make_person()
    client.force_login(person)
    url = reverse("showcase:own-enquiries")
    assert client.get(url).status_code == 200
    counts = []
    for size in (1, 19):
        while Enquiry.objects.count() < size:
            factory.ask(factory.publish_technology(market), sender=person, email=person.email)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_domain_keeps_no_invisible_characters(talk: SimpleNamespace) -> None:
    typed = "Giá\u200b bao nhiêu\u202e?\r\n\r\nHo\u0300i"
    message = write(talk.enquiry, SENDER, typed)
    assert message.text == "Giá bao nhiêu?\n\nHòi"
    reported = conversation.report(
        enquiry=talk.enquiry, actor=SENDER, reason=AbuseReason.OTHER, text=typed, now=clock.now()
    )
    assert reported.text == message.text
    asked = factory.ask(talk.page, name="Lê\u2060 Thị\u200b Hỏi", interest=typed)
    assert (asked.name, asked.interest) == ("Lê Thị Hỏi", message.text)
    enquiries.answer(enquiry=asked, by=talk.owner, text=typed, now=clock.now())
    asked.refresh_from_db()
    assert asked.answer == message.text
    with pytest.raises(errors.DomainError):
        write(talk.enquiry, SENDER, "\u200b\u2060")


def test_taking_a_sender_again_twice_is_answered_alike(client: Client, talk: SimpleNamespace) -> None:
    block = conversation.refuse_sender(enquiry=talk.enquiry, by=talk.owner, now=clock.now())
    client.force_login(talk.owner)
    ((_block, ticket),) = client.get(reverse("showcase:enquiries")).context["refused"]
    url = reverse("showcase:sender-accept", args=[block.pk])
    answers = [client.post(url, {"ticket": ticket}) for _press in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("showcase:enquiries"))] * 2
    assert not SenderBlock.objects.exists()
    assert client.post(url).status_code == 404
    other = reverse("showcase:sender-accept", args=[block.pk + 1])
    assert client.post(other, {"ticket": ticket}).status_code == 404
    client.force_login(exhibitors.owner_of(talk.market.buyer))
    assert client.post(url, {"ticket": ticket}).status_code == 404
