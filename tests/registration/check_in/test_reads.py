"""Searching, lists, live counts, and what the database refuses."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.kernel import clock
from registration import check_in_queries
from registration.domain import changing, registrations, tickets, walk_ins
from registration.enums import Audience, Direction
from registration.models import Device, PlaceKind, Registration
from tests.factories.check_in import make_tickets
from tests.factories.registration import make_kind, make_registration
from tests.registration.check_in.reading import merge, other_phone, queued, read
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["dang thi hoa", "Đặng Thị Hoà", "HỢP TÁC XÃ lụa", "hoa dang"])
def test_search_needs_no_marks(kind: PlaceKind, words: str) -> None:
    row = make_registration(kind, full_name="Đặng Thị Hòa", organisation="Hợp tác xã Lụa")
    make_registration(kind, full_name="Nguyễn Văn Bình")
    [ticket] = tickets.ensure(registration=row, now=clock.now())
    tickets.ensure_all(subject=kind.subject, now=clock.now())
    for asked in (words, row.reference.lower(), ticket.code, tickets.spoken(ticket.code)):
        assert check_in_queries.search(subject=kind.subject, words=asked) == [ticket]
    assert check_in_queries.search(subject=kind.subject, words="a") == []
    assert check_in_queries.search(subject=uuid.uuid4(), words=words) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [("Nguyễn Thị An", "N. T. An"), ("An", "An"), ("Trần Thị Mơ (mẫu)", "T. T. Mơ"), ("(mẫu)", "mẫu"), ("", "")],
)
def test_names_at_the_gate_are_short(name: str, short: str) -> None:
    assert check_in_queries.short_name(name) == short


def test_the_list_holds_no_more_than_the_gate_needs(phone: Device, kind: PlaceKind) -> None:
    good, bad = make_tickets(kind, 2, full_name="Nguyễn Thị An", organisation="Viện Hạt nhân", phone="0912345678")
    registrations.cancel(registration=bad.registration, now=clock.now())
    read(phone, good.code)
    rows = check_in_queries.rows_for_phone(phone.gate, clock.now(), has_own_places=False)
    assert rows == [
        [good.code, "N. T. An", kind.code, 1, 2, good.registration.reference, 1],
        [bad.code, "", kind.code, 0, 0, "", 1],
    ]


def test_live_counts_people_once(phone: Device, kind: PlaceKind, organiser: User) -> None:
    second = other_phone(phone, organiser, area="hall")
    first, other, _never = make_tickets(kind, 3)
    read(phone, first.code)
    read(second, first.code)
    read(phone, other.code)
    read(phone, other.code, Direction.EXIT)
    read(phone, "x")
    now = check_in_queries.live(kind.subject, clock.now())
    assert (now.inside, now.came, now.came_at_all, now.expected, now.refused) == (1, 2, 2, 3, 1)
    assert {row.name: row.people for row in now.by_gate} == {phone.gate.name: 2, second.gate.name: 1}
    assert [row.people for row in now.by_kind] == [2]
    assert sum(row.people for row in now.by_hour) == 2


def test_live_costs_the_same_for_many(phone: Device, kind: PlaceKind) -> None:
    def cost(count: int) -> int:
        merge(phone, *[queued(ticket.token) for ticket in make_tickets(kind, count)])
        with CaptureQueriesContext(connection) as seen:
            check_in_queries.live(kind.subject, clock.now())
        return len(seen)

    assert cost(1) == cost(30)


def refuse(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_what_the_database_refuses(phone: Device, kind: PlaceKind, organiser: User) -> None:
    once = other_phone(phone, organiser, reentry_allowed=False)
    first, second = (read(once, ticket.code).scan for ticket in make_tickets(kind, 2))
    refuse("UPDATE registration_scan SET claim = %s WHERE id = %s", first.claim, second.pk)
    refuse(
        "UPDATE registration_scan SET nonce = (SELECT nonce FROM registration_scan WHERE id = %s) WHERE id = %s",
        first.pk,
        second.pk,
    )
    refuse("UPDATE registration_scan SET result = 'maybe' WHERE id = %s", first.pk)
    refuse("UPDATE registration_scan SET ticket_id = NULL WHERE id = %s", first.pk)
    refuse("UPDATE registration_scan SET undone_at = at WHERE id = %s", first.pk)
    refuse("UPDATE registration_gate SET direction = 'up' WHERE id = %s", phone.gate_id)
    refuse("UPDATE registration_gate SET code = %s WHERE id = %s", once.gate.code, phone.gate_id)
    refuse("UPDATE registration_device SET code_digest = 'x' WHERE id = %s", phone.pk)
    with pytest.raises(TypeError):
        first.save()


def test_neither_sessions_nor_passes_of_exhibitors_are_given_at_the_gate(
    phone: Device, kind: PlaceKind, programme: Programme
) -> None:
    make_session(programme, kind.subject)
    make_kind(subject=kind.subject, audience=Audience.EXHIBITOR)
    assert walk_ins.kinds_at(phone) == [kind]


def test_who_left_a_party_is_not_expected(kind: PlaceKind) -> None:
    make_tickets(kind, party_size=3)
    row = Registration.objects.get()
    details = changing.details_of(row)
    values = {name: getattr(details, name) for name in details.__dataclass_fields__} | {"party_size": 1}
    changing.change(registration=row, now=clock.now(), **values)
    assert check_in_queries.live(kind.subject, clock.now()).expected == 1
