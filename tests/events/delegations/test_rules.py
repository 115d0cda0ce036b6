"""Who travels: seats, moves, papers, the report."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client

from events.delegation_enums import MEMBER_MOVES, DelegationPaperKind, MemberState, PaperStatus
from events.domain import delegation_reports, delegations
from events.models import (
    DelegationInvitation,
    DelegationLog,
    DelegationMember,
    DelegationPaper,
)
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, IllegalMoveError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from portal.media.models import PrivateFile
from tests.events.delegations.scene import AFTER, END, NOW, complete, named, paper_of, pdf, report
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db


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


def test_nobody_is_taken_out_once_the_trip_is_over(
    invitation: DelegationInvitation, owner: User, organiser: User, private_shelf: Path
) -> None:
    member = complete(named(invitation, owner), owner)
    paper_of(member, owner)
    for by in (owner, organiser):
        with pytest.raises(DomainError, match=r"kết thúc|over"):
            delegations.withdraw(member=member, by=by, now=END)
    member.refresh_from_db()
    assert (member.state, member.papers.count()) == (MemberState.COMPLETE, 1)
    delegations.withdraw(member=member, by=organiser, now=END - timedelta(seconds=1))
