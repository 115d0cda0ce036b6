"""Gates in the admin: who sees them, what is made there, what leaves it."""

import csv
import dataclasses
import io
import re
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import check_in, devices
from registration.enums import Direction
from registration.models import AuditRow, Gate, PlaceKind, Scan
from registration.organiser_enums import AuditAction
from registration.subjects import SubjectInfo
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.registration import make_kind
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """The admin needs the site."""


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=None)


def board(fair: SubjectInfo) -> str:
    return reverse("check_in:board", args=[fair.key])


def test_an_organiser_makes_and_changes_a_gate(desk: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    assert fair.title in desk.get(reverse("check_in:index")).content.decode()
    address = reverse("check_in:add-gate", args=[fair.key])
    assert desk.get(address).status_code == 200
    values = {
        "name_vi": "Cửa Bắc", "name_en": "North gate", "area": "main", "direction": "both",
        "place_kinds": [str(kind.pk)], "windows": "25/12/2026 07:30 - 17:00\n26/12/2026 7h30–17h00", "reentry_allowed": "on",
    }  # fmt: skip
    for wrong in ("hôm nay", "31/02/2026 07:30 - 17:00", "25/12/2026 17:00 - 07:30"):
        refused = desk.post(address, values | {"windows": wrong})
        assert refused.status_code == 200
        assert refused.context["form"].errors["windows"]
        assert wrong in refused.content.decode()
    assert desk.post(address, values).status_code == 302
    gate = Gate.objects.get()
    assert (gate.code, gate.windows.count(), list(gate.place_kinds.all())) == ("cua-bac", 2, [kind])
    assert desk.post(address, values).context["form"].errors["name_vi"]
    edit = reverse("check_in:edit-gate", args=[gate.pk])
    shown = desk.get(edit).content.decode()
    assert "25/12/2026 07:30 - 17:00" in shown
    desk.post(edit, values | {"name_vi": "Cửa Nam", "windows": ""})
    gate.refresh_from_db()
    assert (gate.name_vi, gate.windows.count()) == ("Cửa Nam", 0)


def test_a_gate_becomes_the_door_of_a_session(
    desk: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    add = reverse("check_in:add-gate", args=[fair.key])
    values = {"name_vi": "Phòng A", "area": "main", "direction": "both", "session": ""}
    assert 'name="session"' not in desk.get(add).content.decode()
    talk = make_session(programme, fair.key, title="Phiên kết nối")
    assert "Phiên kết nối" in desk.get(add).content.decode()
    refused = desk.post(add, values | {"session": str(uuid.uuid4())})
    assert refused.status_code == 200
    assert not Gate.objects.exists()
    assert desk.post(add, values | {"session": str(talk.session)}).status_code == 302
    gate = Gate.objects.get()
    assert gate.session == talk.session
    assert "Phiên kết nối" in desk.get(reverse("check_in:board", args=[fair.key])).content.decode()
    edit = reverse("check_in:edit-gate", args=[gate.pk])
    assert re.search(rf'value="{talk.session}"[^>]*selected', desk.get(edit).content.decode())
    desk.post(edit, values)
    assert Gate.objects.get().session is None
    desk.post(edit, values | {"session": str(talk.session)})
    programme.clear()
    page = desk.get(edit).content.decode()
    assert str(talk.session) in page
    assert "error-message" in desk.post(edit, values | {"session": str(talk.session)}).content.decode()
    assert Gate.objects.get().session == talk.session


def test_a_gate_is_for_kinds_of_the_whole(
    desk: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    make_session(programme, fair.key)
    page = desk.get(reverse("check_in:add-gate", args=[fair.key]))
    assert list(page.context["form"].fields["place_kinds"].queryset) == [kind]


def test_a_code_is_shown_once_and_connects(desk: Client, fair: SubjectInfo, organiser: User, kind: PlaceKind) -> None:
    gate = make_gate(subject=fair.key, by=organiser)
    address = reverse("check_in:invite", args=[gate.pk])
    assert desk.post(address, {"name": ""}).context["form"].errors["name"]
    shown = desk.post(address, {"name": "Máy 1"}).content.decode()
    found = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", shown)
    assert found is not None
    assert "<svg" in shown
    assert found.group(1) not in desk.get(board(fair)).content.decode()
    device, _credential = devices.enrol(code=found.group(1), now=clock.now())
    assert device.gate == gate
    revoke = reverse("check_in:revoke", args=[device.pk])
    desk.get(revoke)
    device.refresh_from_db()
    assert device.revoked_at is None
    desk.post(revoke)
    device.refresh_from_db()
    assert device.revoked_at is not None


def test_the_board_names_double_entries_and_costs_the_same_for_many(
    desk: Client, fair: SubjectInfo, organiser: User, kind: PlaceKind, django_assert_max_num_queries: object
) -> None:
    phones = [connect(make_gate(subject=fair.key, by=organiser), by=organiser)[0] for _number in range(2)]

    def clash(count: int) -> int:
        for ticket in make_tickets(kind, count, full_name="Đặng Thị Hoa"):
            for phone in phones:
                item = check_in.Item(
                    uuid.uuid4(), ticket.code, Direction.ENTRY, clock.now(), check_in.ScanResult.ADMITTED
                )
                check_in.merge(device=phone, items=[item], sent_at=clock.now(), now=clock.now())
        desk.get(board(fair))
        with django_assert_max_num_queries(80) as made:  # type: ignore[operator]
            page = desk.get(board(fair)).content.decode()
        assert page.count("Đặng Thị Hoa") >= 1
        return len(made)

    assert clash(1) == clash(12)


def test_the_log_filters_exports_and_takes_back(
    desk: Client, fair: SubjectInfo, organiser: User, kind: PlaceKind
) -> None:
    phone = connect(make_gate(subject=fair.key, by=organiser, name_vi="=Cửa"), by=organiser)[0]
    [ticket] = make_tickets(kind)
    for text in (ticket.code, "rác"):
        check_in.scan(device=phone, text=text, direction=Direction.ENTRY, nonce=uuid.uuid4(), now=clock.now())
    index = reverse("check_in_log:index")
    assert ticket.code in desk.get(index, {"subject": str(fair.key), "result": "admitted"}).content.decode()
    answer = desk.get(index, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "@", "+", "-"))]
    assert ticket.registration.full_name not in answer.content.decode()
    written = AuditRow.objects.get(action=AuditAction.EXPORTED)
    assert (written.by, written.object_label, written.changes) == (organiser, "check_in_log csv", [["rows", None, 2]])
    scan = Scan.objects.get(ticket=ticket)
    undo = reverse("check_in:undo", args=[scan.pk])
    desk.get(undo)
    assert desk.post(undo).status_code == 302
    scan.refresh_from_db()
    assert (scan.undone_at is not None, scan.undone_by) == (True, organiser)


def test_strangers_find_nothing(client: Client, fair: SubjectInfo, organiser: User, kind: PlaceKind) -> None:
    gate = make_gate(subject=fair.key, by=organiser)
    device = connect(gate, by=organiser)[0]
    stranger = User.objects.create_user("editor@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    for name, argument in (
        ("board", fair.key),
        ("add-gate", fair.key),
        ("edit-gate", gate.pk),
        ("invite", gate.pk),
        ("revoke", device.pk),
    ):
        address = reverse(f"check_in:{name}", args=[argument])
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404
    assert client.get(reverse("check_in:index")).status_code == 404
    assert client.get(reverse("check_in_log:index")).status_code in {302, 404}
    device.refresh_from_db()
    assert device.revoked_at is None


def test_unknown_events_and_gates_are_not_found(desk: Client) -> None:
    assert desk.get(reverse("check_in:board", args=[uuid.uuid4()])).status_code == 404
    assert desk.get(reverse("check_in:edit-gate", args=[0])).status_code == 404


def test_the_lists_cost_the_same_for_many(
    desk: Client, fair: SubjectInfo, known: dict[uuid.UUID, SubjectInfo], organiser: User, kind: PlaceKind
) -> None:
    phone = connect(make_gate(subject=fair.key, by=organiser), by=organiser)[0]

    def cost(name: str) -> int:
        desk.get(reverse(name))
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(reverse(name)).status_code == 200
        return len(seen)

    def more(count: int) -> None:
        for ticket in make_tickets(kind, count):
            check_in.scan(
                device=phone, text=ticket.code, direction=Direction.ENTRY, nonce=uuid.uuid4(), now=clock.now()
            )
            other = dataclasses.replace(fair, key=uuid.uuid4())
            known[other.key] = other
            make_gate(subject=make_kind(subject=other.key, capacity=None).subject, by=organiser)

    more(1)
    few = [cost("check_in:index"), cost("check_in_log:index")]
    more(15)
    assert [cost("check_in:index"), cost("check_in_log:index")] == few
