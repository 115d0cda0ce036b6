"""The files that tell a registered person's calendar of an event, its chosen sessions and its days, or take them back."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from events import occurrences
from events.calendars import entries, lint, private_file, withdrawn
from events.calendars.icalendar import EntryStatus
from events.calendars.private_file import Attendee
from events.domain import calendar
from events.enums import EventKind
from events.models import CalendarIdentity, EventPage
from events.occurrences import Occurrence
from portal.kernel.languages import Language
from registration.enums import InvitationMethod
from registration.subjects import DamagedFileError, Invitee


def of_visitor(event: EventPage, sessions: Collection[uuid.UUID]) -> list[Occurrence]:
    """Return what a registered person comes to: the event, its days, the chosen sessions, and all lessons of a course that are not chosen one by one."""
    is_course = event.kind == EventKind.COURSE
    return [
        item
        for item in occurrences.of(event)
        if item.session is None or item.key in sessions or (is_course and not item.session.takes_registrations)
    ]


def page_of(key: uuid.UUID, language: Language) -> EventPage | None:
    """Return the public page of an event in a language, or else in Vietnamese."""
    pages = calendar.pages_by_language([key]).get(key, {})
    return pages.get(language) or pages.get(Language.VIETNAMESE)


def files(
    key: uuid.UUID, language: Language, *, invitee: Invitee, method: InvitationMethod, now: datetime
) -> Sequence[bytes]:
    """Return one message for each entry of the person, the event itself first; none for an event that is not public.

    Of somebody with ``had_from`` these are the entries that have left the programme since.

    Raises DamagedFileError where the linter finds a fault: the task fails, is seen and can run again.
    """
    page = page_of(key, language)
    if page is None:
        return []
    if invitee.had_from is not None:
        gone = withdrawn.of_visitor(page, language, sessions=invitee.sessions, since=invitee.had_from)
        return [_message(page, item, identity, language, invitee, method, now) for item, identity in gone]
    identities = {row.key: row for row in CalendarIdentity.objects.filter(event_key=key, removed_at=None)}
    made = []
    for item in of_visitor(page, invitee.sessions):
        identity = identities.get(item.key)
        is_meant = invitee.with_event or item.key in invitee.sessions
        if identity is None or not is_meant:
            continue
        made.append(_message(page, item, identity, language, invitee, method, now))
    return made


def _message(  # noqa: PLR0917 -- one call, in the order of the loop
    page: EventPage,
    item: Occurrence,
    identity: CalendarIdentity,
    language: Language,
    invitee: Invitee,
    method: InvitationMethod,
    now: datetime,
) -> bytes:
    said = entries.entry(page, item, identity=identity, language=language, way=invitee.way)
    is_over = method is InvitationMethod.CANCEL
    content = private_file.message(
        method=method,
        entry=private_file.of_event(
            said,
            sequence=said.sequence + invitee.steps,
            stamp=now.replace(microsecond=0),
            status=EntryStatus.CANCELLED if is_over else said.status,
        ),
        attendee=Attendee(email=invitee.email, name=invitee.name),
    )
    if problems := lint.lint(content, use=lint.Use.INVITATION):
        raise DamagedFileError(str(problems[0]))
    return content
