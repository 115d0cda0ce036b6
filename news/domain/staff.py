"""The people of a newsroom: asking the holder of an account in, and taking somebody out of a group.

An address without an account is answered like one with an account, so that nobody learns who has one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from news import emails, permissions, tasks
from news.enums import STAFF_INVITATION_MOVES, StaffInvitationState, StaffRole
from news.models import NewsroomPage, StaffChange, StaffInvitation
from news.rooms import staff, standing
from portal.kernel import errors, tokens

PURPOSE = "news.staff-invitation"
VALID_FOR = timedelta(days=14)
MOST_WAITING = 20
MOST_A_DAY = 40


def _must_give(by: Any, newsroom: NewsroomPage, role: StaffRole) -> None:
    if not permissions.may_lead(by, newsroom.translation_key) or role not in staff.roles_that(by):
        raise errors.NotAllowedError


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise errors.DomainError(_("Write an e-mail address in the form name@example.vn."), field="email") from error
    return address


@transaction.atomic
def invite(*, newsroom: NewsroomPage, email: str, role: StaffRole, by: Any, now: datetime) -> StaffInvitation:
    """Ask the holder of an account with exactly this address into a group of a newsroom; an older letter is withdrawn.

    The mail goes out only where there is such an active account; what comes back is the same either way. Raises
    NotAllowedError for people who do not lead the newsroom and for chief editors who would make another one, DomainError on
    ``email`` for a malformed address, IllegalMoveError for a closed newsroom, LimitReachedError for too many letters.
    """
    _must_give(by, newsroom, role)
    if not standing.is_open(newsroom.translation_key):
        raise errors.IllegalMoveError(_("This newsroom is closed; it takes in nobody."))
    address = _address(email)
    NewsroomPage.objects.select_for_update(of=("self",)).get(pk=newsroom.pk)
    own = StaffInvitation.objects.filter(newsroom_key=newsroom.translation_key)
    for older in own.filter(email=address, state=StaffInvitationState.PENDING):
        _settle(invitation=older, state=StaffInvitationState.WITHDRAWN, now=now)
    if own.filter(state=StaffInvitationState.PENDING, expires_at__gt=now).count() >= MOST_WAITING:
        raise errors.LimitReachedError(
            _("%(most)d invitations are waiting for an answer. Withdraw some before you send more.")
            % {"most": MOST_WAITING}
        )
    if own.filter(invited_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise errors.LimitReachedError(_("Too many invitations in one day. Try again tomorrow."))
    invitation = StaffInvitation.objects.create(
        newsroom_key=newsroom.translation_key,
        email=address,
        role=role,
        invited_by=by,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    # Whether there is an account is looked up behind the answer, so that not even its time tells.
    tasks.send_staff_invitation.enqueue(invitation.pk)
    return invitation


def send(*, invitation_id: int, now: datetime) -> bool:
    """Send the letter of an invitation that waits, where an active account has its address; return whether it went out."""
    with transaction.atomic():
        invitation = StaffInvitation.objects.filter(pk=invitation_id, state=StaffInvitationState.PENDING).first()
        person = get_user_model().objects.filter(email=invitation.email, is_active=True).first() if invitation else None
        if invitation is None or person is None:
            return False
        secret = tokens.issue(purpose=PURPOSE, subject=str(invitation.pk), now=now, expires_at=invitation.expires_at)
        emails.staff_invitation(invitation=invitation, person=person, secret=secret)
    return True


def invitation_of(*, secret: str, now: datetime) -> StaffInvitation | None:
    """Return the invitation that a link's secret opens; None for unknown, answered, withdrawn and expired ones."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    if subject is None:
        return None
    rows = StaffInvitation.objects.filter(state=StaffInvitationState.PENDING, expires_at__gt=now)
    return rows.select_related("invited_by").filter(pk=int(subject)).first()


def _settle(*, invitation: StaffInvitation, state: StaffInvitationState, now: datetime) -> None:
    STAFF_INVITATION_MOVES.check(StaffInvitationState(invitation.state), state)
    invitation.state, invitation.answered_at = state, now
    invitation.save(update_fields=["state", "answered_at"])
    tokens.revoke_all(purpose=PURPOSE, subject=str(invitation.pk), now=now)


def _answered(*, invitation: StaffInvitation, by: Any) -> StaffInvitation:
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not by.is_active or by.email.lower() != locked.email:
        raise errors.NotAllowedError(
            _("This invitation was sent to another e-mail address. Sign in with that address to answer it.")
        )
    return locked


@transaction.atomic
def accept(*, invitation: StaffInvitation, by: Any, now: datetime) -> NewsroomPage:
    """Put the invited person into the group and return the newsroom.

    Raises NotAllowedError for other accounts, IllegalMoveError for an invitation that was answered, withdrawn or has
    expired, and for a newsroom that has closed since.
    """
    locked = _answered(invitation=invitation, by=by)
    if locked.state == StaffInvitationState.PENDING and locked.expires_at <= now:
        raise errors.IllegalMoveError(_("This invitation has expired. Ask for a new one."))
    rooms = NewsroomPage.objects.filter(translation_key=locked.newsroom_key, alias_of=None).order_by("pk")
    newsroom: NewsroomPage | None = rooms.first()
    if newsroom is None or not standing.is_open(locked.newsroom_key):
        raise errors.IllegalMoveError(_("This newsroom is closed; it takes in nobody."))
    _settle(invitation=locked, state=StaffInvitationState.ACCEPTED, now=now)
    role = StaffRole(locked.role)
    group = Group.objects.get(name=staff.GROUPS[role](newsroom))
    if not by.groups.filter(pk=group.pk).exists():
        by.groups.add(group)
        _write(newsroom=newsroom, person=by, role=role, came=True, by=locked.invited_by, now=now)
    return newsroom


@transaction.atomic
def decline(*, invitation: StaffInvitation, by: Any, now: datetime) -> StaffInvitation:
    """Keep that the invited person does not come."""
    locked = _answered(invitation=invitation, by=by)
    _settle(invitation=locked, state=StaffInvitationState.DECLINED, now=now)
    return locked


@transaction.atomic
def withdraw(*, invitation: StaffInvitation, by: Any, now: datetime) -> StaffInvitation:
    """Take an invitation back; its link stops working. Raises NotAllowedError for people who could not have sent it."""
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not permissions.may_lead(by, locked.newsroom_key) or StaffRole(locked.role) not in staff.roles_that(by):
        raise errors.NotAllowedError
    _settle(invitation=locked, state=StaffInvitationState.WITHDRAWN, now=now)
    return locked


@transaction.atomic
def remove(*, newsroom: NewsroomPage, person: Any, role: StaffRole, by: Any, now: datetime) -> StaffChange:
    """Take a person out of a group of a newsroom and tell them; the account and other groups stay.

    Raises NotAllowedError for people who do not lead the newsroom and for chief editors who would take out another one,
    IllegalMoveError for somebody who is not in the group.
    """
    _must_give(by, newsroom, role)
    group = Group.objects.get(name=staff.GROUPS[role](newsroom))
    if not person.groups.filter(pk=group.pk).exists():
        raise errors.IllegalMoveError(_("This person is not in the group."))
    person.groups.remove(group)
    emails.staff_removed(newsroom=newsroom, person=person, role=role)
    return _write(newsroom=newsroom, person=person, role=role, came=False, by=by, now=now)


def _write(*, newsroom: NewsroomPage, person: Any, role: StaffRole, came: bool, by: Any, now: datetime) -> StaffChange:
    return StaffChange.objects.create(
        newsroom_key=newsroom.translation_key, person=person, role=role, came=came, changed_by=by, changed_at=now
    )
