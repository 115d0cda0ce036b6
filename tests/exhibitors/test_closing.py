"""Owners who close their organisation and open it again."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client

from exhibitors.domain import closing, verification
from exhibitors.domain import invitation as invitations
from exhibitors.domain import organisation as organisations
from exhibitors.enums import InvitationState, LogAction, MemberRole, VerificationState
from exhibitors.models import Organisation
from portal.kernel import errors
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

OPEN = [VerificationState.UNVERIFIED, VerificationState.VERIFIED, VerificationState.REFUSED]


def close(organisation: Organisation) -> Organisation:
    return closing.close(organisation=organisation, by=factories.owner_of(organisation), now=NOON)


def reopen(organisation: Organisation) -> Organisation:
    return closing.reopen(organisation=organisation, by=factories.owner_of(organisation), now=NOON)


@pytest.mark.parametrize("state", OPEN)
def test_reopening_returns_to_the_state_before(state: VerificationState) -> None:
    organisation = factories.make_organisation(state=state)
    closed = close(organisation)
    assert (closed.state, closed.state_before, closed.is_public) == (VerificationState.CLOSED, state, False)
    opened = reopen(organisation)
    assert (opened.state, opened.state_before) == (state, "")
    assert [row.action for row in organisation.log.all()[:2]] == [LogAction.REOPENED, LogAction.CLOSED]


def test_closing_tells_every_owner_and_ends_invitations() -> None:
    organisation = factories.make_organisation(name="Suối Ngân")
    second = factories.make_member(organisation, MemberRole.OWNER)
    invited = invitations.invite_member(
        organisation=organisation, email="moi@example.org", role=MemberRole.EDITOR, by=second.user, now=NOON
    )
    mail.outbox.clear()
    close(organisation)
    assert {message.to[0] for message in mail.outbox} == {factories.owner_of(organisation).email, second.user.email}
    invited.refresh_from_db()
    assert invited.state == InvitationState.WITHDRAWN


@pytest.mark.parametrize("role", [None, MemberRole.VIEWER, MemberRole.EDITOR])
def test_only_owners_close_and_reopen(role: MemberRole | None) -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    if role:
        factories.make_member(organisation, role, person)
    with pytest.raises(errors.NotAllowedError):
        closing.close(organisation=organisation, by=person, now=NOON)
    close(organisation)
    with pytest.raises(errors.NotAllowedError):
        closing.reopen(organisation=organisation, by=person, now=NOON)


def test_illegal_moves_change_nothing() -> None:
    suspended = factories.make_organisation(state=VerificationState.SUSPENDED)
    closed = factories.make_organisation(state=VerificationState.CLOSED)
    open_one = factories.make_organisation()
    for move, organisation in ((close, suspended), (reopen, suspended), (close, closed), (reopen, open_one)):
        before = Organisation.objects.filter(pk=organisation.pk).values().get()
        with pytest.raises(errors.IllegalMoveError):
            move(organisation)
        assert Organisation.objects.filter(pk=organisation.pk).values().get() == before


def test_nobody_changes_a_closed_organisation_but_an_officer_suspends_it() -> None:
    organisation = factories.make_organisation(name="Cũ", state=VerificationState.CLOSED)
    owner, officer = factories.owner_of(organisation), factories.make_officer()
    with pytest.raises(errors.NotAllowedError):
        organisations.update_organisation(
            organisation=organisation, by=owner, details=factories.details(name="Mới"), now=NOON
        )
    with pytest.raises(errors.IllegalMoveError):
        verification.verify(organisation=organisation, by=officer, now=NOON)
    suspended = verification.suspend(organisation=organisation, by=officer, now=NOON, reason="Sai sự thật")
    assert (suspended.state, suspended.state_before) == (VerificationState.SUSPENDED, "")
    with pytest.raises(errors.IllegalMoveError):
        reopen(organisation)


def test_accepted_invitation_to_a_suspended_organisation_lets_nobody_in() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    invited = invitations.invite_member(
        organisation=organisation,
        email=person.email,
        role=MemberRole.OWNER,
        by=factories.owner_of(organisation),
        now=NOON,
    )
    verification.suspend(organisation=organisation, by=factories.make_officer(), now=NOON, reason="Sai sự thật")
    with pytest.raises(errors.IllegalMoveError):
        invitations.accept_invitation(invitation=invited, by=person, now=NOON)
    assert organisation.memberships.count() == 1


@pytest.mark.parametrize(
    "change", ["state = 'closed'", "state_before = 'verified'", "state = 'closed', state_before = 'suspended'"]
)
def test_row_remembers_the_state_before_only_while_closed(change: str) -> None:
    organisation = factories.make_organisation(state=VerificationState.VERIFIED)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exhibitors_organisation SET {change} WHERE id = %s", [organisation.pk])


def test_closed_organisation_leaves_the_directory_and_the_profile(client: Client, site: Any) -> None:
    factories.make_directory(site)
    organisation = factories.make_organisation(name="Suối Ngân")
    assert "Suối Ngân" in client.get("/to-chuc/").content.decode()
    close(organisation)
    assert "Suối Ngân" not in client.get("/to-chuc/").content.decode()
    assert client.get("/to-chuc/suoi-ngan/").status_code == 404
    reopen(organisation)
    assert client.get("/to-chuc/suoi-ngan/").status_code == 200


def test_owner_closes_and_reopens_at_the_desk(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    members = client.get(f"/ban-lam-viec/to-chuc/{organisation.slug}/thanh-vien/").content.decode()
    address = f"/ban-lam-viec/to-chuc/{organisation.slug}/dong/"
    assert address in members
    assert client.get(address).status_code == 200
    assert not Organisation.objects.get().is_closed
    assert client.post(address).status_code == 302
    assert Organisation.objects.get().is_closed
    assert client.get(address).status_code == 404
    desk = client.get("/ban-lam-viec/").content.decode()
    reopening = f"/ban-lam-viec/to-chuc/{organisation.slug}/mo-lai/"
    assert reopening in desk
    assert client.get(reopening).status_code == 405
    client.post(reopening)
    assert not Organisation.objects.get().is_closed
