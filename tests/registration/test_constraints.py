"""What the database itself refuses, tried by raw SQL."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from registration.domain import registrations
from registration.models import Hold, Registration, RegistrationLog
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db

COPY = (
    "INSERT INTO registration_registration (reference, place_kind_id, state, party_size, full_name, email, phone, organisation,"
    " note, language, form_key, queue_class, joined_at, answers, created_at, changed_at) SELECT %s, place_kind_id, state,"
    " party_size, full_name, %s, phone, organisation, note, language, %s, queue_class, joined_at, answers, created_at,"
    " changed_at FROM registration_registration"
)


def refused(sql: str, *params: object) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return str(refusal.value)


def new_key() -> str:
    return uuid.uuid4().hex


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE registration_pool SET taken = capacity + 1", "pool_taken_within_capacity"),
        ("UPDATE registration_pool SET taken = -1", "taken"),
        ("UPDATE registration_pool SET capacity = 0, taken = 1", "pool_taken_within_capacity"),
        (
            "UPDATE registration_placekind SET opens_at = '2026-11-24', closes_at = '2026-11-23'",
            "place_kind_closes_after_it_opens",
        ),
        ("UPDATE registration_placekind SET party_maximum = 0", "place_kind_party_at_least_one"),
        ("UPDATE registration_placekind SET offer_hours = 0", "place_kind_offer_at_least_an_hour"),
        ("UPDATE registration_placekind SET waiting_list = 'maybe'", "place_kind_policy_known"),
        ("UPDATE registration_hold SET quantity = 0", "hold_of_at_least_one"),
        ("UPDATE registration_hold SET registration_id = NULL", "hold_has_an_owner"),
        ("UPDATE registration_registration SET email = 'An@example.org'", "registration_email_lower_case"),
        ("UPDATE registration_registration SET party_size = 0", "registration_party_at_least_one"),
        ("UPDATE registration_registration SET state = 'dreaming'", "registration_state_known"),
    ],
)
def test_wrong_values_are_refused(change: str, constraint: str) -> None:
    make_registration(make_kind(capacity=1, needs_email_confirmation=True))
    assert Hold.objects.count() == 1
    assert constraint in refused(change)


def test_second_live_registration_of_an_address_is_refused() -> None:
    registration = make_registration(make_kind())
    refused(COPY, "DK-AAAA-AAAA", registration.email, new_key())
    registrations.cancel(registration=registration, now=NOON)
    with connection.cursor() as cursor:
        cursor.execute(COPY, ("DK-AAAA-AAAA", registration.email, new_key()))
    assert Registration.objects.filter(email=registration.email).count() == 2


def test_reference_and_form_key_are_unique() -> None:
    registration = make_registration(make_kind())
    key = registration.form_key.hex if connection.vendor == "sqlite" else str(registration.form_key)
    assert "form_key" in refused(COPY, "DK-AAAA-AAAA", "binh@example.org", key)
    assert "reference" in refused(COPY, registration.reference, "binh@example.org", new_key())


def test_codes_are_unique_in_a_subject() -> None:
    kind = make_kind(capacity=1)
    make_kind(subject=kind.subject, capacity=1)
    refused("UPDATE registration_pool SET code = 'same'")
    refused("UPDATE registration_placekind SET code = 'same'")


def test_kind_draws_on_a_pool_once() -> None:
    make_kind(capacity=1)
    refused(
        "INSERT INTO registration_placekindpool (place_kind_id, pool_id)"
        " SELECT place_kind_id, pool_id FROM registration_placekindpool"
    )


def test_registration_has_one_hold() -> None:
    make_registration(make_kind(capacity=2, needs_email_confirmation=True))
    refused(
        "INSERT INTO registration_hold (key, place_kind_id, registration_id, owner, quantity, expires_at)"
        " SELECT %s, place_kind_id, registration_id, owner, quantity, expires_at FROM registration_hold",
        new_key(),
    )


def test_pool_with_a_kind_cannot_be_deleted() -> None:
    kind = make_kind(capacity=1)
    with pytest.raises(IntegrityError):
        kind.pools.get().delete()


def test_log_rows_are_never_rewritten() -> None:
    make_registration(make_kind())
    step = RegistrationLog.objects.get()
    step.remark = "another story"
    with pytest.raises(TypeError):
        step.save()
