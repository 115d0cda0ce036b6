"""Private notes of organisers about a registration."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text as words
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from registration import permissions
from registration.domain import audit
from registration.models import OrganiserNote, Registration
from registration.organiser_enums import AuditAction

LONGEST: Final = 2000
MOST: Final = 100


@transaction.atomic
def add(*, registration: Registration, text: str, by: User, now: datetime) -> OrganiserNote:
    """Keep a note; the audit tells that there is one, not what it says.

    Raises NotAllowedError, LimitReachedError after a hundred notes, and DomainError on ``text`` for an empty or too long one.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    tidy = words.paragraphs(text)
    if not tidy:
        raise DomainError(_("Write the note first."), field="text")
    if len(tidy) > LONGEST:
        raise DomainError(_("A note may have up to %(number)d characters.") % {"number": LONGEST}, field="text")
    locked = Registration.objects.select_for_update(of=("self",)).select_related("place_kind").get(pk=registration.pk)
    if locked.organiser_notes.count() >= MOST:
        raise LimitReachedError(_("There are too many notes. Remove one first."), field="text")
    note = OrganiserNote.objects.create(registration=locked, by=by, at=now, text=tidy)
    audit.record(
        action=AuditAction.NOTE_ADDED,
        by=by,
        now=now,
        subject=locked.place_kind.subject,
        about=note,
        label=locked.reference,
        changes=[("text", "", tidy)],
    )
    return note


@transaction.atomic
def remove(*, note: OrganiserNote, by: User, now: datetime) -> None:
    """Delete a note; removing it twice changes nothing. Raises NotAllowedError."""
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = (
        OrganiserNote.objects.select_for_update(of=("self",))
        .select_related("registration__place_kind")
        .filter(pk=note.pk)
        .first()
    )
    if current is None:
        return
    audit.record(
        action=AuditAction.NOTE_REMOVED,
        by=by,
        now=now,
        subject=current.registration.place_kind.subject,
        about=current,
        label=current.registration.reference,
        changes=[("text", current.text, "")],
    )
    current.delete()
