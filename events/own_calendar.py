"""The file with which the holder of a registration puts it into a calendar: the person's own entries, all in one file."""

import uuid

from django.utils import translation

from events.calendars import entries, invitations, lint, private_file
from events.calendars.icalendar import Event
from events.calendars.private_file import PrivateEntry
from events.models import CalendarIdentity
from portal.kernel.languages import Language
from portal.mail import domain as mail
from registration.subjects import DamagedFileError, Invitee


def file(key: uuid.UUID, language: Language, *, invitee: Invitee) -> bytes | None:
    """Return the event, its days and the sessions that a person has, with the address to join online; None for an event that is not public.

    UID and SEQUENCE are those of the invitations in mails: whoever opens both has one entry. DTSTAMP is the last change, so that
    the file is the same until something changes (RFC 5545, 3.8.7.2). Raises DamagedFileError where the linter finds a fault.
    """
    page = invitations.page_of(key, language)
    if page is None:
        return None
    identities = {row.key: row for row in CalendarIdentity.objects.filter(event_key=key, removed_at=None)}
    with translation.override(language):
        found = [
            entries.entry(page, item, identity=identity, language=language, way=invitee.way)
            for item in invitations.of_visitor(page, invitee.sessions)
            if (identity := identities.get(item.key)) is not None
        ]
        content = private_file.copy(
            url=mail.absolute_url(page.url or "/"),
            entries=[_private(said, invitee) for said in found],
        )
    if problems := lint.lint(content, use=lint.Use.COPY):
        raise DamagedFileError(str(problems[0]))
    return content


def _private(said: Event, invitee: Invitee) -> PrivateEntry:
    changed_at = max(said.changed_at, invitee.changed_at).replace(microsecond=0)
    return private_file.of_event(said, sequence=said.sequence + invitee.steps, stamp=changed_at, changed_at=changed_at)
