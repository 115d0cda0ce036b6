"""Inviting, answering, changing roles, removing and handing over, as people do it in the browser."""

import pytest
from django.core import mail
from django.test import Client

from exhibitors.enums import InvitationState, MemberRole
from exhibitors.models import Invitation, Membership, Organisation
from tests.exhibitors.test_membership import invite, secret_of
from tests.factories import exhibitors as factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def base(organisation: Organisation) -> str:
    return f"/ban-lam-viec/to-chuc/{organisation.slug}"


def test_owner_invites_and_the_invited_person_joins(client: Client) -> None:
    organisation = factories.make_organisation(name="Kinh Hạ")
    client.force_login(factories.owner_of(organisation))
    response = client.post(f"{base(organisation)}/thanh-vien/", {"email": "moi@example.org", "role": "viewer"})
    assert response.status_code == 302
    assert "moi@example.org" in client.get(f"{base(organisation)}/thanh-vien/").content.decode()
    person = factories.make_person("moi@example.org")
    client.force_login(person)
    address = f"/loi-moi/{secret_of(mail.outbox[0])}/"
    shown = client.get(address)
    assert "Kinh Hạ" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert not Membership.objects.filter(user=person).exists()
    assert client.post(address, {"answer": "accept"}).status_code == 302
    assert Membership.objects.get(user=person).role == MemberRole.VIEWER
    assert client.get(address).status_code == 404


def test_invitation_waits_at_the_desk_of_its_address_only(client: Client) -> None:
    organisation = factories.make_organisation(name="Kinh Hạ")
    made = invite(organisation)
    client.force_login(factories.make_person())
    assert "Kinh Hạ" not in client.get("/ban-lam-viec/").content.decode()
    assert client.post(f"/ban-lam-viec/loi-moi/{made.pk}/", {"answer": "accept"}).status_code == 404
    client.force_login(factories.make_person("moi@example.org"))
    assert "Kinh Hạ" in client.get("/ban-lam-viec/").content.decode()
    assert client.get(f"/ban-lam-viec/loi-moi/{made.pk}/").status_code == 405
    assert client.post(f"/ban-lam-viec/loi-moi/{made.pk}/", {"answer": "nonsense"}).status_code == 404
    assert client.post(f"/ban-lam-viec/loi-moi/{made.pk}/", {"answer": "decline"}).status_code == 302
    made.refresh_from_db()
    assert made.state == InvitationState.DECLINED


def test_link_in_other_hands_shows_no_button_and_opens_nothing(client: Client) -> None:
    organisation = factories.make_organisation()
    invite(organisation)
    client.force_login(factories.make_person())
    address = f"/loi-moi/{secret_of(mail.outbox[0])}/"
    assert 'value="accept"' not in client.get(address).content.decode()
    client.post(address, {"answer": "accept"})
    assert organisation.memberships.count() == 1


@pytest.mark.parametrize("email", ["", "khong-phai", "moi@", "a@example.org\nBcc: b@example.org"])
def test_bad_address_is_explained_and_kept(client: Client, email: str) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    response = client.post(f"{base(organisation)}/thanh-vien/", {"email": email, "role": "editor"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["email"]
    assert not mail.outbox
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.VIEWER])
def test_members_read_the_list_but_change_nothing(client: Client, role: MemberRole) -> None:
    organisation = factories.make_organisation()
    member = factories.make_member(organisation, role)
    other = factories.make_member(organisation)
    client.force_login(member.user)
    page = client.get(f"{base(organisation)}/thanh-vien/")
    assert page.status_code == 200
    assert page.context["form"] is None
    people = f"{base(organisation)}/thanh-vien"
    assert client.post(f"{people}/", {"email": "a@example.org", "role": "owner"}).status_code == 404
    for part in ("vai-tro", "roi", "ban-giao"):
        assert client.post(f"{people}/{other.pk}/{part}/", {"role": "owner"}).status_code == 404
    other.refresh_from_db()
    assert other.role == MemberRole.EDITOR


def test_owner_changes_roles_removes_and_hands_over(client: Client) -> None:
    organisation = factories.make_organisation()
    owner = factories.owner_of(organisation)
    member, leaving = factories.make_member(organisation), factories.make_member(organisation)
    client.force_login(owner)
    people = f"{base(organisation)}/thanh-vien"
    client.post(f"{people}/{member.pk}/vai-tro/", {"role": "viewer"})
    member.refresh_from_db()
    assert member.role == MemberRole.VIEWER
    assert client.get(f"{people}/{leaving.pk}/roi/").status_code == 200
    assert Membership.objects.filter(pk=leaving.pk).exists()
    client.post(f"{people}/{leaving.pk}/roi/")
    assert not Membership.objects.filter(pk=leaving.pk).exists()
    assert client.get(f"{people}/{member.pk}/ban-giao/").status_code == 200
    client.post(f"{people}/{member.pk}/ban-giao/")
    assert organisation.memberships.get(user=owner).role == MemberRole.EDITOR


def test_last_owner_is_told_why_leaving_is_not_possible(client: Client) -> None:
    organisation = factories.make_organisation()
    membership = organisation.memberships.get()
    client.force_login(membership.user)
    response = client.post(f"{base(organisation)}/thanh-vien/{membership.pk}/roi/")
    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_member_leaves(client: Client) -> None:
    organisation = factories.make_organisation()
    member = factories.make_member(organisation, MemberRole.VIEWER)
    client.force_login(member.user)
    assert client.post(f"{base(organisation)}/thanh-vien/{member.pk}/roi/").status_code == 302
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_unknown_role_changes_nothing(client: Client) -> None:
    organisation = factories.make_organisation()
    member = factories.make_member(organisation)
    client.force_login(factories.owner_of(organisation))
    client.post(f"{base(organisation)}/thanh-vien/{member.pk}/vai-tro/", {"role": "king"})
    member.refresh_from_db()
    assert member.role == MemberRole.EDITOR


def test_invitation_is_withdrawn(client: Client) -> None:
    organisation, twin = factories.make_organisation(), factories.make_organisation()
    made, foreign = invite(organisation), invite(twin)
    client.force_login(factories.owner_of(organisation))
    assert client.post(f"{base(organisation)}/loi-moi/{foreign.pk}/rut/").status_code == 404
    assert client.post(f"{base(organisation)}/loi-moi/{made.pk}/rut/").status_code == 302
    made.refresh_from_db()
    foreign.refresh_from_db()
    assert (made.state, foreign.state) == (InvitationState.WITHDRAWN, InvitationState.PENDING)
