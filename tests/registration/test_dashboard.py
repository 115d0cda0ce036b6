"""The dashboard of an event: figures that hold, why people wait, the same cost for one and for thirty."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from registration import dashboard
from registration.domain import attendance, check_in, places, registrations
from registration.enums import Direction, ScanResult, WaitingListPolicy
from registration.models import PlaceKind
from registration.subjects import SubjectInfo
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.registration import NOON, make_kind, make_pool, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, organiser: User, site: Site) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def url_of(kind: PlaceKind) -> str:
    return reverse("registrations:dashboard", args=[kind.subject])


def test_pools_and_kinds_tell_who_has_what(organiser: User) -> None:
    hall = make_pool(capacity=5)
    limited = make_pool(subject=hall.subject, capacity=2)
    guest = make_kind(pools=[hall], party_maximum=3)
    press = make_kind(pools=[hall, limited])
    asked = make_kind(subject=hall.subject, pools=[hall], needs_approval=True)
    make_registration(guest, party_size=2)
    came = make_registration(press)
    attendance.mark_attended(registration=came, by=organiser, now=NOON)
    make_registration(asked)
    seen = dashboard.of(hall.subject, NOON)
    assert [(line.taken, line.held, line.free, line.share) for line in seen.pools] == [(3, 0, 2, 60), (1, 0, 1, 50)]
    assert [(line.seated, line.came, line.pending) for line in seen.kinds] == [(2, 0, 0), (1, 1, 0), (0, 0, 1)]
    assert seen.totals["seated"] == 3


def test_holds_count_as_kept_until_they_are_over() -> None:
    kind = make_kind(capacity=2, needs_email_confirmation=True)
    make_registration(kind)
    now, later = dashboard.of(kind.subject, NOON), dashboard.of(kind.subject, NOON + timedelta(hours=2))
    assert [(line.taken, line.held, line.free) for line in now.pools] == [(0, 1, 1)]
    assert [(line.taken, line.held, line.free) for line in later.pools] == [(0, 0, 2)]


@pytest.mark.parametrize(
    ("policy", "why"),
    [(WaitingListPolicy.STRICT, "Thứ tự nghiêm ngặt"), (WaitingListPolicy.FILL, "đã có chỗ")],
)
def test_each_who_waits_is_told_why(policy: WaitingListPolicy, why: str) -> None:
    kind = make_kind(capacity=2, party_maximum=2, waiting_list=policy)
    make_registration(kind)
    large, small = make_registration(kind, party_size=2), make_registration(kind)
    if policy is WaitingListPolicy.FILL:
        small.refresh_from_db()
        assert small.state == "confirmed"
        return
    lines = {line.registration.pk: line for line in dashboard.of(kind.subject, NOON).waiting}
    assert (lines[large.pk].rank, lines[small.pk].rank) == (1, 2)
    assert lines[large.pk].why == "Cần 2 chỗ; còn trống 1."
    assert why in lines[small.pk].why
    assert large.reference in lines[small.pk].why


def test_a_frozen_kind_is_why_nobody_moves_up() -> None:
    kind = make_kind(capacity=1)
    make_registration(kind)
    make_registration(kind)
    places.freeze(subject=kind.subject)
    [line] = dashboard.of(kind.subject, NOON).waiting
    assert "đã đóng" in line.why


def test_offers_decisions_and_days(organiser: User) -> None:
    kind = make_kind(capacity=1)
    first = make_registration(kind, now=NOON - timedelta(days=2))
    second = make_registration(kind)
    registrations.cancel(registration=first, now=NOON)
    seen = dashboard.of(kind.subject, NOON)
    assert [hold.registration_id for hold in seen.offers] == [second.pk]
    assert [bar.count for bar in seen.days] == [1, 0, 1]


def test_arrivals_by_hour_come_from_marks_and_where_tickets_were_read_from_those(organiser: User) -> None:
    kind = make_kind(capacity=12, party_maximum=3)
    for size, minutes in ((1, 0), (3, 30), (2, 70)):
        row = make_registration(kind, party_size=size)
        attendance.mark_attended(registration=row, by=organiser, now=NOON + timedelta(minutes=minutes))
    undone = make_registration(kind)
    attendance.mark_attended(registration=undone, by=organiser, now=NOON)
    attendance.undo(registration=undone, by=organiser, now=NOON)
    hours = dashboard.of(kind.subject, NOON).hours
    assert [(clock.local(line.hour).hour, line.total) for line in hours] == [(12, 4), (13, 2)]

    made = make_tickets(kind, party_size=3)
    window = (NOON - timedelta(hours=1), NOON + timedelta(hours=9))
    device, _secret = connect(
        make_gate(subject=kind.subject, by=organiser, now=NOON, windows=[window]), by=organiser, now=NOON
    )
    for ticket, minutes in ((made[0], 65), (made[1], 130)):
        moment = NOON + timedelta(minutes=minutes)
        read = check_in.scan(
            device=device, text=ticket.token, direction=Direction.ENTRY, nonce=uuid.uuid4(), now=moment
        )
        assert read.scan.result == ScanResult.ADMITTED
    hours = dashboard.of(kind.subject, NOON).hours
    assert [(clock.local(line.hour).hour, line.total) for line in hours] == [(12, 4), (13, 3), (14, 1)]


def test_page_shows_figures_and_their_part_alone(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=1, name_vi="Khách tham quan")
    make_registration(kind, now=clock.now())
    waiting = make_registration(kind, now=clock.now())
    page = desk.get(url_of(kind)).content.decode()
    assert fair.title in page
    assert waiting.reference in page
    assert 'role="img"' in page
    assert "<table" in page
    part = desk.get(url_of(kind), {"part": "live"}).content.decode()
    assert part.startswith("<div data-live=")
    assert "<html" not in part
    assert fair.title in desk.get(reverse("registrations:dashboards")).content.decode()


def test_page_costs_the_same_for_one_and_for_thirty(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=3)
    make_kind(subject=fair.key, needs_approval=True)
    costs = []
    for more in (1, 30):
        for _number in range(more):
            make_registration(kind, now=clock.now())
        desk.get(url_of(kind))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url_of(kind)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_strangers_and_unknown_events_are_not_found(desk: Client, client: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key)
    assert (
        desk.get(reverse("registrations:dashboard", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    )
    stranger = User.objects.create_user("editor@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    for url in (url_of(kind), reverse("registrations:dashboards"), reverse("registrations:audit")):
        assert client.get(url).status_code == 404


def test_the_list_of_events_costs_the_same_for_one_and_for_thirty(desk: Client, known: Any, fair: SubjectInfo) -> None:
    costs = []
    for more in (1, 30):
        for _number in range(more):
            make_registration(make_kind())
        desk.get(reverse("registrations:dashboards"))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("registrations:dashboards")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
