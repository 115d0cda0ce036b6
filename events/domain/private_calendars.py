"""Secrets that open private calendars: made, renewed, revoked by the person, each with a line in the audit.

A secret is told once and only its hash is kept (``portal.kernel.tokens``): whoever needs it again renews it. That of an organisation hangs on a
membership, so that it opens nothing from the moment at which the member leaves.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitors import queries as exhibitors
from exhibitors.models import Membership
from portal.accounts.models import User
from portal.kernel import tokens
from portal.kernel.errors import NotAllowedError, StaleError
from registration.domain import audit
from registration.organiser_enums import AuditAction, Capacity

REMEMBERED: Final = timedelta(days=365)
"""So long a revoked address answers 410; programs that are switched on once a year forget it then too."""


class Secret(StrEnum):
    """What a secret opens; the value is the purpose of its token."""

    PERSONAL = "calendar-personal"
    ORGANISATION = "calendar-organisation"
    PASSWORD = "calendar-password"  # noqa: S105 -- the purpose of a token


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose secret it is: a person's, or a person's as a member of an organisation."""

    kind: Secret
    user: User
    membership: Membership | None = None

    @property
    def subject(self) -> str:
        """The subject of the token."""
        return str(self.membership.pk if self.membership is not None else self.user.pk)


class RevokedError(Exception):
    """The secret opened a calendar once and never will again."""


def holder(*, kind: Secret, user: User, membership_id: int | None = None) -> Holder:
    """Return whose secret is meant; raises NotAllowedError for a membership that is not the person's own."""
    if kind is not Secret.ORGANISATION:
        return Holder(kind, user)
    own = next((row for row in exhibitors.memberships_of(user) if row.pk == membership_id), None)
    if own is None:
        raise NotAllowedError
    return Holder(kind, user, own)


def live_since(*, holders: Sequence[Holder], now: datetime) -> dict[tuple[Secret, str], datetime]:
    """Return when the live secret of each holder was made; holders without one are missing."""
    found: dict[tuple[Secret, str], datetime] = {}
    for kind in Secret:
        subjects = [each.subject for each in holders if each.kind is kind]
        since = tokens.live_since(purpose=kind.value, subjects=subjects, now=now) if subjects else {}
        found |= {(kind, subject): at for subject, at in since.items()}
    return found


def version_of(at: datetime | None) -> str:
    """Return what a form says it has seen: the instant of the live secret, "" where there is none."""
    return at.isoformat() if at is not None else ""


@transaction.atomic
def make(*, holder: Holder, seen: str, now: datetime) -> str:
    """Make a secret, or a new one in place of the one ``seen``, which then opens nothing; return it. It cannot be read again.

    Raises StaleError when the secret was made, renewed or revoked since the form was shown, as by the form that arrives twice.
    """
    before = _locked(holder=holder, now=now)
    if version_of(before) != seen:
        raise StaleError(
            _("The address was made or renewed meanwhile, perhaps in another window. Renew it to see it again."),
            saved_at=now,
        )
    tokens.revoke_all(purpose=holder.kind.value, subject=holder.subject, now=now)
    secret = tokens.issue(purpose=holder.kind.value, subject=holder.subject, now=now)
    action = AuditAction.CALENDAR_MADE if before is None else AuditAction.CALENDAR_RENEWED
    _record(holder=holder, action=action, now=now)
    return secret


@transaction.atomic
def revoke(*, holder: Holder, now: datetime) -> bool:
    """Let the secret open nothing any more; return whether there was one. Revoking twice changes nothing."""
    _locked(holder=holder, now=now)
    if not tokens.revoke_all(purpose=holder.kind.value, subject=holder.subject, now=now):
        return False
    _record(holder=holder, action=AuditAction.CALENDAR_REVOKED, now=now)
    return True


def _locked(*, holder: Holder, now: datetime) -> datetime | None:
    """Lock the person, so that two forms come one after the other; return when the live secret was made."""
    User.objects.select_for_update().get(pk=holder.user.pk)
    return live_since(holders=[holder], now=now).get((holder.kind, holder.subject))


def _record(*, holder: Holder, action: AuditAction, now: datetime) -> None:
    organisation = holder.membership.organisation if holder.membership is not None else None
    audit.record(
        action=action,
        by=holder.user,
        now=now,
        capacity=Capacity.ORGANISATION if organisation is not None else Capacity.HOLDER,
        behalf_name=organisation.display_name if organisation is not None else "",
        about=organisation,
        label=holder.kind.value,
    )


def opened(*, kind: Secret, secret: str, now: datetime) -> Holder | None:
    """Return whose calendar a secret opens; None for one that nobody ever had.

    Raises RevokedError for one that was revoked, and for that of an account that is gone or closed, or of somebody who left.
    """
    subject = tokens.subject_of(purpose=kind.value, secret=secret, now=now)
    if subject is None:
        if tokens.was_revoked(purpose=kind.value, secret=secret):
            raise RevokedError
        return None
    if kind is Secret.ORGANISATION:
        rows = Membership.objects.filter(pk=int(subject), user__is_active=True)
        membership = rows.select_related("organisation", "user").first()
        if membership is None:
            raise RevokedError
        return Holder(kind, membership.user, membership)
    user = User.objects.filter(pk=int(subject), is_active=True).first()
    if user is None:
        raise RevokedError
    return Holder(kind, user)


def signed_in(*, email: str, password: str, now: datetime) -> User | None:
    """Return whose address and calendar password these are; the password of the account itself opens nothing here."""
    subject = tokens.subject_of(purpose=Secret.PASSWORD.value, secret=password, now=now)
    if subject is None:
        return None
    user = User.objects.filter(pk=int(subject), is_active=True).first()
    if user is None or not hmac.compare_digest(user.email.encode(), email.strip().lower().encode()):
        return None
    return user


def remember() -> None:
    """Let revoked addresses answer 410 for a year, from AppConfig.ready()."""
    for kind in Secret:
        tokens.remember_revoked(kind.value, REMEMBERED)


class RevokingCalendars:
    """See ``portal.kernel.personal_data.Leaving``."""

    def obstacles(self, _user: Any) -> list[str]:
        """Nothing stands in the way."""
        return []

    def leave(self, user: Any, _addresses: Sequence[str], now: datetime) -> None:
        """Revoke every secret of the person; nobody's calendar can be fetched from the moment of the erasure."""
        own = [Secret.PERSONAL, Secret.PASSWORD]
        subjects = [(kind, str(user.pk)) for kind in own]
        subjects += [(Secret.ORGANISATION, str(row.pk)) for row in exhibitors.memberships_of(user)]
        for kind, subject in subjects:
            tokens.revoke_all(purpose=kind.value, subject=subject, now=now)
