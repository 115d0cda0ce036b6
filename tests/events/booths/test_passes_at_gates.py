"""Staff passes at the gates of a fair: read, counted apart, revoked, told by mail."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import pass_source
from events.domain import booths, staff_passes
from events.models import StaffPass
from portal.accounts.models import User
from portal.kernel import clock, references
from portal.mail.models import OutgoingMail
from registration import check_in_queries, gate_answers, passes
from registration.domain import check_in, signing, tickets
from registration.domain.check_in import Item
from registration.enums import Audience, Direction, ScanResult
from registration.models import Device, Scan
from tests.events.booths.scene import KEY, NOW, confirmed
from tests.factories.check_in import connect, make_gate, make_tickets
from tests.factories.registration import make_kind, make_organiser


@pytest.fixture
def runner(db: None) -> User:
    return make_organiser()


@pytest.fixture
def phone(runner: User) -> Device:
    return connect(make_gate(subject=KEY, by=runner), by=runner, now=clock.now() - timedelta(hours=3))[0]


@pytest.fixture
def held(hall: Any, owner: User, operator: User) -> StaffPass:
    done = confirmed(hall, owner, operator)
    return staff_passes.give(application=done, full_name="Lê Thị Ánh", email="anh@example.org", by=owner, now=NOW)


def read(phone: Device, text: str, way: Direction = Direction.ENTRY) -> check_in.Outcome:
    return check_in.scan(device=phone, text=text, direction=way, nonce=uuid.uuid4(), now=clock.now())


def test_a_number_is_eight_signs_behind_a_prefix() -> None:
    number = references.make(prefix="NV", groups=(4, 4))
    assert pass_source.number_of(pass_source.code_of(number)) == number
    assert tickets.code_in(number) == tickets.code_in(number.lower()) == pass_source.code_of(number)
    assert tickets.code_in("XY" + number[2:]) is None


def test_a_pass_comes_in_by_its_number_and_once(phone: Device, held: StaffPass) -> None:
    told = read(phone, held.number)
    assert (told.scan.result, told.scan.pass_number, told.scan.ticket) == (ScanResult.ADMITTED, held.number, None)
    assert gate_answers.outcome(told)["name"] == "L. T. Ánh"
    again = read(phone, pass_source.code_of(held.number))
    assert again.scan.result == ScanResult.ALREADY_INSIDE
    assert again.scan.earlier == told.scan
    assert read(phone, held.number, Direction.EXIT).scan.result == ScanResult.ADMITTED
    assert read(phone, held.number).scan.result == ScanResult.ADMITTED


def test_a_pass_can_be_signed_as_tickets_are(phone: Device, held: StaffPass) -> None:
    key = tickets.key_of(subject=KEY, now=clock.now())
    code = pass_source.code_of(held.number)
    signer = signing.Signer(subject=KEY, private_key=key.private_key)
    assert read(phone, signer.sign(code)).scan.result == ScanResult.ADMITTED
    forger = signing.Signer(subject=KEY, private_key=signing.new_keys()[0])
    assert read(phone, forger.sign(code)).scan.result == ScanResult.FORGED


def test_passes_are_of_their_own_fair(held: StaffPass, runner: User) -> None:
    other = connect(make_gate(subject=uuid.uuid4(), by=runner), by=runner, now=clock.now() - timedelta(hours=3))[0]
    assert read(other, held.number).scan.result == ScanResult.UNKNOWN


def test_gates_for_others_do_not_take_passes(held: StaffPass, runner: User) -> None:
    def at(**rules: Any) -> str:
        gate = make_gate(subject=KEY, by=runner, **rules)
        return read(connect(gate, by=runner, now=clock.now() - timedelta(hours=3))[0], held.number).scan.result

    assert at(area="a", audiences=[Audience.VISITOR]) == ScanResult.WRONG_GATE
    assert at(area="b", audiences=[Audience.EXHIBITOR]) == ScanResult.ADMITTED


def test_staff_are_counted_apart(phone: Device, held: StaffPass) -> None:
    [visitor] = make_tickets(make_kind(subject=KEY, capacity=None))
    read(phone, held.number)
    read(phone, visitor.code)
    live = check_in_queries.live(KEY, clock.now())
    assert (live.came, live.inside, live.came_at_all, live.staff_came, live.staff_inside) == (1, 1, 1, 1, 1)
    read(phone, held.number, Direction.EXIT)
    live = check_in_queries.live(KEY, clock.now())
    assert (live.inside, live.staff_came, live.staff_inside) == (1, 1, 0)


def test_the_list_on_the_phone_holds_no_more_than_the_gate_needs(
    phone: Device, held: StaffPass, owner: User, client: Client
) -> None:
    gone = staff_passes.give(
        application=held.application, full_name="Vũ Bình", email="binh@example.org", by=owner, now=NOW
    )
    staff_passes.revoke(staff_pass=gone, by=owner, now=NOW)
    told = gate_answers.everything(device=phone, now=clock.now())
    assert told["rows"] == [
        [pass_source.code_of(held.number), "L. T. Ánh", passes.KIND, 1, 0, held.number, 1],
        [pass_source.code_of(gone.number), "", passes.KIND, 0, 0, "", 1],
    ]
    assert told["kinds"][passes.KIND]
    assert "anh@example.org" not in json.dumps(told)
    found = gate_answers.found(gate=phone.gate, words="le thi anh", now=clock.now())
    assert [one["reference"] for one in found] == [held.number]


def test_a_revoked_pass_is_refused(phone: Device, held: StaffPass, owner: User) -> None:
    staff_passes.revoke(staff_pass=held, by=owner, now=NOW)
    assert read(phone, held.number).scan.result == ScanResult.NOT_VALID
    item = Item(uuid.uuid4(), held.number, Direction.ENTRY, clock.now(), ScanResult.ADMITTED)
    [late] = check_in.merge(device=phone, items=[item], sent_at=clock.now(), now=clock.now())
    assert (late.scan.result, late.scan.conflict) == ("admitted", "not-valid")
    assert list(check_in_queries.conflicts(KEY)) == [late.scan]


def test_undo_lets_a_pass_in_again(phone: Device, held: StaffPass) -> None:
    told = read(phone, held.number)
    check_in.undo(scan=told.scan, device=phone, now=clock.now())
    assert read(phone, held.number).scan.result == ScanResult.ADMITTED


def test_the_person_and_the_exhibitor_are_told(held: StaffPass, owner: User, operator: User) -> None:
    other = staff_passes.give(
        application=held.application, full_name="Vũ Bình", email="binh@example.org", by=owner, now=NOW
    )
    mail.outbox.clear()
    for _time in range(2):
        staff_passes.revoke(staff_pass=held, by=owner, now=NOW)
    kind = OutgoingMail.objects.filter(kind="events/emails/pass_revoked")
    assert [row.recipient for row in kind] == ["anh@example.org"]
    assert held.number in mail.outbox[0].body
    booths.release(application=held.application, by=operator, now=NOW, words="Đổi sơ đồ gian hàng.")
    told = {row.recipient for row in kind.order_by("pk")[1:]}
    assert told == {"binh@example.org", owner.email}
    assert StaffPass.objects.get(pk=other.pk).revoked_at is not None


def test_an_erased_person_is_told_nothing(held: StaffPass, owner: User) -> None:
    StaffPass.objects.filter(pk=held.pk).update(full_name="", email="erased-1@erased.invalid")
    held.refresh_from_db()
    staff_passes.revoke(staff_pass=held, by=owner, now=NOW)
    assert not OutgoingMail.objects.filter(kind="events/emails/pass_revoked").exists()


def test_what_the_database_refuses(phone: Device, held: StaffPass) -> None:
    [visitor] = make_tickets(make_kind(subject=KEY, capacity=None))
    both: dict[str, Any] = {"ticket": visitor, "pass_number": held.number}
    with pytest.raises(IntegrityError):
        Scan.objects.create(
            gate=phone.gate,
            device=phone,
            nonce=uuid.uuid4(),
            direction="entry",
            at=NOW,
            received_at=NOW,
            result="admitted",
            **both,
        )


def test_the_list_costs_the_same_for_many(phone: Device, held: StaffPass) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            gate_answers.everything(device=phone, now=clock.now())
        return len(seen)

    cost()
    one = cost()
    StaffPass.objects.bulk_create(
        StaffPass(
            application=held.application,
            number=references.make(prefix="NV", groups=(4, 4)),
            full_name="A B",
            email=f"p{number}@example.org",
            given_at=NOW,
        )
        for number in range(20)
    )
    assert cost() == one
