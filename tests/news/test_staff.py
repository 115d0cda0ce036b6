"""The people of a newsroom: invitations, answers, removals; who may, and what nobody learns."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from news import roles
from news.domain import closing, staff
from news.domain.closing import Grounds
from news.enums import StaffInvitationState, StaffRole
from news.models import StaffChange, StaffInvitation
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "bao-a", "Báo A")


@pytest.fixture
def foreign(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "bao-b", "Báo B")


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành")


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("lan@example.org", "mat-khau-thu", full_name="Nguyễn Thị Lan")


def _invite(
    room: factory.Newsroom, by: User, email: str = "lan@example.org", role: StaffRole = StaffRole.EDITOR
) -> StaffInvitation:
    return staff.invite(newsroom=room.page, email=email, role=role, by=by, now=clock.now())


def _link() -> str:
    found = re.search(r"http://testserver(/\S+)", OutgoingMail.objects.latest("pk").text)
    assert found
    return found[1]


def _groups(user: User) -> list[str]:
    return list(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_invited_person_accepts_by_the_mailed_link_and_is_in_the_group(
    client: Client, room: factory.Newsroom, person: User
) -> None:
    invitation = _invite(room, room.chief, "  LAN@example.org ")
    client.force_login(person)
    address = _link()

    shown = client.get(address).content.decode()
    answer = client.post(address, {"answer": "accept"})

    assert "Báo A" in shown
    assert answer.headers["Location"] == "/admin/"
    assert _groups(person) == [roles.editors_group(room.page)]
    invitation.refresh_from_db()
    assert invitation.state == StaffInvitationState.ACCEPTED
    change = StaffChange.objects.get()
    assert (change.person, change.role, change.came, change.changed_by) == (person, "editor", True, room.chief)
    assert client.get(address).status_code == 404


def test_declined_invitation_changes_no_group(client: Client, room: factory.Newsroom, person: User) -> None:
    invitation = _invite(room, room.chief)
    client.force_login(person)

    client.post(_link(), {"answer": "decline"})

    invitation.refresh_from_db()
    assert invitation.state == StaffInvitationState.DECLINED
    assert _groups(person) == []


def test_stranger_signs_in_first_and_another_account_cannot_answer(
    client: Client, room: factory.Newsroom, foreign: factory.Newsroom, person: User
) -> None:
    _invite(room, room.chief)
    address = _link()

    assert "login" in client.get(address).headers["Location"]
    client.force_login(foreign.editor)
    client.post(address, {"answer": "accept"})

    assert _groups(foreign.editor) == [roles.editors_group(foreign.page)]
    assert StaffInvitation.objects.get().state == StaffInvitationState.PENDING


def test_unknown_inactive_and_known_addresses_get_the_same_answer(
    client: Client, room: factory.Newsroom, person: User
) -> None:
    User.objects.create_user("cu@example.org", "mat-khau-thu", is_active=False)
    client.force_login(room.chief)
    url = reverse("newsrooms:invite", args=[room.page.translation_key])
    pages = []
    for email in ("lan@example.org", "cu@example.org", "khong-co@example.org"):
        StaffInvitation.objects.all().delete()
        answer = client.post(url, {"email": email, "role": "editor"}, follow=True)
        words = answer.content.decode().replace(email, "")
        pages.append(re.sub(r"invitations/\d+|csrf\w*\W+value=\W\w+|nonce=\W\S+|\"[A-Za-z0-9]{64}\"", "", words))

    assert pages[0] == pages[1] == pages[2]
    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == ["lan@example.org"]


def test_chief_gives_and_takes_every_role_but_the_chiefs(room: factory.Newsroom, operator: User, person: User) -> None:
    with pytest.raises(errors.NotAllowedError):
        _invite(room, room.chief, role=StaffRole.CHIEF)
    with pytest.raises(errors.NotAllowedError):
        staff.remove(newsroom=room.page, person=room.chief, role=StaffRole.CHIEF, by=room.chief, now=clock.now())
    invitation = _invite(room, operator, role=StaffRole.CHIEF)
    with pytest.raises(errors.NotAllowedError):
        staff.withdraw(invitation=invitation, by=room.chief, now=clock.now())
    staff.accept(invitation=invitation, by=person, now=clock.now())

    assert _groups(person) == [roles.chiefs_group(room.page)]


def test_chief_of_another_newsroom_editor_and_reader_touch_nobody(
    room: factory.Newsroom, foreign: factory.Newsroom, person: User
) -> None:
    waiting = _invite(room, room.chief)
    for by in (foreign.chief, foreign.editor, room.editor, person):
        with pytest.raises(errors.NotAllowedError):
            _invite(room, by, "x@example.org")
        with pytest.raises(errors.NotAllowedError):
            staff.remove(newsroom=room.page, person=room.editor, role=StaffRole.EDITOR, by=by, now=clock.now())
        with pytest.raises(errors.NotAllowedError):
            staff.withdraw(invitation=waiting, by=by, now=clock.now())

    assert _groups(room.editor) == [roles.editors_group(room.page)]


def test_removed_person_loses_the_group_gets_a_mail_and_keeps_the_account(room: factory.Newsroom) -> None:
    staff.remove(newsroom=room.page, person=room.editor, role=StaffRole.EDITOR, by=room.chief, now=clock.now())

    assert _groups(room.editor) == []
    assert OutgoingMail.objects.latest("pk").recipient == room.editor.email
    assert StaffChange.objects.get().came is False
    with pytest.raises(errors.IllegalMoveError):
        staff.remove(newsroom=room.page, person=room.editor, role=StaffRole.EDITOR, by=room.chief, now=clock.now())
    assert outbox.outbox


def test_invitation_ends_by_time_by_a_newer_one_and_by_withdrawal(room: factory.Newsroom, person: User) -> None:
    first = _invite(room, room.chief)
    second = _invite(room, room.chief)
    first.refresh_from_db()

    assert first.state == StaffInvitationState.WITHDRAWN
    with pytest.raises(errors.IllegalMoveError):
        staff.accept(invitation=second, by=person, now=clock.now() + staff.VALID_FOR + timedelta(minutes=1))
    staff.withdraw(invitation=second, by=room.chief, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        staff.accept(invitation=second, by=person, now=clock.now())


def test_closed_newsroom_takes_in_nobody(room: factory.Newsroom, operator: User, person: User) -> None:
    waiting = _invite(room, room.chief)
    closing.close(newsroom=room.page, by=operator, now=clock.now(), grounds=Grounds("Hết việc"))

    with pytest.raises(errors.IllegalMoveError):
        staff.accept(invitation=waiting, by=person, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        _invite(room, operator)


def test_too_many_waiting_invitations_are_refused(room: factory.Newsroom) -> None:
    for number in range(staff.MOST_WAITING):
        _invite(room, room.chief, f"nguoi-{number}@example.org")

    with pytest.raises(errors.LimitReachedError):
        _invite(room, room.chief, "them@example.org")


@pytest.mark.parametrize(
    "change",
    ["role = 'cook'", "state = 'accepted'", "answered_at = invited_at", "expires_at = invited_at", "state = 'x'"],
)
def test_database_refuses_an_invitation_that_contradicts_itself(room: factory.Newsroom, change: str) -> None:
    _invite(room, room.chief)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_staffinvitation SET {change}")


def test_database_refuses_two_waiting_invitations_to_one_address_and_unknown_roles(room: factory.Newsroom) -> None:
    first = _invite(room, room.chief)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
    staff.remove(newsroom=room.page, person=room.editor, role=StaffRole.EDITOR, by=room.chief, now=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE news_staffchange SET role = 'cook'")
