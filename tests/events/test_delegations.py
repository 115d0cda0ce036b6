"""Delegations: rules, constraints, the desk, the admin, the report, and the end of the files."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Site

from events.delegation_enums import MEMBER_MOVES, DelegationPaperKind, MemberState, PaperStatus
from events.domain import delegation_reports, delegations
from events.models import (
    DelegationInvitation,
    DelegationLog,
    DelegationMember,
    DelegationPaper,
    DelegationReport,
    TradePromotionPage,
)
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMoveError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from portal.media.models import PrivateFile
from tests.factories import events as make
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db
NOW = clock.now()
START = NOW + timedelta(days=20)
END = START + timedelta(days=3)
AFTER = END + timedelta(days=1)


@pytest.fixture
def trip(site: Site) -> Any:
    people.make_directory(site)
    return make.make_event(make.make_index(site), TradePromotionPage, starts_at=START, ends_at=END)


@pytest.fixture
def organiser() -> User:
    return User.objects.create_superuser("to.chuc@example.org", "x", full_name="Ban Tổ Chức")


@pytest.fixture
def owner() -> User:
    return people.make_person()


@pytest.fixture
def invitation(trip: Any, organiser: User, owner: User) -> DelegationInvitation:
    organisation = people.make_organisation(owner)
    return delegations.invite(programme=trip, organisation=organisation, seats=2, by=organiser, now=NOW)


def named(invitation: DelegationInvitation, by: User, name: str = "Nguyễn Thị Lan") -> DelegationMember:
    return delegations.name_member(invitation=invitation, full_name=name, function="Giám đốc", by=by, now=NOW)


def pdf(name: str = "thu.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


def paper_of(member: DelegationMember, by: User) -> DelegationPaper:
    return delegations.add_paper(member=member, kind=DelegationPaperKind.LETTER, file=pdf(), by=by, now=NOW)


def complete(member: DelegationMember, by: User, **values: Any) -> DelegationMember:
    return delegations.set_papers(
        **{
            "member": member,
            "passport": PaperStatus.READY,
            "visa": PaperStatus.NOT_NEEDED,
            "by": by,
            "now": NOW,
            **values,
        }
    )


def test_inviting_tells_the_owners_once(
    invitation: DelegationInvitation, trip: Any, organiser: User, owner: User
) -> None:
    (message,) = mail.outbox
    assert message.to == [owner.email]
    assert f"/doan-cong-tac/{invitation.pk}/" in message.body
    again = delegations.invite(programme=trip, organisation=invitation.organisation, seats=3, by=organiser, now=NOW)
    assert (again.pk, again.seats, len(mail.outbox)) == (invitation.pk, 3, 1)


def test_who_may_not_invite_or_name(invitation: DelegationInvitation, trip: Any, owner: User) -> None:
    with pytest.raises(NotAllowedError):
        delegations.invite(programme=trip, organisation=invitation.organisation, seats=1, by=owner, now=NOW)
    with pytest.raises(NotAllowedError):
        named(invitation, people.make_person())


@pytest.mark.parametrize("seats", [0, 21])
def test_numbers_of_seats_have_limits(invitation: DelegationInvitation, trip: Any, organiser: User, seats: int) -> None:
    with pytest.raises(LimitReachedError) as refusal:
        delegations.invite(programme=trip, organisation=invitation.organisation, seats=seats, by=organiser, now=NOW)
    assert refusal.value.field == "seats"


def test_seats_are_a_limit_and_withdrawing_frees_one(
    invitation: DelegationInvitation, trip: Any, organiser: User, owner: User
) -> None:
    first = named(invitation, owner)
    with pytest.raises(DomainError) as twice:
        named(invitation, owner, "Nguyễn  Thị Lan ")
    assert twice.value.field == "full_name"
    named(invitation, owner, "Trần Văn Bình")
    with pytest.raises(LimitReachedError):
        named(invitation, owner, "Lê Thị Cúc")
    with pytest.raises(LimitReachedError):
        delegations.invite(programme=trip, organisation=invitation.organisation, seats=1, by=organiser, now=NOW)
    delegations.withdraw(member=first, by=owner, now=NOW, why="Bận")
    assert named(invitation, owner).state == MemberState.ACCEPTED
    with pytest.raises(DomainError):
        named(invitation, owner, " \u200b ")


def test_from_invited_to_travelling(invitation: DelegationInvitation, organiser: User, owner: User) -> None:
    member = named(invitation, organiser)
    assert member.state == MemberState.INVITED
    with pytest.raises(IllegalMoveError):
        complete(member, owner)
    with pytest.raises(NotAllowedError):
        delegations.accept(member=member, by=organiser, now=NOW)
    delegations.accept(member=member, by=owner, now=NOW)
    with pytest.raises(IllegalMoveError):
        delegations.confirm_travel(member=member, by=organiser, now=NOW)
    assert complete(member, owner).state == MemberState.COMPLETE
    assert complete(member, owner, visa=PaperStatus.MISSING).state == MemberState.ACCEPTED
    complete(member, owner)
    with pytest.raises(NotAllowedError):
        delegations.confirm_travel(member=member, by=owner, now=NOW)
    assert delegations.confirm_travel(member=member, by=organiser, now=NOW).state == MemberState.TRAVELLING
    assert complete(member, owner).state == MemberState.TRAVELLING
    assert complete(member, owner, passport=PaperStatus.MISSING).state == MemberState.ACCEPTED
    delegations.withdraw(member=member, by=organiser, now=NOW, why="Hết hạn hộ chiếu")
    with pytest.raises(IllegalMoveError):
        delegations.withdraw(member=member, by=organiser, now=NOW)
    steps = list(DelegationLog.objects.filter(member=member).values_list("from_state", "to_state"))
    assert steps[0] == ("", "invited")
    assert steps[-1] == ("accepted", "withdrawn")
    assert all(MEMBER_MOVES.allows(MemberState(before), MemberState(after)) for before, after in steps[1:])
    assert DelegationLog.objects.get(to_state="withdrawn").note == "Hết hạn hộ chiếu"


def test_after_the_trip_nothing_changes_any_more(invitation: DelegationInvitation, trip: Any, owner: User) -> None:
    member = named(invitation, owner)
    for act in (
        lambda: complete(member, owner, now=END),
        lambda: delegations.name_member(invitation=invitation, full_name="Lê An", function="", by=owner, now=END),
        lambda: delegations.add_paper(member=member, kind=DelegationPaperKind.OTHER, file=pdf(), by=owner, now=END),
    ):
        with pytest.raises(DomainError):
            act()
    assert complete(member, owner, now=END - timedelta(microseconds=1)).state == MemberState.COMPLETE


def test_withdrawing_deletes_the_files(invitation: DelegationInvitation, owner: User, private_shelf: Path) -> None:
    member = named(invitation, owner)
    paper_of(member, owner)
    assert PrivateFile.objects.count() == 1
    delegations.withdraw(member=member, by=owner, now=NOW)
    assert not DelegationPaper.objects.exists()
    assert not PrivateFile.objects.exists()
    with pytest.raises(IllegalMoveError):
        paper_of(member, owner)


def test_files_are_deleted_ninety_days_after_the_trip(
    invitation: DelegationInvitation, owner: User, private_shelf: Path
) -> None:
    paper_of(named(invitation, owner), owner)
    late = END + delegation_reports.KEPT_AFTER_TRIP
    assert delegation_reports.forget_papers(now=late - timedelta(seconds=1))[0].number == 0
    assert delegation_reports.forget_papers(now=late, dry_run=True)[0].number == 1
    assert DelegationPaper.objects.exists()
    assert delegation_reports.forget_papers(now=late)[0].number == 1
    assert delegation_reports.forget_papers(now=late)[0].number == 0
    assert not PrivateFile.objects.exists()


def test_only_pdf_and_pictures_and_at_most_ten(
    invitation: DelegationInvitation, owner: User, private_shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = named(invitation, owner)
    with pytest.raises(DomainError) as refusal:
        delegations.add_paper(
            member=member,
            kind=DelegationPaperKind.OTHER,
            file=SimpleUploadedFile("x.pdf", b"<html>", "application/pdf"),
            by=owner,
            now=NOW,
        )
    assert refusal.value.field == "file"
    monkeypatch.setattr(delegations, "MOST_PAPERS", 1)
    paper_of(member, owner)
    with pytest.raises(LimitReachedError):
        paper_of(member, owner)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("delegationmember", "state = 'lost'"),
        ("delegationmember", "state = 'complete'"),
        ("delegationmember", "state = 'travelling'"),
        ("delegationmember", "passport = 'A1234567'"),
        ("delegationinvitation", "seats = 0"),
    ],
)
def test_database_refuses_what_cannot_be(
    invitation: DelegationInvitation, owner: User, table: str, change: str
) -> None:
    named(invitation, owner)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE events_{table} SET {change}")


def test_database_refuses_a_person_twice(invitation: DelegationInvitation, owner: User) -> None:
    named(invitation, owner)
    other = named(invitation, owner, "Trần Văn Bình")
    with pytest.raises(IntegrityError), transaction.atomic():
        DelegationMember.objects.filter(pk=other.pk).update(full_name="Nguyễn Thị Lan")


def report(trip: Any, by: User, now: Any = AFTER, **values: Any) -> DelegationReport:
    return delegation_reports.save_report(
        **{
            "programme": trip,
            "summaries": {
                Language.VIETNAMESE: "Đoàn đã gặp 12 đối tác.",
                Language.ENGLISH: "Twelve partners were met.",
            },
            "figures": {"travellers": 9, "contacts": 1234, "agreements": 3},
            "publish": True,
            "by": by,
            "now": now,
            **values,
        }
    )


def test_report_is_published_after_the_end_and_taken_back(
    trip: Any, organiser: User, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotAllowedError):
        report(trip, owner)
    with pytest.raises(DomainError) as early:
        report(trip, organiser, now=END - timedelta(seconds=1))
    assert early.value.field == "publish"
    with pytest.raises(DomainError) as empty:
        report(trip, organiser, summaries={Language.VIETNAMESE: " "})
    assert empty.value.field == "summary_vi"
    report(trip, organiser)
    assert "Đoàn đã gặp" not in Client().get(trip.url).content.decode()
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    page = Client().get(trip.url).content.decode()
    assert "Đoàn đã gặp 12 đối tác." in page
    assert "1.234" in page
    report(trip, organiser, publish=False)
    assert "Đoàn đã gặp" not in Client().get(trip.url).content.decode()


def client_of(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def test_the_desk_from_the_panel_to_the_file(
    invitation: DelegationInvitation, owner: User, private_shelf: Path
) -> None:
    client = client_of(owner)
    address = reverse("events:delegation", args=[invitation.pk])
    assert address in client.get(reverse("exhibitors:desk")).content.decode()
    page = client.get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    refused = client.post(address, {"full_name": "", "function": "Giám đốc"})
    assert refused.status_code == 200
    assert "Giám đốc" in refused.content.decode()
    assert client.post(address, {"full_name": "Nguyễn Thị Lan", "function": "Giám đốc"}).status_code == 302
    member = DelegationMember.objects.get()
    own = reverse("events:delegation-member", args=[member.pk])
    assert client.get(own).status_code == 200
    typed = {"form": "checklist", "passport": "ready", "visa": "not-needed"}
    assert client.post(own, typed).status_code == 302
    member.refresh_from_db()
    assert member.state == MemberState.COMPLETE
    assert client.post(own, {"form": "paper", "kind": "letter"}).status_code == 200
    assert client.post(own, {"form": "paper", "kind": "letter", "file": pdf()}).status_code == 302
    paper = DelegationPaper.objects.get()
    file = reverse("events:delegation-paper", args=[paper.pk])
    answer = client.get(file)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    removal = reverse("events:delegation-paper-remove", args=[paper.pk])
    assert client.get(removal).status_code == 405
    assert client.post(removal).status_code == 302
    assert client.get(file).status_code == 404
    leaving = reverse("events:delegation-withdraw", args=[member.pk])
    assert client.get(leaving).status_code == 405
    assert client.post(leaving).status_code == 302
    member.refresh_from_db()
    assert member.state == MemberState.WITHDRAWN
    assert client.post(own, typed).status_code == 200


def test_strangers_find_nothing_and_viewers_change_nothing(
    invitation: DelegationInvitation, owner: User, private_shelf: Path
) -> None:
    member = named(invitation, owner)
    paper = paper_of(member, owner)
    stranger = people.make_person()
    people.make_organisation(stranger)
    addresses = [
        reverse("events:delegation", args=[invitation.pk]),
        reverse("events:delegation-member", args=[member.pk]),
        reverse("events:delegation-paper", args=[paper.pk]),
    ]
    posts = [
        reverse(f"events:{name}", args=[pk])
        for name, pk in (
            ("delegation-accept", member.pk),
            ("delegation-withdraw", member.pk),
            ("delegation-paper-remove", paper.pk),
        )
    ]
    client = client_of(stranger)
    for address in addresses:
        assert client.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    for address in posts:
        assert client.post(address).status_code == 404
    assert client.post(addresses[0], {"full_name": "Ai đó"}).status_code == 404
    assert DelegationMember.objects.count() == 1
    assert DelegationPaper.objects.count() == 1


def test_admin_shows_what_is_missing_and_decides(
    invitation: DelegationInvitation, trip: Any, organiser: User, owner: User, private_shelf: Path
) -> None:
    member = named(invitation, owner, "=HYPERLINK(1)")
    paper = paper_of(member, owner)
    client = client_of(organiser)
    address = reverse("event_delegation", args=[trip.pk])
    page = client.get(address).content.decode()
    assert "=HYPERLINK(1)" in page
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[trip.pk])).content.decode()
    travel = reverse("event_delegation_decide", args=[trip.pk, member.pk, "travel"])
    assert client.get(travel).status_code == 405
    client.post(travel)
    member.refresh_from_db()
    assert member.state == MemberState.ACCEPTED
    complete(member, owner)
    client.post(travel)
    member.refresh_from_db()
    assert member.state == MemberState.TRAVELLING
    assert client.get(reverse("event_delegation_paper", args=[trip.pk, paper.pk])).status_code == 200
    lines = client.get(reverse("event_delegation_export", args=[trip.pk])).content.decode()
    assert ",=HYPERLINK" not in lines
    assert "HYPERLINK(1)" in lines
    naming = reverse("event_delegation_name", args=[trip.pk, invitation.pk])
    assert client.get(naming).status_code == 200
    assert client.post(naming, {"full_name": "Trần Văn Bình"}).status_code == 302
    assert client.post(naming, {"full_name": "Lê Thị Cúc"}).status_code == 200
    assert client.post(address, {"organisation": invitation.organisation.pk, "seats": "1"}).status_code == 200
    assert client.post(address, {"organisation": invitation.organisation.pk, "seats": "4"}).status_code == 302
    writing = reverse("event_delegation_report", args=[trip.pk])
    assert client.get(writing).status_code == 200
    typed = {"summary_vi": "Kết quả.", "travellers": "1", "contacts": "2", "agreements": "0"}
    assert client.post(writing, {**typed, "publish": "on"}).status_code == 200
    assert client.post(writing, typed).status_code == 302
    assert DelegationReport.objects.get().published_at is None
    assert client.post(reverse("event_delegation_decide", args=[trip.pk, member.pk, "fly"])).status_code == 404


def test_admin_is_closed_to_editors_without_the_right(trip: Any, invitation: DelegationInvitation) -> None:
    editor = User.objects.create_user("bien.tap@example.org", full_name="Biên tập")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert not GroupPagePermission.objects.filter(group__user=editor).exists()
    client = client_of(User.objects.get(pk=editor.pk))
    for name in ("event_delegation", "event_delegation_report", "event_delegation_export"):
        assert client.get(reverse(name, args=[trip.pk])).status_code == 404


def test_pages_cost_the_same_for_one_and_for_nineteen(
    invitation: DelegationInvitation, trip: Any, organiser: User, owner: User
) -> None:
    delegations.invite(programme=trip, organisation=invitation.organisation, seats=20, by=organiser, now=NOW)
    desk, admin = client_of(owner), client_of(organiser)
    addresses = (
        (desk, reverse("events:delegation", args=[invitation.pk])),
        (admin, reverse("event_delegation", args=[trip.pk])),
    )
    costs: dict[str, list[int]] = {}
    for number in (1, 18):
        for place in range(number):
            named(invitation, owner, f"Người {number} {place}")
        for client, address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs.setdefault(address, []).append(len(queries))
    assert all(one == many for one, many in costs.values())
