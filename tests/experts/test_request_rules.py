"""Messages to experts: confirmation, answers, limits, blocks, and addresses that stay with the portal."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from experts.domain import profile as profiles
from experts.domain import request
from experts.enums import REQUEST_MOVES, DeclineReason, RequestState, Side
from experts.models import ExpertBlock, ExpertMessage, ExpertRequest
from portal.kernel import errors
from portal.mail.models import OutgoingMail
from tests.factories import exhibitors
from tests.factories import experts as factory
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db

SENDER = "nguoi-hoi-bi-mat@example.org"
EXPERT = "chuyen-gia-bi-mat@example.org"


@pytest.fixture
def profile() -> Any:
    made = factory.make_expert(exhibitors.make_person(EXPERT))
    OutgoingMail.objects.all().delete()
    return made


def mails_to(address: str) -> list[str]:
    return [f"{mail.subject}\n{mail.text}\n{mail.html}" for mail in OutgoingMail.objects.filter(recipient=address)]


def answer(made: ExpertRequest, words: str = "Được.", key: uuid.UUID | None = None) -> ExpertRequest:
    return request.answer(request=made, by=made.profile.user, words=words, submission_key=key or uuid.uuid4(), now=NOON)


def test_guest_is_heard_only_after_confirming(profile: Any) -> None:
    made = factory.make_request(profile, confirmed=False, email=SENDER)
    assert made.state == RequestState.UNCONFIRMED
    assert mails_to(EXPERT) == []
    assert len(mails_to(SENDER)) == 1
    request.confirm(request=made, now=NOON)
    request.confirm(request=made, now=NOON)
    assert len(mails_to(EXPERT)) == 1
    assert len(mails_to(SENDER)) == 2


def test_account_writes_from_its_own_address_at_once(profile: Any) -> None:
    person = exhibitors.make_person(SENDER)
    made = factory.make_request(profile, confirmed=False, sender=person, email="giả-mạo@example.org")
    assert (made.state, made.email) == (RequestState.DELIVERED, SENDER)
    assert len(mails_to(EXPERT)) == 1


def test_no_side_learns_the_others_address(profile: Any) -> None:
    made = factory.make_request(profile, email=SENDER)
    answer(made, "Gửi hồ sơ cho tôi.")
    request.go_on(request=made, words="Đây ạ.", submission_key=uuid.uuid4(), now=NOON)
    request.decline(request=made, by=profile.user, reason=DeclineReason.TIME, block=False, now=NOON)
    to_expert, to_sender = mails_to(EXPERT), mails_to(SENDER)
    assert (len(to_expert), len(to_sender)) == (2, 4)
    assert not any(SENDER in mail for mail in to_expert)
    assert not any(EXPERT in mail for mail in to_sender)


def test_double_posts_change_nothing(profile: Any) -> None:
    key = uuid.uuid4()
    first = factory.make_request(profile, confirmed=False, submission_key=key, email=SENDER)
    assert factory.make_request(profile, confirmed=False, submission_key=key, email=SENDER).pk == first.pk
    request.confirm(request=first, now=NOON)
    reply = uuid.uuid4()
    answer(first, key=reply)
    answer(first, key=reply)
    assert ExpertMessage.objects.filter(side=Side.EXPERT).count() == 1


def test_one_open_conversation_and_five_a_day(profile: Any) -> None:
    factory.make_request(profile, email=SENDER)
    with pytest.raises(errors.DomainError) as caught:
        factory.make_request(profile, email=SENDER.upper())
    assert caught.value.field == "email"
    for _number in range(request.MOST_A_DAY - 1):
        factory.make_request(factory.make_expert(), email=SENDER)
    with pytest.raises(errors.LimitReachedError):
        factory.make_request(factory.make_expert(), email=SENDER)
    factory.make_request(factory.make_expert(), email=SENDER, now=NOON + timedelta(days=1, minutes=1))


def test_unconfirmed_message_of_a_stranger_bars_nobody(profile: Any) -> None:
    first = factory.make_request(profile, confirmed=False, email=SENDER)
    second = factory.make_request(profile, confirmed=False, email=SENDER)
    assert list(ExpertRequest.objects.values_list("pk", flat=True)) == [second.pk]
    assert first.pk != second.pk


def test_unconfirmed_messages_are_forgotten(profile: Any) -> None:
    factory.make_request(profile, confirmed=False)
    kept = factory.make_request(profile)
    assert request.forget_unconfirmed(now=NOON + timedelta(days=2)) == 0
    factory.make_request(factory.make_expert(), now=NOON + timedelta(days=4))
    assert set(ExpertRequest.objects.filter(profile=profile)) == {kept}


def test_each_side_writes_three_in_a_row(profile: Any) -> None:
    made = factory.make_request(profile)
    for number in range(2):
        request.go_on(request=made, words=f"Thêm {number}", submission_key=uuid.uuid4(), now=NOON)
    with pytest.raises(errors.LimitReachedError):
        request.go_on(request=made, words="Nữa", submission_key=uuid.uuid4(), now=NOON)
    answer(made)
    request.go_on(request=made, words="Cảm ơn", submission_key=uuid.uuid4(), now=NOON + timedelta(minutes=9))


def test_blocked_sender_learns_nothing_and_reaches_nobody(profile: Any) -> None:
    made = factory.make_request(profile, email=SENDER)
    request.decline(request=made, by=profile.user, reason=DeclineReason.OTHER, block=True, now=NOON)
    OutgoingMail.objects.all().delete()
    again = factory.make_request(profile, confirmed=False, email=SENDER)
    person = exhibitors.make_person(SENDER)
    with_account = factory.make_request(profile, confirmed=False, sender=person)
    assert (again.state, with_account.state) == (RequestState.UNCONFIRMED, RequestState.UNCONFIRMED)
    assert not OutgoingMail.objects.exists()
    with pytest.raises(errors.DomainError):
        request.confirm(request=with_account, now=NOON)


def test_hidden_and_paused_experts_take_no_messages(profile: Any) -> None:
    waiting = factory.make_request(profile, confirmed=False)
    paused = factory.make_expert(availability="paused")
    profiles.withdraw(profile=profile, by=profile.user, now=NOON)
    for made in (profile, paused):
        made.refresh_from_db()
        with pytest.raises(errors.DomainError):
            factory.make_request(made)
    with pytest.raises(errors.DomainError):
        request.confirm(request=waiting, now=NOON)


def test_only_the_expert_answers(profile: Any) -> None:
    made, stranger = factory.make_request(profile), factory.make_expert().user
    for person in (stranger, factory.make_officer()):
        with pytest.raises(errors.NotAllowedError):
            request.answer(request=made, by=person, words="x", submission_key=uuid.uuid4(), now=NOON)
        with pytest.raises(errors.NotAllowedError):
            request.decline(request=made, by=person, reason=DeclineReason.TIME, block=False, now=NOON)
        with pytest.raises(errors.NotAllowedError):
            request.close(request=made, by=person, now=NOON)


STEPS = ("answer", "go_on", "decline", "close", "confirm")


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=7))
def test_no_walk_leaves_the_table_of_moves(steps: list[str]) -> None:
    with transaction.atomic():
        profile = factory.make_expert()
        made = factory.make_request(profile, confirmed=False)
        for step in steps:
            before = RequestState(ExpertRequest.objects.get(pk=made.pk).state)
            try:
                _take(step, made)
            except errors.DomainError:
                assert ExpertRequest.objects.get(pk=made.pk).state == before
            after = RequestState(ExpertRequest.objects.get(pk=made.pk).state)
            assert after == before or REQUEST_MOVES.allows(before, after)
        transaction.set_rollback(True)


def _take(step: str, made: ExpertRequest) -> None:
    by = made.profile.user
    if step == "answer":
        answer(made)
    elif step == "go_on":
        request.go_on(request=made, words="x", submission_key=uuid.uuid4(), now=NOON)
    elif step == "decline":
        request.decline(request=made, by=by, reason=DeclineReason.FIELD, block=False, now=NOON)
    elif step == "close":
        request.close(request=made, by=by, now=NOON)
    else:
        request.confirm(request=made, now=NOON)


@pytest.mark.parametrize(
    "change",
    ["state = 'lost'", "delivered_at = NULL", "state = 'declined'", "decline_reason = 'time'", "state = 'unconfirmed'"],
)
def test_database_refuses_impossible_conversations(profile: Any, change: str) -> None:
    factory.make_request(profile)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE experts_expertrequest SET {change}")


def test_database_refuses_a_second_open_conversation_and_empty_words(profile: Any) -> None:
    factory.make_request(profile, email="mot@example.org")
    factory.make_request(profile, email="hai@example.org")
    for statement in (
        "UPDATE experts_expertrequest SET email = 'mot@example.org'",
        "UPDATE experts_expertmessage SET text = ''",
        "UPDATE experts_expertmessage SET side = 'nobody'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    ExpertBlock.objects.create(profile=profile, email=SENDER, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertBlock.objects.create(profile=profile, email=SENDER, at=NOON)
