"""Links by which trainers without an account keep the attendance of their sessions: one purpose, an expiry, revocable."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text, tokens
from portal.kernel.errors import DomainError, NotAllowedError
from registration import courses, permissions
from registration.domain import audit
from registration.models import TrainerLink
from registration.organiser_enums import AuditAction

PURPOSE: Final = "registration-trainer"
MARGIN: Final = timedelta(days=3)
"""How long after the end of the last session a list can still be corrected by its link."""


@transaction.atomic
def give(
    *, subject: uuid.UUID, session: uuid.UUID | None, name: str, by: User, now: datetime
) -> tuple[TrainerLink, str]:
    """Make a link for a trainer; return its record and the secret, which cannot be read back later.

    ``session`` None means all sessions. Raises NotAllowedError, and DomainError for a missing name, an unknown course or session,
    and a course that is over for longer than the margin.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    course = courses.info(subject)
    if course is None:
        raise DomainError(_("This course does not exist."))
    found = None if session is None else course.session(session)
    if session is not None and found is None:
        raise DomainError(_("This session does not belong to the course."), field="session")
    called = text.line(name)
    if not text.words(called):
        raise DomainError(_("Enter the name of the trainer."), field="name")
    expires_at = (course.ends if found is None else found.ends) + MARGIN
    if expires_at <= now:
        raise DomainError(_("The course is over; its lists can be corrected by the organisers only."))
    link = TrainerLink.objects.create(
        subject=subject, session=session, name=called, created_by=by, created_at=now, expires_at=expires_at
    )
    _note(AuditAction.TRAINER_GIVEN, link, by=by, now=now, changes=[("name", None, called), ("session", None, session)])
    return link, tokens.issue(purpose=PURPOSE, subject=str(link.pk), now=now, expires_at=expires_at)


def _note(
    action: AuditAction,
    link: TrainerLink,
    *,
    by: User,
    now: datetime,
    changes: Collection[audit.Change] = (),
) -> None:
    """Write into the audit what became of a link; of the trainer's name it keeps the first letter."""
    audit.record(
        action=action,
        by=by,
        now=now,
        subject=link.subject,
        about=link,
        label=f"#{link.pk}",
        changes=changes,
    )


@transaction.atomic
def renew(*, link: TrainerLink, by: User, now: datetime) -> str:
    """Give a trainer another secret, such as the first one of a copied link; return it. The former opens nothing any more.

    Raises NotAllowedError, and DomainError for a link that was withdrawn or whose sessions are over.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = TrainerLink.objects.select_for_update().get(pk=link.pk)
    if current.revoked_at is not None:
        raise DomainError(_("This link was withdrawn. Give the trainer a new one."))
    if current.expires_at <= now:
        raise DomainError(_("The course is over; its lists can be corrected by the organisers only."))
    tokens.revoke_all(purpose=PURPOSE, subject=str(current.pk), now=now)
    _note(AuditAction.TRAINER_RENEWED, current, by=by, now=now)
    return tokens.issue(purpose=PURPOSE, subject=str(current.pk), now=now, expires_at=current.expires_at)


def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,
    sessions: Mapping[uuid.UUID, uuid.UUID],
    by: User | None,
    now: datetime,
) -> int:
    """Copy who keeps the lists of a course to another one, without any secret; return how many. Part of ``set_up.copy``.

    Nobody can open a copied link before ``renew`` gives it a secret of its own. Withdrawn links, those of a session that was not
    copied, and those that would have ended already are left out.
    """
    pairs: list[tuple[uuid.UUID | None, uuid.UUID | None]] = [(None, None), (source, target), *sessions.items()]
    known = dict(pairs)
    links = [
        TrainerLink(
            subject=target,
            session=known[link.session],
            name=link.name,
            created_by=by,
            created_at=now,
            expires_at=link.expires_at + shift,
        )
        for link in TrainerLink.objects.filter(subject=source, revoked_at=None).order_by("pk")
        if link.session in known and link.expires_at + shift > now
    ]
    return len(TrainerLink.objects.bulk_create(links))


def without_secret(links: Collection[TrainerLink], now: datetime) -> set[int]:
    """Return which links nobody can open, because no secret was given out for them yet; one query."""
    given = tokens.live_since(purpose=PURPOSE, subjects=[str(link.pk) for link in links], now=now)
    return {link.pk for link in links if str(link.pk) not in given}


@transaction.atomic
def withdraw(*, link: TrainerLink, by: User, now: datetime) -> TrainerLink:
    """Let a link open nothing any more; doing it twice changes nothing. Raises NotAllowedError."""
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = TrainerLink.objects.select_for_update().get(pk=link.pk)
    if current.revoked_at is None:
        current.revoked_at = now
        current.save(update_fields=["revoked_at"])
        tokens.revoke_all(purpose=PURPOSE, subject=str(current.pk), now=now)
        _note(
            AuditAction.TRAINER_WITHDRAWN,
            current,
            by=by,
            now=now,
            changes=[("name", current.name, None), ("session", current.session, None)],
        )
    return current


def opened_by(*, secret: str, now: datetime) -> TrainerLink | None:
    """Return the link that a live secret opens, or None."""
    pk = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    return None if pk is None else TrainerLink.objects.filter(pk=int(pk)).first()
