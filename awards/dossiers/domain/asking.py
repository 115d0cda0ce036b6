"""Asking people by mail: the nominee to agree, co-authors to join; and their answers."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import permissions
from awards.dossiers import calls, emails
from awards.dossiers.domain import common, taking_in
from awards.dossiers.enums import MEMBER_MOVES, MemberRole, MemberState
from awards.enums import NominationState
from awards.models import DossierMember, Nomination
from portal.kernel import clock, errors, tokens
from portal.operations import db_clock

PURPOSE: Final = "awards.dossier-member"
VALID_FOR: Final = timedelta(days=14)
MOST_CO_AUTHORS: Final = 10
MOST_A_DAY: Final = 20
CONSENT: Final = gettext_lazy(
    "I agree to be nominated with this dossier. What it says of me is true. The secretariat and the jury may read it, and if it"
    " comes to the last round, my name, the title and the merits in brief become public."
)


def consent_words() -> str:
    """Return the sentence that a nominee agrees to, in the active language."""
    return str(CONSENT)


def _issue(member: DossierMember, now: datetime) -> str:
    return tokens.issue(purpose=PURPOSE, subject=str(member.pk), now=now, expires_at=member.expires_at)


def _close(member: DossierMember, state: MemberState, now: datetime) -> None:
    MEMBER_MOVES.check(MemberState(member.state), state)
    member.state, member.answered_at = state, now
    member.save()
    tokens.revoke_all(purpose=PURPOSE, subject=str(member.pk), now=now)


def ask_nominee(*, nomination: Nomination, call: calls.Call, by: Any, now: datetime) -> DossierMember:
    """Send the nominee the link that agrees or declines; it works until the call ends. In the caller's transaction."""
    take_back(nomination=nomination, now=now, role=MemberRole.NOMINEE)
    member = DossierMember.objects.create(
        nomination=nomination,
        email=nomination.nominee_email,
        role=MemberRole.NOMINEE,
        state=MemberState.INVITED,
        asked_at=now,
        expires_at=call.ends,
    )
    emails.nominee_asked(member=member, secret=_issue(member, now), by=by)
    return member


def take_back(*, nomination: Nomination, now: datetime, role: MemberRole | None = None) -> None:
    """End the links of everybody, or everybody of a role, who was asked and has not answered."""
    waiting_ones = DossierMember.objects.filter(nomination=nomination, state=MemberState.INVITED)
    for waiting in waiting_ones if role is None else waiting_ones.filter(role=role):
        _close(waiting, MemberState.REMOVED, now)


def _clean_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise errors.DomainError(_("Write an e-mail address in the form name@example.vn."), field="email") from error
    return address


@transaction.atomic
def invite_co_author(*, nomination: Nomination, email: str, by: Any, now: datetime) -> DossierMember:
    """Ask the holder of an address to write with us, and return the invitation.

    Raises NotAllowedError for others than who is responsible, DomainError on ``email`` for an address that is here already,
    LimitReachedError for too many.
    """
    found = common.locked(nomination)
    own = common.member(found, by)
    if not (permissions.can_lead(own) and permissions.can_write(own)):
        raise errors.NotAllowedError
    address = _clean_address(email)
    live = DossierMember.objects.filter(nomination=found, state__in=[MemberState.INVITED, MemberState.ACCEPTED])
    if live.filter(email=address).exclude(role=MemberRole.NOMINEE).exists():
        raise errors.DomainError(_("This person is asked or works on it already."), field="email")
    asked = DossierMember.objects.filter(nomination=found, role=MemberRole.CO_AUTHOR)
    if (
        live.filter(role=MemberRole.CO_AUTHOR).count() >= MOST_CO_AUTHORS
        or asked.filter(asked_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY
    ):
        raise errors.LimitReachedError(_("A dossier has at most %(most)d co-authors.") % {"most": MOST_CO_AUTHORS})
    member = DossierMember.objects.create(
        nomination=found,
        email=address,
        role=MemberRole.CO_AUTHOR,
        state=MemberState.INVITED,
        asked_at=now,
        expires_at=now + VALID_FOR,
    )
    emails.co_author_invited(member=member, secret=_issue(member, now), by=by)
    return member


@transaction.atomic
def remove_co_author(*, nomination: Nomination, pk: int, by: Any, now: datetime) -> None:
    """Let a co-author go, or end an invitation; what the person wrote stays. One's own place may be left by oneself."""
    found = common.locked(nomination)
    own = common.member(found, by)
    member = DossierMember.objects.filter(nomination=found, pk=pk, role=MemberRole.CO_AUTHOR).first()
    if member is None or own is None or not (permissions.can_lead(own) or own.pk == member.pk):
        raise errors.NotAllowedError
    if member.state in {MemberState.INVITED, MemberState.ACCEPTED}:
        _close(member, MemberState.REMOVED, now)


def asked_by(*, secret: str) -> DossierMember | None:
    """Return whom a link asks; None for unknown, answered, ended and expired ones."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=clock.now())
    if subject is None:
        return None
    waiting = DossierMember.objects.filter(pk=int(subject), state=MemberState.INVITED)
    return waiting.select_related("nomination", "nomination__nominated_by").first()


def _locked(member: DossierMember) -> tuple[calls.Call, DossierMember]:
    call, nomination = common.locked_with_edition(member.nomination)
    found = DossierMember.objects.get(pk=member.pk)
    found.nomination = nomination
    return call, found


@transaction.atomic
def accept(*, member: DossierMember, by: Any, consent: str = "") -> DossierMember:
    """Keep that somebody agrees; a nominee's yes hands the dossier in at this moment, with the sentence agreed to.

    A co-author signs in with the address that was asked. The link alone proves the nominee's mailbox, who needs no account.
    Raises DomainError after the end of the call, IllegalMoveError for a link that was answered or ended.
    """
    now = db_clock.now()
    call, found = _locked(member)
    if found.state != MemberState.INVITED:
        raise errors.IllegalMoveError
    if not call.takes(now):
        raise errors.DomainError(taking_in.TOO_LATE)
    person = by if by is not None and by.is_authenticated and by.email.lower() == found.email else None
    if found.role == MemberRole.CO_AUTHOR:
        if person is None:
            raise errors.NotAllowedError(
                _("This invitation was sent to another e-mail address. Sign in with that address to answer it.")
            )
        found.user = person
        _close(found, MemberState.ACCEPTED, now)
        return found
    if not consent.strip():
        raise errors.DomainError(_("Please confirm that you agree."), field="agree")
    found.user, found.consent = person, consent
    _close(found, MemberState.ACCEPTED, now)
    taking_in.take_in(nomination=found.nomination, by=person, now=now)
    return found


@transaction.atomic
def decline(*, member: DossierMember, now: datetime) -> DossierMember:
    """Keep that somebody does not want to; a nominee's no makes the dossier a draft again, and its lead is told."""
    _call, found = _locked(member)
    if found.state != MemberState.INVITED:
        raise errors.IllegalMoveError
    _close(found, MemberState.DECLINED, now)
    if found.role == MemberRole.NOMINEE and found.nomination.state == NominationState.AWAITING:
        common.move(
            nomination=found.nomination, to=NominationState.DRAFT, by=None, now=now, reason=_("The nominee declined.")
        )
        emails.nominee_declined(nomination=found.nomination)
    return found
