"""What the holder changes: names and details, the number of people, consents."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError, StaleError
from registration import errors, queries
from registration.domain import attendance, changing, consents, moving, places
from registration.enums import ConsentPurpose, RegistrationState
from registration.models import Consent, PartyMember, Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration, taken
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def changed(registration: Registration, **values: Any) -> Registration:
    stored = changing.details_of(registration)
    given = {name: getattr(stored, name) for name in stored.__dataclass_fields__} | {"now": LATER} | values
    return changing.change(registration=registration, **given)


def test_others_of_a_party_are_kept_by_name() -> None:
    row = make_registration(make_kind(capacity=5, party_maximum=3), party_size=3, others=["Lê Thị Bình", " ", "…"])
    assert list(row.members.values_list("position", "full_name")) == [(2, "Lê Thị Bình")]
    assert queries.people_of(row) == [row.full_name, "Lê Thị Bình", ""]


def test_more_names_than_people_and_missing_names_are_refused() -> None:
    kind = make_kind(capacity=9, party_maximum=3)
    with pytest.raises(LimitReachedError) as refusal:
        make_registration(kind, party_size=2, others=["Một", "Hai"])
    assert refusal.value.field == "others"
    with pytest.raises(DomainError) as refused:
        make_registration(kind, party_size=2, others=["A" * 151])
    assert refused.value.field == "others"
    strict = make_kind(capacity=9, party_maximum=3, needs_names=True)
    with pytest.raises(DomainError) as needed:
        make_registration(strict, party_size=3, others=["Một"])
    assert needed.value.field == "others"
    assert make_registration(strict, party_size=2, others=["Một"]).members.count() == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE registration_partymember SET position = 1", "party_member_after_the_holder"),
        ("UPDATE registration_partymember SET position = 2", "position"),
        ("UPDATE registration_consent SET purpose = 'spam'", "consent_purpose_known"),
        ("UPDATE registration_consent SET withdrawn_at = '2020-01-01'", "consent_withdrawn_after_given"),
        ("UPDATE registration_consent SET purpose = 'news'", "purpose"),
    ],
)
def test_members_and_consents_are_constrained(change: str, constraint: str) -> None:
    make_registration(
        make_kind(capacity=5, party_maximum=3), party_size=3, others=["Một", "Hai"], purposes=list(ConsentPurpose)
    )
    assert (PartyMember.objects.count(), Consent.objects.count()) == (2, 2)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_details_change_with_a_log_row_that_has_no_personal_values() -> None:
    row = make_registration(make_kind(capacity=5, party_maximum=3), party_size=2, others=["Một"])
    after = changed(row, full_name=" Trần  Thị Mới ", phone="0912345678", note="Xe lăn", others=["Hai"])
    assert (after.full_name, after.phone, after.note) == ("Trần Thị Mới", "0912345678", "Xe lăn")
    assert queries.people_of(after)[1:] == ["Hai"]
    last = row.log.last()
    assert last is not None
    assert (last.reason, last.from_state, last.to_state, last.remark) == ("details-changed", *["confirmed"] * 2, "")


def test_saving_what_stands_already_changes_nothing() -> None:
    row = make_registration(make_kind())
    assert changed(row).changed_at == NOON
    assert row.log.count() == 1


def test_name_that_nobody_can_read_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        changed(make_registration(make_kind()), full_name="…")
    assert refusal.value.field == "full_name"


def test_smaller_party_gives_places_to_those_who_wait() -> None:
    kind = make_kind(capacity=3, party_maximum=3)
    row = make_registration(kind, party_size=3, others=["Một", "Hai"])
    waits = make_registration(kind, party_size=2)
    changed(row, party_size=1, others=[])
    waits.refresh_from_db()
    assert waits.state == RegistrationState.OFFERED
    assert row.members.count() == 0
    last = row.log.last()
    assert last is not None
    assert (last.reason, last.remark) == ("party-changed", "3 → 1")
    assert queries.counters_match_rows() == []


def test_larger_party_takes_places_or_is_told_how_many_are_left() -> None:
    kind = make_kind(capacity=4, party_maximum=5)
    row = make_registration(kind, party_size=1)
    make_registration(kind)
    with pytest.raises(LimitReachedError, match="2") as refusal:
        changed(row, party_size=4)
    assert refusal.value.field == "party_size"
    assert changed(row, party_size=3).party_size == 3
    assert taken(kind) == 4
    assert queries.counters_match_rows() == []
    with pytest.raises(LimitReachedError):
        changed(row, party_size=6)


def test_larger_party_does_not_pass_those_who_wait() -> None:
    kind = make_kind(capacity=3, party_maximum=3)
    row = make_registration(kind)
    make_registration(kind)
    make_registration(kind, party_size=2)
    with pytest.raises(LimitReachedError, match="0"):
        changed(row, party_size=2)


def test_party_grows_only_while_people_can_register() -> None:
    kind = make_kind(capacity=9, party_maximum=3)
    row = make_registration(kind, party_size=2)
    places.freeze(subject=kind.subject)
    with pytest.raises(errors.RegistrationClosedError) as refusal:
        changed(row, party_size=3)
    assert refusal.value.field == "party_size"
    assert changed(row, party_size=1).party_size == 1
    assert taken(kind) == 1


def test_party_counts_in_its_sessions_too(programme: Programme) -> None:
    kind = make_kind(capacity=9, party_maximum=5)
    session = make_session(programme, kind.subject, capacity=3)
    row = make_registration(kind, party_size=2, sessions=[session])
    waits = make_registration(kind, party_size=2, sessions=[session], waits_for_sessions=True)
    with pytest.raises(LimitReachedError, match="Phiên 1"):
        changed(row, party_size=3)
    changed(row, party_size=1)
    assert waits.session_places.get().state == "held"
    assert (taken(kind), taken(session)) == (3, 3)
    assert queries.counters_match_rows() == []


def test_party_of_one_who_waits_changes_in_the_queue_only() -> None:
    kind = make_kind(capacity=2, party_maximum=3)
    make_registration(kind, party_size=2)
    waits = make_registration(kind, party_size=3)
    assert changed(waits, party_size=2).joined_at == waits.joined_at
    assert taken(kind) == 2


def test_party_is_fixed_until_the_address_is_confirmed() -> None:
    row = make_registration(make_kind(capacity=5, party_maximum=3, needs_email_confirmation=True))
    with pytest.raises(DomainError) as refusal:
        changed(row, party_size=2)
    assert refusal.value.field == "party_size"


def test_second_tab_with_an_old_page_is_told_and_may_save_again() -> None:
    row = make_registration(make_kind())
    changed(row, full_name="Cửa sổ một", seen_at=NOON)
    row.refresh_from_db()
    with pytest.raises(StaleError) as refusal:
        changed(row, full_name="Cửa sổ hai", seen_at=NOON)
    again = changed(row, full_name="Cửa sổ hai", seen_at=refusal.value.saved_at)
    assert again.full_name == "Cửa sổ hai"


def test_nothing_changes_after_closing_attendance_or_the_end(
    organiser: User, fair: SubjectInfo, programme: Programme
) -> None:
    closing = make_registration(make_kind(capacity=5, closes_at=LATER))
    with pytest.raises(errors.ChangeClosedError):
        changed(closing, note="Muộn", now=LATER)
    came = make_registration(make_kind())
    attendance.mark_attended(registration=came, by=organiser, now=NOON)
    with pytest.raises(errors.ChangeClosedError):
        changed(came, note="Muộn")
    over = make_registration(make_kind(subject=fair.key))
    assert fair.ends is not None
    with pytest.raises(errors.ChangeClosedError):
        changed(over, note="Muộn", now=fair.ends)
    with pytest.raises(errors.ChangeClosedError):
        changing.choose_sessions(registration=came, kinds=[], now=LATER)
    with pytest.raises(errors.ChangeClosedError):
        moving.move(registration=came, to=came.place_kind, now=LATER)


def test_strangers_change_nothing_and_organisers_are_named(organiser: User) -> None:
    row = make_registration(make_kind())
    with pytest.raises(NotAllowedError):
        changed(row, note="Lạ", by=User.objects.create_user("la@example.org"))
    changed(row, note="Hỗ trợ", by=organiser)
    last = row.log.last()
    assert last is not None
    assert last.by == organiser


def test_each_consent_is_given_and_withdrawn_by_itself() -> None:
    row = make_registration(make_kind(), purposes=[ConsentPurpose.NEWS], consent_version="2026-11")
    consents.choose(registration=row, purposes=[ConsentPurpose.EXHIBITORS], version="2027-01", now=LATER)
    found = {consent.purpose: consent for consent in row.consents.all()}
    assert (found["news"].version, found["news"].given_at, found["news"].withdrawn_at) == ("2026-11", NOON, LATER)
    assert (found["exhibitors"].version, found["exhibitors"].withdrawn_at) == ("2027-01", None)
    consents.choose(registration=row, purposes=list(ConsentPurpose), version="2027-01", now=LATER)
    assert row.consents.filter(withdrawn_at=None).count() == 2
    assert row.consents.count() == 3


def test_no_consent_is_given_without_being_asked() -> None:
    assert make_registration(make_kind()).consents.count() == 0
