"""The desk and the admin of delegations."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from events.delegation_enums import MemberState
from events.domain import delegations
from events.models import (
    DelegationInvitation,
    DelegationMember,
    DelegationPaper,
    DelegationReport,
)
from portal.accounts.models import User
from tests.events.delegations.scene import NOW, complete, named, paper_of, pdf
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def _asks_first(page: str, address: str) -> bool:
    """Return whether the button of an address stands behind a question that must be opened first."""
    before = page.partition(f'action="{address}"')[0]
    return before.rfind("<details") > before.rfind("</details")


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
    program = SimpleUploadedFile("thu.exe", b"MZ\x90\x00", "application/pdf")
    refused = client.post(own, {"form": "paper", "kind": "x", "file": program})
    assert "JPEG, PDF, PNG" in refused.context["upload"].errors["file"][0]
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
    asked = client.get(own).content.decode()
    assert _asks_first(asked, leaving)
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
    assert _asks_first(page, reverse("event_delegation_decide", args=[trip.pk, member.pk, "withdraw"]))
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
