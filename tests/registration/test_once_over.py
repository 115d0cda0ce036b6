"""Once a subject has ended nobody is offered, accepts or confirms a place; an offer ends with the start at the latest."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from registration import errors, queries
from registration.domain import registrations, waiting_list
from registration.enums import RegistrationState, SubjectStatus
from registration.models import Hold, Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.conftest import Known

pytestmark = pytest.mark.django_db

STARTS = NOON + timedelta(hours=2)
ENDS = NOON + timedelta(hours=6)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def key(known: Known) -> Iterator[uuid.UUID]:
    """Return a subject that starts two hours after noon and lasts for four."""
    subject = uuid.uuid4()
    known[subject] = SubjectInfo(key=subject, title="Hội thảo", url="/hoi-thao/", starts=STARTS, ends=ENDS)
    return subject


def state(registration: Registration) -> str:
    return str(Registration.objects.get(pk=registration.pk).state)


@pytest.mark.parametrize(
    ("now", "expires_at"),
    [(NOON, STARTS), (STARTS - MOMENT, STARTS), (STARTS, ENDS), (ENDS - MOMENT, ENDS), (ENDS, None)],
)
def test_an_offer_ends_with_the_start_or_the_end(key: uuid.UUID, now: datetime, expires_at: datetime | None) -> None:
    kind = make_kind(subject=key, capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    registrations.cancel(registration=first, now=now)
    assert state(second) == ("wait-listed" if expires_at is None else "offered")
    assert list(Hold.objects.values_list("expires_at", flat=True)) == ([] if expires_at is None else [expires_at])
    assert queries.counters_match_rows() == []


def test_an_offer_long_before_the_start_keeps_its_hours(key: uuid.UUID, known: Known) -> None:
    known[key] = replace(known[key], starts=NOON + timedelta(days=9), ends=NOON + timedelta(days=10))
    kind = make_kind(subject=key, capacity=1)
    first, _second = make_registration(kind), make_registration(kind)
    registrations.cancel(registration=first, now=NOON)
    assert Hold.objects.get().expires_at == NOON + timedelta(hours=24)


def test_an_offer_that_outlives_the_end_is_not_accepted(key: uuid.UUID, known: Known) -> None:
    info = known.pop(key)
    kind = make_kind(subject=key, capacity=1)
    first, second = make_registration(kind), make_registration(kind)
    registrations.cancel(registration=first, now=NOON)
    known[key] = info
    with pytest.raises(errors.OfferOverError):
        waiting_list.accept_offer(registration=second, now=ENDS)
    assert state(second) == "offered"
    waiting_list.accept_offer(registration=second, now=ENDS - MOMENT)
    assert waiting_list.accept_offer(registration=second, now=ENDS).state == RegistrationState.CONFIRMED


def test_what_is_postponed_is_not_over(key: uuid.UUID, known: Known) -> None:
    postponed = replace(known[key], status=SubjectStatus.POSTPONED)
    assert not postponed.is_over(ENDS)
    assert postponed.answer_by(NOON) is None
    assert replace(known[key], ends=None).is_over(STARTS)


def test_an_address_is_confirmed_until_the_end_and_not_after(key: uuid.UUID) -> None:
    kind = make_kind(subject=key, capacity=3, needs_email_confirmation=True)
    late, early = make_registration(kind), make_registration(kind)
    with pytest.raises(errors.SubjectOverError):
        registrations.confirm_email(registration=late, now=ENDS)
    assert state(late) == "waiting-for-email"
    assert registrations.confirm_email(registration=early, now=ENDS - MOMENT).state == RegistrationState.CONFIRMED
    assert registrations.confirm_email(registration=early, now=ENDS).state == RegistrationState.CONFIRMED
