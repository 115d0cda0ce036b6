"""Options with places: as safe as seats, taken and given back with them."""

from datetime import timedelta

import pytest
from django.db import transaction

from portal.accounts.models import User
from portal.kernel.errors import LimitReachedError
from registration import errors, queries, question_queries
from registration.domain import gate, moving, option_places, places, registrations, waiting_list
from registration.enums import RegistrationState
from registration.models import OptionPlace, QuestionVersion, Registration
from tests.factories import questions as made
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.asking import answer, eat, pool

pytestmark = pytest.mark.django_db


def test_option_with_places_is_taken_with_the_seat_and_given_back() -> None:
    kind = make_kind(capacity=10, party_maximum=3)
    made.publish(kind.subject, made.lunch(3))
    pair = make_registration(kind, party_size=2, answered=eat(kind))
    assert pool(kind).taken == 2
    with pytest.raises(errors.OptionFullError) as refused:
        make_registration(kind, party_size=2, answered=eat(kind))
    assert refused.value.field == made.field_of(made.LUNCH)
    assert "Cơm chay" in str(refused.value)
    assert Registration.objects.count() == 1
    assert kind.pools.get().taken == 2
    make_registration(kind, answered=eat(kind, "Không ăn"))
    make_registration(kind, answered=eat(kind))
    assert question_queries.left_by_option(QuestionVersion.objects.get(), NOON) == {made.key_of("Cơm chay"): 0}
    registrations.cancel(registration=pair, now=NOON)
    assert pool(kind).taken == 1
    assert queries.counters_match_rows() == []


def test_options_follow_another_size_of_the_party() -> None:
    kind = make_kind(capacity=10, party_maximum=5)
    made.publish(kind.subject, made.lunch(3))
    row = make_registration(kind, party_size=2, answered=eat(kind))
    other = make_registration(kind, party_size=2, answered=eat(kind, "Không ăn"))
    for size, taken in ((3, 3), (1, 1)):
        row.party_size = size
        with transaction.atomic():
            gate.lock(subject=kind.subject)
            option_places.retake(registration=row, now=NOON)
        assert pool(kind).taken == taken
    row.party_size = 4
    with pytest.raises(errors.OptionFullError), transaction.atomic():
        option_places.retake(registration=row, now=NOON)
    assert pool(kind).taken == 1
    option_places.retake(registration=other, now=NOON)
    assert pool(kind).taken == 1


def test_option_is_kept_while_the_address_is_confirmed_and_lost_with_the_hold() -> None:
    kind = make_kind(capacity=5, needs_email_confirmation=True)
    made.publish(kind.subject, made.lunch(1))
    slow = make_registration(kind, answered=eat(kind))
    assert pool(kind).taken == 1
    with pytest.raises(errors.OptionFullError):
        make_registration(kind, answered=eat(kind))
    later = NOON + timedelta(minutes=31)
    quick = make_registration(kind, answered=eat(kind), now=later)
    waiting_list.promote_waiting(subject=kind.subject, now=later)
    assert queries.counters_match_rows() == []
    quick = registrations.confirm_email(registration=quick, now=later)
    slow = registrations.confirm_email(registration=slow, now=later)
    assert [row.state for row in (slow, quick)] == ["confirmed", "confirmed"]
    assert pool(kind).taken == 1
    assert OptionPlace.objects.get().registration == quick
    told = slow.given_answers.get()
    assert (told.value, told.refused) == (None, [made.key_of("Cơm chay")])
    assert queries.counters_match_rows() == []


def test_swept_hold_makes_room_for_an_option_at_once() -> None:
    kind = make_kind(capacity=5, needs_email_confirmation=True)
    desk = make_kind(subject=kind.subject, capacity=5)
    made.publish(kind.subject, made.lunch(1))
    make_registration(kind, answered=eat(kind))
    late = make_registration(desk, answered=eat(desk), now=NOON + timedelta(minutes=31))
    assert late.state == RegistrationState.CONFIRMED
    assert OptionPlace.objects.get().registration == late
    assert queries.counters_match_rows() == []


def test_waiting_list_takes_the_option_at_acceptance_or_tells_the_person(organiser: User) -> None:
    kind = make_kind(capacity=1)
    made.publish(kind.subject, made.lunch(1))
    holder = make_registration(kind)
    lucky, late = (make_registration(kind, answered=eat(kind)) for _number in range(2))
    assert [lucky.state, late.state] == ["wait-listed", "wait-listed"]
    assert pool(kind).taken == 0
    registrations.cancel(registration=holder, now=NOON)
    assert pool(kind).taken == 0
    waiting_list.accept_offer(registration=lucky, now=NOON)
    assert pool(kind).taken == 1
    places.set_capacity(pool=kind.pools.get(), capacity=2, now=NOON)
    accepted = waiting_list.accept_offer(registration=late, now=NOON)
    assert accepted.state == RegistrationState.CONFIRMED
    assert accepted.given_answers.get().refused == [made.key_of("Cơm chay")]
    assert queries.counters_match_rows() == []
    registrations.cancel_all(subject=kind.subject, by=organiser, now=NOON, why="Bão")
    assert pool(kind).taken == 0
    assert queries.counters_match_rows() == []


def test_approval_takes_the_option(organiser: User) -> None:
    kind = make_kind(capacity=5, needs_approval=True)
    made.publish(kind.subject, made.lunch(1))
    first, second = (make_registration(kind, answered=eat(kind)) for _number in range(2))
    assert pool(kind).taken == 0
    for row in (first, second):
        registrations.approve(registration=row, by=organiser, now=NOON)
    assert pool(kind).taken == 1
    assert second.given_answers.get().refused == [made.key_of("Cơm chay")]
    registrations.reject(registration=first, by=organiser, now=NOON, why="Không đúng đối tượng")
    assert pool(kind).taken == 0


def test_new_limit_counts_who_chose_before_and_is_refused_below_them() -> None:
    kind = make_kind(capacity=10)
    made.publish(kind.subject, made.lunch(None))
    for _number in range(3):
        make_registration(kind, answered=eat(kind))
    make_registration(kind, answered=eat(kind, "Không ăn"))
    with pytest.raises(LimitReachedError, match="Cơm chay"):
        made.publish(kind.subject, made.lunch(2))
    assert QuestionVersion.objects.count() == 1
    made.publish(kind.subject, made.lunch(4))
    assert pool(kind).taken == 3
    assert queries.counters_match_rows() == []
    with pytest.raises(LimitReachedError, match="Cơm chay"):
        made.publish(kind.subject, made.lunch(2))
    made.publish(kind.subject, made.lunch(None, help_vi="Ai cũng có phần"))
    make_registration(kind, answered=eat(kind))
    assert pool(kind).taken == 3
    made.publish(kind.subject, made.lunch(4, help_vi="Lại có hạn"))
    assert pool(kind).taken == 4
    assert queries.counters_match_rows() == []


def test_who_moves_up_by_moving_takes_the_option_or_is_told(organiser: User) -> None:
    hall = make_kind(capacity=1, code="hall")
    screen = make_kind(subject=hall.subject, capacity=5, code="screen")
    made.publish(hall.subject, made.lunch(1))
    make_registration(hall)
    lucky, late = (make_registration(hall, answered=eat(hall)) for _number in range(2))
    for row in (lucky, late):
        moving.move(registration=row, to=screen, now=NOON)
    assert pool(hall).taken == 1
    assert OptionPlace.objects.get().registration == lucky
    assert late.given_answers.get().refused == [made.key_of("Cơm chay")]
    assert queries.counters_match_rows() == []


def test_moving_drops_answers_that_the_other_kind_is_not_asked_for() -> None:
    hall = make_kind(capacity=1, code="hall", name_vi="Hội trường")
    screen = make_kind(subject=hall.subject, capacity=5, code="screen")
    made.publish(hall.subject, made.lunch(1, asked_of="Hội trường"), made.question("short_text", "Mong đợi"))
    row = make_registration(hall, answered=answer(hall, **{made.LUNCH: made.key_of("Cơm chay"), "Mong đợi": "Học hỏi"}))
    assert pool(hall).taken == 1
    moving.move(registration=row, to=screen, now=NOON)
    assert list(row.given_answers.values_list("question", flat=True)) == [made.key_of("Mong đợi")]
    assert pool(hall).taken == 0
    assert queries.counters_match_rows() == []


def test_option_that_got_places_before_the_address_was_confirmed_is_counted() -> None:
    kind = make_kind(capacity=5, needs_email_confirmation=True)
    made.publish(kind.subject, made.lunch(None))
    row = make_registration(kind, answered=eat(kind))
    made.publish(kind.subject, made.lunch(1))
    assert pool(kind).taken == 0
    registrations.confirm_email(registration=row, now=NOON)
    assert pool(kind).taken == 1
    assert queries.counters_match_rows() == []


def test_approval_asked_for_while_an_address_is_confirmed_takes_nothing_twice(organiser: User) -> None:
    kind = make_kind(capacity=5, code="hall", needs_email_confirmation=True)
    made.publish(kind.subject, made.lunch(2))
    row = make_registration(kind, answered=eat(kind))
    make_kind(pools=list(kind.pools.all()), code="hall", needs_email_confirmation=True, needs_approval=True, now=NOON)
    row = Registration.objects.get(pk=row.pk)
    assert registrations.confirm_email(registration=row, now=NOON).state == RegistrationState.PENDING_APPROVAL
    assert (kind.pools.get().taken, pool(kind).taken) == (0, 0)
    registrations.approve(registration=row, by=organiser, now=NOON)
    waiting_list.promote_waiting(subject=kind.subject, now=NOON + timedelta(hours=1))
    assert (kind.pools.get().taken, pool(kind).taken) == (1, 1)
    assert queries.counters_match_rows() == []
