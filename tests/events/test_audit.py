"""What organisers change around a fair and a delegation is told by the audit: who, for whom, before and after."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from events import audit_names
from events.booth_enums import AllocationMode, RequirementKind
from events.domain import delegations, halls, payments, setups
from events.models import Booth, FairRequirement, FairSetup, Hall, TradePromotionPage
from portal.accounts.models import User
from portal.kernel import clock, text
from portal.kernel.errors import DomainError
from registration import audit_sources, audit_words
from registration.audit_sources import AuditFilter
from registration.models import AuditRow
from registration.organiser_enums import AuditAction, Capacity
from tests.events.booths.scene import KEY, NOW, confirmed
from tests.events.delegations import scene
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(site: Site) -> User:
    return make.make_operator()


def rows(action: AuditAction) -> list[AuditRow]:
    return list(AuditRow.objects.filter(action=action).order_by("pk"))


def changes(row: AuditRow) -> dict[str, Any]:
    return {name: (before, after) for name, before, after in row.changes}


def test_a_set_up_is_told_with_what_stood_before(operator: User) -> None:
    setup = setups.save(setup=FairSetup(fair_key=KEY, offer_hours=72), by=operator, now=NOW)
    setup.offer_hours, setup.mode = 24, AllocationMode.CHOICE
    setups.save(setup=setup, by=operator, now=NOW)
    setups.save(setup=setup, by=operator, now=NOW)
    _first, second = rows(AuditAction.SETUP_CHANGED)
    assert (second.by, second.subject, second.capacity) == (operator, KEY, Capacity.ORGANISER)
    assert changes(second) == {"offer_hours": (72, 24), "mode": ("organiser", "choice")}


def test_requirements_are_told_when_added_changed_and_removed(operator: User) -> None:
    def save(*, kept: list[FairRequirement] = [], removed: list[FairRequirement] = []) -> None:  # noqa: B006 -- only read
        setups.save_requirements(fair_key=KEY, kept=kept, removed=removed, by=operator, now=NOW)

    asked = FairRequirement(kind=RequirementKind.QUESTION, text_vi="Máy nặng nhất")
    save(kept=[asked])
    asked.is_required = False
    save(kept=[asked])
    save(removed=[asked])
    assert changes(rows(AuditAction.REQUIREMENT_CHANGED)[0]) == {"is_required": (True, False)}
    assert rows(AuditAction.REQUIREMENT_ADDED)[0].object_label == "Máy nặng nhất"
    assert changes(rows(AuditAction.REQUIREMENT_REMOVED)[0]) == {"text_vi": ("Máy nặng nhất", None)}


def test_requirements_are_read_at_once_and_in_one_order(operator: User) -> None:
    made = [FairRequirement(kind=RequirementKind.QUESTION, text_vi=f"Câu {number}") for number in range(6)]
    setups.save_requirements(fair_key=KEY, kept=made, removed=[], by=operator, now=NOW)
    with CaptureQueriesContext(connection) as seen:
        setups.save_requirements(fair_key=KEY, kept=made[:1:-1], removed=made[:2], by=operator, now=NOW)
    read = [query["sql"] for query in seen if query["sql"].startswith("SELECT") and "fairrequirement" in query["sql"]]
    assert [sql for sql in read if "fairanswer" not in sql and "ORDER BY" in sql] == read[:1]
    assert FairRequirement.objects.filter(fair_key=KEY).count() == 4


def test_halls_and_booths_are_told(operator: User) -> None:
    hall = halls.save_hall(
        hall=Hall(fair_key=KEY, code="A", name_vi="Nhà A", width=400, depth=200), by=operator, now=NOW
    )
    hall.width = 300
    halls.save_hall(hall=hall, by=operator, now=NOW)
    assert changes(rows(AuditAction.HALL_CHANGED)[0]) == {"width": (400, 300)}
    spec = halls.BoothSpec(hall="A", number="A01", x=0, y=0, width=30, depth=30)
    other = halls.BoothSpec(hall="A", number="A02", x=60, y=0, width=30, depth=30)
    halls.write_booths(fair_key=KEY, specs=[spec, other], by=operator, now=NOW)
    assert changes(rows(AuditAction.BOOTHS_ADDED)[0]) == {"booths": (None, ["A01", "A02"])}
    booth = Booth.objects.get(number="A01")
    moved = halls.BoothSpec(hall="A", number="A01", x=30, y=0, width=30, depth=30, pk=booth.pk)
    halls.write_booths(fair_key=KEY, specs=[moved, other], by=operator, now=NOW)
    [row] = rows(AuditAction.BOOTH_CHANGED)
    assert (row.object_label, changes(row)) == ("A01", {"x": (0, 30)})
    halls.delete_booths(booth_ids=[booth.pk], by=operator, now=NOW)
    assert changes(rows(AuditAction.BOOTHS_REMOVED)[0]) == {"booths": (["A01"], None)}


def test_two_booths_that_change_numbers_are_told_by_their_numbers(operator: User) -> None:
    hall = stock.make_hall(KEY)
    first, second = stock.make_booth(hall), stock.make_booth(hall)
    specs = [
        halls.BoothSpec(**{**_place(first), "number": second.number}),
        halls.BoothSpec(**{**_place(second), "number": first.number}),
    ]
    halls.write_booths(fair_key=KEY, specs=specs, by=operator, now=NOW)
    assert [changes(row)["number"] for row in rows(AuditAction.BOOTH_CHANGED)] == [
        (first.number, second.number),
        (second.number, first.number),
    ]


def _place(booth: Booth) -> dict[str, Any]:
    spec = halls.spec_of(booth)
    return {name: getattr(spec, name) for name in spec.__dataclass_fields__}


def test_a_fee_is_told_with_its_day(operator: User) -> None:
    application = confirmed(stock.make_hall(KEY), people.make_person(), operator, fee=5_000_000)
    day = clock.local(NOW).date()
    payments.mark_paid(application=application, paid_on=day, note="UNC 7", by=operator, now=NOW)
    payments.unmark_paid(application=application, note="Nhầm", by=operator, now=NOW)
    [marked], [taken] = rows(AuditAction.FEE_MARKED), rows(AuditAction.FEE_UNMARKED)
    assert (marked.object_label, changes(marked)["paid_on"]) == (application.reference, (None, str(day)))
    assert changes(taken)["paid_on"] == (str(day), None)


def test_a_delegation_is_told_without_the_travellers_name(operator: User, site: Site) -> None:
    people.make_directory(site)
    trip = make.make_event(make.make_index(site), TradePromotionPage, starts_at=scene.START, ends_at=scene.END)
    owner = people.make_person()
    organisation = people.make_organisation(owner)
    invitation = delegations.invite(programme=trip, organisation=organisation, seats=2, by=operator, now=scene.NOW)
    delegations.invite(programme=trip, organisation=organisation, seats=3, by=operator, now=scene.NOW)
    member = scene.complete(scene.named(invitation, owner), owner)
    delegations.withdraw(member=member, by=operator, now=scene.NOW, why=f"{member.full_name} bận, gọi 0912345678")
    first, second = rows(AuditAction.DELEGATION_SEATS)
    assert (changes(first), changes(second)) == ({"seats": (None, 2)}, {"seats": (2, 3)})
    [papers] = rows(AuditAction.DELEGATION_PAPERS)
    assert (papers.capacity, papers.behalf_name) == (Capacity.ORGANISATION, organisation.display_name)
    assert changes(papers)["passport"] == ("m…", "r…")
    found = audit_sources.find(AuditFilter(subject=trip.translation_key, action="delegation"))
    lines = audit_sources.lines_of(list(found))
    assert {str(line.capacity) for line in lines} == {organisation.display_name, str(Capacity.ORGANISER.label)}
    assert [line.remark for line in lines if line.remark] == ["N… bận, gọi 0…"]
    assert not any(member.full_name in f"{line.record} {line.remark}" for line in lines)
    words = (lines[0].record, f"#{member.pk}", organisation.name.upper(), text.fold(organisation.name))
    for wanted in words:
        assert len(audit_sources.find(AuditFilter(action="delegation", record=wanted))) == len(lines), wanted


def test_every_field_that_can_be_told_has_words() -> None:
    told = {field.name for model in audit_names.AUDITED for field in model._meta.concrete_fields}
    assert told | {"booths"} <= set(audit_words.names())


def test_organisers_read_it_in_the_admin_and_others_do_not(client: Client, operator: User) -> None:
    setups.save(setup=FairSetup(fair_key=KEY, offer_hours=71), by=operator, now=NOW)
    client.force_login(operator)
    page = client.get(reverse("registrations:audit"), {"action": AuditAction.SETUP_CHANGED})
    assert page.context["window"].total == 1
    assert ["71" in change for change in page.context["lines"][0]["changes"]].count(True) == 1
    stranger = people.make_person()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert client.get(reverse("registrations:audit")).status_code == 404


def test_what_is_refused_is_not_told(operator: User) -> None:
    hall = stock.make_hall(KEY)
    stock.make_booth(hall, x=380, width=20)
    hall.width = 20
    with pytest.raises(DomainError):
        halls.save_hall(hall=hall, by=operator, now=NOW + timedelta(hours=1))
    assert not AuditRow.objects.filter(subject=KEY).exists()
