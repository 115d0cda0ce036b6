"""Rules of members and invitations."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from exhibitors import queries
from exhibitors.domain import invitation as invitations
from exhibitors.domain import membership as memberships
from exhibitors.enums import InvitationState, LogAction, MemberRole, VerificationState
from exhibitors.models import Invitation, Membership
from portal.kernel import errors
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db


def invite(organisation: Any, email: str = "moi@example.org", **values: Any) -> Invitation:
    given = {"role": MemberRole.EDITOR, "by": factories.owner_of(organisation), "now": NOON} | values
    return invitations.invite_member(organisation=organisation, email=email, **given)


def secret_of(message: Any) -> str:
    line = next(line for line in message.body.splitlines() if "/loi-moi/" in line or "/invitation/" in line)
    return str(line.rstrip("/").rpartition("/")[2])


def test_invitation_is_mailed_and_its_link_opens_it() -> None:
    organisation = factories.make_organisation(name="Suối Ngân")
    made = invite(organisation, " Moi@Example.org ")
    assert made.email == "moi@example.org"
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["moi@example.org"]
    assert "Suối Ngân" in mail.outbox[0].subject
    assert invitations.invitation_of(secret=secret_of(mail.outbox[0]), now=NOON) == made
    assert invitations.invitation_of(secret=secret_of(mail.outbox[0]), now=made.expires_at) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_invitation_is_written_in_the_senders_language(language: str) -> None:
    owner = factories.make_person(language=language)
    organisation = factories.make_organisation(owner, name="Tên Việt", name_en="English name")
    invite(organisation)
    expected = {"vi": ("Tên Việt", "/loi-moi/"), "en": ("English name", "/en/invitation/")}[language]
    assert expected[0] in mail.outbox[0].subject
    assert expected[1] in mail.outbox[0].body
    html = mail.outbox[0].alternatives[0][0]
    assert expected[1] in html


def test_invitation_again_closes_the_first_link() -> None:
    organisation = factories.make_organisation()
    first = invite(organisation)
    second = invite(organisation, role=MemberRole.VIEWER)
    first.refresh_from_db()
    assert first.state == InvitationState.WITHDRAWN
    assert invitations.invitation_of(secret=secret_of(mail.outbox[0]), now=NOON) is None
    assert invitations.invitation_of(secret=secret_of(mail.outbox[1]), now=NOON) == second


@pytest.mark.parametrize("role", [None, MemberRole.VIEWER, MemberRole.EDITOR])
def test_invitation_by_others_than_owners_is_refused(role: MemberRole | None) -> None:
    organisation = factories.make_organisation()
    person = factories.make_person()
    if role:
        factories.make_member(organisation, role, person)
    with pytest.raises(errors.NotAllowedError):
        invite(organisation, by=person)
    assert not mail.outbox


def test_invitation_to_a_member_or_to_no_address_is_refused() -> None:
    organisation = factories.make_organisation()
    member = factories.make_member(organisation)
    for address in (member.user.email.upper(), "khong-phai-dia-chi", "a@b@c"):
        with pytest.raises(errors.DomainError) as caught:
            invite(organisation, address)
        assert caught.value.field == "email"


def test_invitations_waiting_are_limited() -> None:
    organisation = factories.make_organisation()
    for number in range(invitations.MOST_WAITING):
        invite(organisation, f"nguoi-moi-{number}@example.org")
    with pytest.raises(errors.LimitReachedError):
        invite(organisation, "them@example.org")


def test_accepting_makes_a_member_of_the_invited_role() -> None:
    organisation = factories.make_organisation()
    made = invite(organisation, role=MemberRole.VIEWER)
    person = factories.make_person("moi@example.org")
    membership = invitations.accept_invitation(invitation=made, by=person, now=NOON)
    assert (membership.user, membership.organisation, membership.role) == (person, organisation, MemberRole.VIEWER)
    assert queries.current_organisation(person) == organisation
    assert organisation.log.first().action == LogAction.JOINED
    assert invitations.invitation_of(secret=secret_of(mail.outbox[0]), now=NOON) is None


def test_accepting_with_another_address_is_refused() -> None:
    organisation = factories.make_organisation()
    made = invite(organisation)
    with pytest.raises(errors.NotAllowedError):
        invitations.accept_invitation(invitation=made, by=factories.make_person(), now=NOON)
    assert organisation.memberships.count() == 1


@pytest.mark.parametrize("end", ["accept", "decline", "withdraw", "expire"])
def test_accepting_twice_or_too_late_is_refused(end: str) -> None:
    organisation = factories.make_organisation()
    made = invite(organisation)
    person = factories.make_person("moi@example.org")
    now = NOON
    if end == "accept":
        invitations.accept_invitation(invitation=made, by=person, now=NOON)
        Membership.objects.filter(user=person).delete()
    elif end == "decline":
        invitations.decline_invitation(invitation=made, by=person, now=NOON)
    elif end == "withdraw":
        invitations.withdraw_invitation(invitation=made, by=factories.owner_of(organisation), now=NOON)
    else:
        now = NOON + invitations.VALID_FOR + timedelta(seconds=1)
    with pytest.raises(errors.IllegalMoveError):
        invitations.accept_invitation(invitation=made, by=person, now=now)
    assert not Membership.objects.filter(user=person).exists()


def test_the_last_owner_can_neither_step_down_nor_leave() -> None:
    organisation = factories.make_organisation()
    factories.make_member(organisation, MemberRole.EDITOR)
    owner = organisation.memberships.get(role=MemberRole.OWNER)
    with pytest.raises(errors.DomainError):
        memberships.change_role(membership=owner, role=MemberRole.EDITOR, by=owner.user, now=NOON)
    with pytest.raises(errors.DomainError):
        memberships.remove_member(membership=owner, by=owner.user, now=NOON)
    owner.refresh_from_db()
    assert owner.role == MemberRole.OWNER


def test_one_of_two_owners_can_leave() -> None:
    organisation = factories.make_organisation()
    second = factories.make_member(organisation, MemberRole.OWNER)
    memberships.remove_member(membership=second, by=second.user, now=NOON)
    assert queries.current_organisation(second.user) is None
    assert organisation.log.first().action == LogAction.LEFT


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.VIEWER])
def test_others_than_owners_change_no_roles_and_remove_nobody(role: MemberRole) -> None:
    organisation = factories.make_organisation()
    member = factories.make_member(organisation, role)
    other = factories.make_member(organisation, MemberRole.EDITOR)
    with pytest.raises(errors.NotAllowedError):
        memberships.change_role(membership=member, role=MemberRole.OWNER, by=member.user, now=NOON)
    with pytest.raises(errors.NotAllowedError):
        memberships.remove_member(membership=other, by=member.user, now=NOON)
    assert organisation.memberships.count() == 3


def test_an_owner_of_a_twin_organisation_has_no_say() -> None:
    organisation, twin = factories.make_organisation(), factories.make_organisation()
    member = factories.make_member(organisation)
    with pytest.raises(errors.NotAllowedError):
        memberships.remove_member(membership=member, by=factories.owner_of(twin), now=NOON)
    assert Membership.objects.filter(pk=member.pk).exists()


def test_handing_over_swaps_the_roles() -> None:
    organisation = factories.make_organisation()
    owner = factories.owner_of(organisation)
    member = factories.make_member(organisation)
    memberships.hand_over(membership=member, by=owner, now=NOON)
    assert organisation.memberships.get(user=owner).role == MemberRole.EDITOR
    assert organisation.memberships.get(pk=member.pk).role == MemberRole.OWNER


def test_both_sides_are_told_of_a_handover_in_their_language() -> None:
    owner = factories.make_person(language="en")
    organisation = factories.make_organisation(owner, name="Tên Việt", name_en="English name")
    member = factories.make_member(organisation)
    memberships.hand_over(membership=member, by=owner, now=NOON)
    letters = {message.to[0]: message for message in mail.outbox}
    assert set(letters) == {owner.email, member.user.email}
    told, former = letters[member.user.email], letters[owner.email]
    assert "Tên Việt" in told.subject
    assert owner.get_full_name() in told.body
    assert "English name" in former.subject
    assert member.user.get_full_name() in former.body
    assert "/en/" in former.body
    assert "/ban-lam-viec/" in told.body
    for letter in letters.values():
        assert "{{" not in letter.body
        assert organisation.slug in str(letter.alternatives[0][0])


def test_the_desk_works_for_the_organisation_chosen_last() -> None:
    person = factories.make_person()
    first, second = factories.make_organisation(person), factories.make_organisation(person)
    membership = Membership.objects.get(user=person, organisation=first)
    memberships.choose(membership=membership, by=person, now=NOON + timedelta(minutes=5))
    assert queries.current_organisation(person) == first
    other = Membership.objects.get(user=person, organisation=second)
    with pytest.raises(errors.NotAllowedError):
        memberships.choose(membership=other, by=factories.make_person(), now=NOON)


def test_suspended_organisations_invite_nobody() -> None:
    organisation = factories.make_organisation(state=VerificationState.SUSPENDED)
    with pytest.raises(errors.NotAllowedError):
        invite(organisation)
