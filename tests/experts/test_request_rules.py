"""Messages to experts: confirmation, answers, limits, blocks, and addresses that stay with the portal."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from experts import permissions, queries
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
    again = factory.make_request(profile, email=SENDER.upper(), confirmed=False)
    with pytest.raises(errors.DomainError) as caught:
        request.confirm(request=again, now=NOON)
    assert caught.value.field == "email"
    for _number in range(request.MOST_A_DAY - 1):
        factory.make_request(factory.make_expert(), email=SENDER)
    late = factory.make_request(factory.make_expert(), email=SENDER, confirmed=False)
    with pytest.raises(errors.LimitReachedError):
        request.confirm(request=late, now=NOON)
    assert request.confirm(request=late, now=NOON + timedelta(days=1, minutes=6)).state == RequestState.DELIVERED


def test_account_has_one_open_conversation_and_five_a_day() -> None:
    person = exhibitors.make_person(SENDER)
    expert = factory.make_expert()
    factory.make_request(expert, confirmed=False, sender=person)
    with pytest.raises(errors.DomainError) as caught:
        factory.make_request(expert, confirmed=False, sender=person)
    assert caught.value.field == "email"
    for _number in range(request.MOST_A_DAY - 1):
        factory.make_request(factory.make_expert(), confirmed=False, sender=person)
    with pytest.raises(errors.LimitReachedError):
        factory.make_request(factory.make_expert(), confirmed=False, sender=person)
    factory.make_request(factory.make_expert(), confirmed=False, sender=person, now=NOON + timedelta(days=1, minutes=1))


def test_stranger_neither_deletes_nor_bars_what_the_owner_wrote(profile: Any) -> None:
    own = factory.make_request(profile, confirmed=False, email=SENDER, text="Lời của tôi")
    forged = factory.make_request(profile, confirmed=False, email=SENDER, text="Lời của người lạ")
    assert set(ExpertRequest.objects.values_list("pk", flat=True)) == {own.pk, forged.pk}
    links = re.findall(r"/xac-nhan/([^/\s]+)/", "\n".join(mail.text for mail in OutgoingMail.objects.order_by("pk")))
    found = [request.by_secret(purpose=request.CONFIRM_PURPOSE, secret=link, now=NOON) for link in dict.fromkeys(links)]
    assert [one.pk for one in found if one] == [own.pk, forged.pk]
    assert request.confirm(request=own, now=NOON).state == RequestState.DELIVERED
    with pytest.raises(errors.DomainError):
        request.confirm(request=forged, now=NOON)
    assert "Lời của người lạ" not in "".join(mails_to(EXPERT))


def test_strangers_cannot_use_up_an_accounts_day(profile: Any) -> None:
    person = exhibitors.make_person(SENDER)
    for _number in range(request.MOST_WAITING):
        factory.make_request(profile, confirmed=False, email=SENDER)
    assert factory.make_request(profile, confirmed=False, sender=person).state == RequestState.DELIVERED


def test_mailbox_gets_five_links_a_day_and_using_them_makes_room(profile: Any) -> None:
    experts = [profile, *(factory.make_expert() for _number in range(request.MOST_WAITING))]
    waiting = [factory.make_request(expert, confirmed=False, email=SENDER) for expert in experts[:-1]]
    with pytest.raises(errors.LimitReachedError) as caught:
        factory.make_request(experts[-1], confirmed=False, email=SENDER)
    assert caught.value.field == "email"
    assert len(mails_to(SENDER)) == request.MOST_WAITING
    factory.make_request(experts[-1], confirmed=False, email="nguoi-khac@example.org")
    request.confirm(request=waiting[0], now=NOON)
    factory.make_request(experts[-1], confirmed=False, email=SENDER)
    factory.make_request(experts[-1], confirmed=False, email=SENDER, now=NOON + timedelta(days=1, minutes=1))


def test_guest_learns_nothing_of_an_address_that_is_not_proven(profile: Any) -> None:
    for _number in range(request.MOST_A_DAY):
        factory.make_request(factory.make_expert(), email=SENDER)
    factory.make_request(profile, email="khac@example.org")
    for address in (SENDER, "khac@example.org", "chua-tung@example.org"):
        assert factory.make_request(profile, confirmed=False, email=address).state == RequestState.UNCONFIRMED


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


def test_writing_again_waits_for_the_expert_anew(profile: Any, client: Client) -> None:
    asker = exhibitors.make_person()
    made = factory.make_request(profile, sender=asker)
    assert queries.waiting_requests(profile) == 1
    answer(made)
    assert queries.waiting_requests(profile) == 0
    client.force_login(asker)
    assert made.subject in client.get(reverse("exhibitors:desk")).content.decode()
    assert made.subject in client.get(reverse("experts:own")).content.decode()
    own = reverse("experts:own-thread", args=[made.reference])
    assert "Xin hỏi thêm" not in client.get(own).content.decode()
    assert client.post(own, {"text": "Xin hỏi thêm", "submission_key": uuid.uuid4()}).status_code == 302
    assert "Xin hỏi thêm" in client.get(own).content.decode()
    assert queries.waiting_requests(profile) == 1
    client.force_login(profile.user)
    desk = client.get(reverse("exhibitors:desk"))
    assert [row.title for row in desk.context["waiting"]] == [made.subject]
    answer(made)
    assert queries.waiting_requests(profile) == 0


def _as_the_sender_sees_it(client: Client, *, blocked: bool, with_account: bool) -> list[Any]:
    """Return all that a sender can tell after writing to an expert a second time, without what is random."""
    profile = factory.make_expert()
    address = f"{uuid.uuid4()}@example.org"
    first = factory.make_request(profile, email=address)
    request.decline(request=first, by=profile.user, reason=DeclineReason.OTHER, block=blocked, now=NOON)
    OutgoingMail.objects.all().delete()
    sender = exhibitors.make_person(address) if with_account else None
    made = factory.make_request(profile, confirmed=False, sender=sender, email=address)
    if not with_account:
        made = request.confirm(request=made, now=NOON)
    seen: list[Any] = [made.state]
    again = {"sender": sender} if with_account else {"email": address}
    with pytest.raises(errors.DomainError) as caught:
        factory.make_request(profile, confirmed=not with_account, **again)
    seen.append(str(caught.value))
    for words in ("Một", "Hai", "Ba"):
        try:
            request.go_on(request=made, words=words, submission_key=uuid.uuid4(), now=NOON)
        except errors.LimitReachedError as error:
            seen.append(str(error))
    request.forget_unconfirmed(now=NOON + timedelta(days=4))
    mails = OutgoingMail.objects.filter(recipient=address).order_by("pk")
    seen.append([mail.kind for mail in mails])
    secret = re.findall(r"/trao-doi/([^/\s]+)/", "\n".join(mail.text for mail in mails))[-1]
    page = client.get(reverse("experts:thread", args=[secret]))
    seen += [page.status_code, page.context["can_go_on"], page.context["conversation"].get_state_display()]
    reached = OutgoingMail.objects.filter(recipient=profile.user.email, kind="experts/emails/received").exists()
    shown = queries.requests_to(profile).filter(pk=made.pk).exists()
    assert (reached, shown, permissions.can_answer(profile.user, made)) == ((not blocked,) * 3)
    assert queries.waiting_requests(profile) == int(not blocked)
    return seen


@pytest.mark.parametrize("with_account", [True, False])
def test_blocked_sender_learns_nothing_and_reaches_nobody(client: Client, with_account: bool) -> None:
    others, blocked = (
        _as_the_sender_sees_it(client, blocked=blocked, with_account=with_account) for blocked in (False, True)
    )
    assert blocked == others


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


def test_database_lets_unconfirmed_messages_of_one_address_wait(profile: Any) -> None:
    factory.make_request(profile, confirmed=False, email="mot@example.org")
    factory.make_request(profile, confirmed=False, email="hai@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE experts_expertrequest SET email = 'mot@example.org'")
    assert ExpertRequest.objects.filter(email="mot@example.org").count() == 2


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


def test_domain_keeps_no_invisible_characters(profile: Any) -> None:
    made = factory.make_request(
        profile, name="Lê\u200b Hỏi", subject="Sấy\u202e tỏi", company="Tổ\u2060 hợp", text="Một\u200b\r\nhai"
    )
    assert (made.name, made.subject, made.company) == ("Lê Hỏi", "Sấy tỏi", "Tổ hợp")
    assert made.messages.get().text == "Một\nhai"
