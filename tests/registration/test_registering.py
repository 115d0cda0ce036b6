"""Registering: who gets a place at once, who waits, who is refused."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, LimitReachedError, NotAllowedError
from registration import errors, queries
from registration.domain import announcements, attendance, places, registrations
from registration.enums import MOVES, Reason, RegistrationState, WaitingListPolicy
from registration.models import Registration, RegistrationLog
from tests.factories.registration import NOON, make_kind, make_pool, make_registration

pytestmark = pytest.mark.django_db


def assert_counters_right() -> None:
    assert queries.counters_match_rows() == []


def test_register_confirms_while_there_is_room() -> None:
    kind = make_kind(capacity=1)
    registration = make_registration(kind)
    assert registration.state == RegistrationState.CONFIRMED
    assert queries.places_left(kind.subject, NOON) == 0
    step = RegistrationLog.objects.get(registration=registration)
    assert (step.from_state, step.to_state, step.reason) == ("submitted", "confirmed", Reason.FORM_SENT)
    assert [message.to for message in outbox.outbox] == [[registration.email]]
    assert_counters_right()


def test_register_puts_the_next_on_the_waiting_list() -> None:
    kind = make_kind(capacity=1)
    make_registration(kind)
    second, third = make_registration(kind), make_registration(kind)
    assert {second.state, third.state} == {RegistrationState.WAIT_LISTED}
    assert [queries.queue_position(second), queries.queue_position(third)] == [1, 2]
    assert RegistrationLog.objects.get(registration=second).reason == Reason.NO_PLACE
    assert_counters_right()


def test_register_says_full_without_a_waiting_list() -> None:
    kind = make_kind(capacity=1, waiting_list=WaitingListPolicy.NONE)
    make_registration(kind)
    with pytest.raises(errors.FullError):
        make_registration(kind)
    assert Registration.objects.count() == 1


def test_register_says_full_under_the_lock_when_the_look_was_too_hopeful(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = make_kind(capacity=1, waiting_list=WaitingListPolicy.NONE)
    hopeful = queries.look(kind, NOON)
    make_registration(kind)
    monkeypatch.setattr(queries, "look", lambda place_kind, now: hopeful)
    with pytest.raises(errors.FullError):
        make_registration(kind)
    assert Registration.objects.count() == 1
    assert_counters_right()


def test_register_without_a_pool_is_not_limited() -> None:
    kind = make_kind(capacity=None)
    assert {make_registration(kind).state for _number in range(3)} == {RegistrationState.CONFIRMED}
    assert queries.places_left(kind.subject, NOON) is None


def test_register_takes_from_every_pool_or_from_none() -> None:
    hall = make_pool(capacity=3)
    visitors = make_kind(pools=[hall, make_pool(subject=hall.subject, capacity=1)])
    students = make_kind(pools=[hall, make_pool(subject=hall.subject, capacity=5)])
    make_registration(visitors)
    assert make_registration(visitors).state == RegistrationState.WAIT_LISTED
    hall.refresh_from_db()
    assert hall.taken == 1
    assert [make_registration(students).state for _number in range(3)] == ["confirmed", "confirmed", "wait-listed"]
    assert_counters_right()


def test_register_counts_a_party_as_one_entry() -> None:
    kind = make_kind(capacity=5, party_maximum=4)
    assert make_registration(kind, party_size=4).state == RegistrationState.CONFIRMED
    assert queries.places_left(kind.subject, NOON) == 1
    assert make_registration(kind, party_size=2).state == RegistrationState.WAIT_LISTED
    with pytest.raises(LimitReachedError):
        make_registration(kind, party_size=5)
    with pytest.raises(LimitReachedError):
        make_registration(kind, party_size=0)


def test_register_is_open_from_the_first_instant_to_before_the_last() -> None:
    hour = timedelta(hours=1)
    kind = make_kind(opens_at=NOON, closes_at=NOON + hour)
    with pytest.raises(errors.RegistrationClosedError):
        make_registration(kind, now=NOON - timedelta(microseconds=1))
    with pytest.raises(errors.RegistrationClosedError):
        make_registration(kind, now=NOON + hour)
    assert make_registration(kind, now=NOON).state == RegistrationState.CONFIRMED
    assert make_registration(kind, now=NOON + hour - timedelta(microseconds=1)).state == RegistrationState.CONFIRMED


def test_register_twice_with_one_form_gives_the_first_result() -> None:
    kind, key = make_kind(capacity=1), uuid.uuid4()
    first = make_registration(kind, form_key=key, email="an@example.org")
    again = make_registration(kind, form_key=key, email="An@Example.org")
    assert again.pk == first.pk
    assert Registration.objects.count() == 1
    assert len(outbox.outbox) == 1
    with pytest.raises(errors.FormUsedError):
        make_registration(kind, form_key=key, email="binh@example.org")


def test_register_refuses_a_second_live_registration_of_one_address() -> None:
    kind = make_kind(capacity=5)
    first = make_registration(kind, email="an@example.org")
    with pytest.raises(errors.AlreadyRegisteredError) as refusal:
        make_registration(kind, email="AN@example.org")
    assert refusal.value.field == "email"
    registrations.cancel(registration=first, now=NOON)
    assert make_registration(kind, email="an@example.org").state == RegistrationState.CONFIRMED


@pytest.mark.parametrize(("field", "value"), [("email", "an@"), ("email", "a\nb@example.org"), ("full_name", "  ")])
def test_register_names_the_field_that_is_wrong(field: str, value: str) -> None:
    with pytest.raises(DomainError) as refusal:
        make_registration(make_kind(), **{field: value})
    assert refusal.value.field == field


def test_register_with_email_confirmation_holds_the_place_for_a_while() -> None:
    kind = make_kind(capacity=1, needs_email_confirmation=True, email_hold_minutes=30)
    first = make_registration(kind)
    assert first.state == RegistrationState.WAITING_FOR_EMAIL
    assert queries.places_left(kind.subject, NOON) == 0
    second = make_registration(kind, now=NOON + timedelta(minutes=29))
    assert second.state == RegistrationState.WAITING_FOR_EMAIL
    confirmed = registrations.confirm_email(registration=first, now=NOON + timedelta(minutes=29))
    assert confirmed.state == RegistrationState.CONFIRMED
    late = registrations.confirm_email(registration=second, now=NOON + timedelta(minutes=29))
    assert late.state == RegistrationState.WAIT_LISTED
    assert registrations.confirm_email(registration=first, now=NOON).state == RegistrationState.CONFIRMED
    assert_counters_right()


def test_expired_hold_frees_the_place_without_a_cleaner() -> None:
    kind = make_kind(capacity=1, needs_email_confirmation=True, email_hold_minutes=30)
    first = make_registration(kind)
    later = NOON + timedelta(minutes=30)
    assert queries.places_left(kind.subject, NOON + timedelta(minutes=29)) == 0
    assert queries.places_left(kind.subject, later) == 1
    second = make_registration(kind, now=later, email_verified=True)
    assert second.state == RegistrationState.CONFIRMED
    late = registrations.confirm_email(registration=first, now=later)
    assert late.state == RegistrationState.WAIT_LISTED
    assert_counters_right()


def test_approval_takes_the_place_and_checks_again(organiser: User) -> None:
    kind = make_kind(capacity=1, needs_approval=True)
    first, second = make_registration(kind), make_registration(kind)
    assert first.state == RegistrationState.PENDING_APPROVAL
    assert queries.places_left(kind.subject, NOON) == 1
    assert registrations.approve(registration=second, by=organiser, now=NOON).state == RegistrationState.CONFIRMED
    assert registrations.approve(registration=first, by=organiser, now=NOON).state == RegistrationState.WAIT_LISTED
    with pytest.raises(IllegalMoveError):
        registrations.approve(registration=second, by=organiser, now=NOON)
    assert_counters_right()


def test_reject_frees_the_place_and_tells_why(organiser: User) -> None:
    kind = make_kind(capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    registrations.reject(registration=first, by=organiser, now=NOON, why="Chỉ dành cho doanh nghiệp trong tỉnh.")
    second.refresh_from_db()
    assert second.state == RegistrationState.OFFERED
    refused = [message for message in outbox.outbox if message.to == [first.email]][-1]
    assert "Chỉ dành cho doanh nghiệp trong tỉnh." in refused.body
    assert_counters_right()


def test_decisions_are_the_organisers_alone() -> None:
    stranger = User.objects.create_user("stranger@example.org")
    registration = make_registration(make_kind(needs_approval=True))
    for decide in (
        lambda: registrations.approve(registration=registration, by=stranger, now=NOON),
        lambda: registrations.reject(registration=registration, by=stranger, now=NOON, why=""),
        lambda: registrations.cancel(registration=registration, by=stranger, now=NOON),
        lambda: registrations.cancel_all(subject=registration.place_kind.subject, by=stranger, now=NOON, why=""),
        lambda: attendance.mark_attended(registration=registration, by=stranger, now=NOON),
    ):
        with pytest.raises(NotAllowedError):
            decide()
    registration.refresh_from_db()
    assert registration.state == RegistrationState.PENDING_APPROVAL


def test_own_registration_may_be_cancelled_with_an_account() -> None:
    user = User.objects.create_user("an@example.org")
    registration = make_registration(make_kind(), user=user)
    assert registrations.cancel(registration=registration, by=user, now=NOON).state == RegistrationState.CANCELLED
    assert registration.log.last().reason == Reason.CANCELLED_BY_PERSON


def test_cancel_twice_changes_nothing() -> None:
    kind = make_kind(capacity=1)
    registration = make_registration(kind)
    registrations.cancel(registration=registration, now=NOON)
    registrations.cancel(registration=registration, now=NOON)
    assert queries.places_left(kind.subject, NOON) == 1
    assert RegistrationLog.objects.filter(to_state=RegistrationState.CANCELLED).count() == 1
    assert_counters_right()


def test_attendance_can_be_noted_and_undone(organiser: User) -> None:
    registration = make_registration(make_kind())
    assert attendance.mark_attended(registration=registration, by=organiser, now=NOON).state == "attended"
    assert attendance.mark_absent(registration=registration, by=organiser, now=NOON).state == "absent"
    assert attendance.undo(registration=registration, by=organiser, now=NOON).state == "confirmed"
    assert_counters_right()
    with pytest.raises(IllegalMoveError):
        registrations.confirm_email(registration=registration, now=NOON)


def test_cancel_all_freezes_and_tells_everyone(organiser: User) -> None:
    kind = make_kind(capacity=1)
    registered = [make_registration(kind) for _number in range(3)]
    outbox.outbox.clear()
    told = registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON, why="Bão số 9")
    assert (told.subject, told.kind, told.notes["vi"]) == (kind.subject, "cancelled", "Bão số 9")
    assert announcements.audience(told).count() == 3
    assert set(Registration.objects.values_list("state", flat=True)) == {"cancelled"}
    assert sorted(message.to[0] for message in outbox.outbox) == sorted(row.email for row in registered)
    kind.refresh_from_db()
    with pytest.raises(errors.RegistrationClosedError):
        make_registration(kind)
    assert_counters_right()


def test_legal_moves_are_the_only_ones() -> None:
    assert MOVES.final_states() == {
        RegistrationState.DECLINED,
        RegistrationState.EXPIRED,
        RegistrationState.CANCELLED,
        RegistrationState.REJECTED,
    }
    for source in MOVES.final_states():
        for target in RegistrationState:
            with pytest.raises(IllegalMoveError):
                MOVES.check(source, target)


@pytest.mark.parametrize("state", sorted(MOVES.final_states()))
def test_what_is_over_stays_over(state: RegistrationState, organiser: User) -> None:
    registration = make_registration(make_kind(capacity=None))
    Registration.objects.filter(pk=registration.pk).update(state=state)
    registration.refresh_from_db()
    with pytest.raises(IllegalMoveError):
        registrations.approve(registration=registration, by=organiser, now=NOON)
    with pytest.raises(IllegalMoveError):
        registrations.reject(registration=registration, by=organiser, now=NOON, why="")
    with pytest.raises(IllegalMoveError):
        attendance.mark_attended(registration=registration, by=organiser, now=NOON)


def test_place_kind_draws_on_pools_of_its_own_subject_only() -> None:
    with pytest.raises(DomainError) as refusal:
        make_kind(pools=[make_pool(), make_pool()])
    assert refusal.value.field == "pools"


def test_place_kind_closes_after_it_opens() -> None:
    with pytest.raises(DomainError) as refusal:
        make_kind(opens_at=NOON, closes_at=NOON)
    assert refusal.value.field == "closes_at"


def test_place_kind_counts_again_when_its_pools_change() -> None:
    hall = make_pool(capacity=5)
    kind = make_kind(pools=[hall], code="visitor")
    for _number in range(2):
        make_registration(kind)
    gallery = make_pool(subject=hall.subject, capacity=2)
    make_kind(pools=[hall, gallery], code="visitor")
    gallery.refresh_from_db()
    assert gallery.taken == 2
    with pytest.raises(errors.FullError):
        make_kind(pools=[make_pool(subject=hall.subject, capacity=1)], code="visitor")
    make_kind(pools=[gallery], code="visitor")
    hall.refresh_from_db()
    assert hall.taken == 0
    assert_counters_right()


def test_holds_that_are_over_do_not_keep_a_limit_out() -> None:
    kind = make_kind(capacity=None, code="hall", needs_email_confirmation=True)
    for _number in range(2):
        make_registration(kind)
    pool = make_pool(subject=kind.subject, capacity=1)
    rules: dict[str, Any] = {"code": "hall", "pools": [pool], "needs_email_confirmation": True}
    with pytest.raises(errors.FullError), transaction.atomic():
        make_kind(**rules, now=NOON)
    make_kind(**rules, now=NOON + timedelta(minutes=31))
    pool.refresh_from_db()
    assert pool.taken == 0
    assert queries.counters_match_rows() == []


def test_open_pool_again_changes_names_and_capacity() -> None:
    pool = make_pool(code="hall", capacity=2)
    again = make_pool(subject=pool.subject, code="hall", name_vi="Hội trường lớn", capacity=9)
    assert (again.pk, again.name_vi, again.capacity) == (pool.pk, "Hội trường lớn", 9)


def test_set_capacity_below_what_is_taken_is_refused() -> None:
    pool = make_pool(capacity=2)
    kind = make_kind(pools=[pool])
    make_registration(kind)
    make_registration(kind)
    with pytest.raises(LimitReachedError):
        places.set_capacity(pool=pool, capacity=1, now=NOON)
    pool.refresh_from_db()
    assert pool.capacity == 2
