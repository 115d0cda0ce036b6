"""Entries that have left an event's programme, as they last stood: what mails take back from calendars of registered people."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from events import occurrences
from events.enums import CalendarSubject, EventKind, ProgrammeChangeKind
from events.models import CalendarIdentity, EventPage, EventSession, ProgrammeChange, ProgrammeState
from events.occurrences import Occurrence
from events.programme import facts
from events.programme.facts import SessionFacts, Told
from portal.kernel.languages import Language
from registration.models import PlaceKind

TELLING: Final = (ProgrammeChangeKind.MOVED, ProgrammeChangeKind.SESSIONS_DROPPED)
Gone = tuple[Occurrence, CalendarIdentity]


def of_visitor(event: EventPage, language: Language, *, sessions: Collection[uuid.UUID], since: datetime) -> list[Gone]:
    """Return the entries of a registered person that left the programme at ``since`` or later, and have not come back.

    Days and the event itself are everybody's; of the sessions those of ``sessions``, and lessons of a course that nobody could
    choose. Times are those that were last told; where none are known, those of the event.
    """
    rows = CalendarIdentity.objects.filter(
        event_key=event.translation_key, removed_at__gte=since.replace(microsecond=0)
    )
    gone = list(rows.exclude(subject=CalendarSubject.CLOSING).order_by("pk"))
    if not gone:
        return []
    chosen = set()
    if event.kind == EventKind.COURSE:
        kinds = PlaceKind.objects.filter(subject=event.translation_key, session__isnull=False)
        chosen = set(kinds.values_list("session", flat=True))
    theirs = [
        row
        for row in gone
        if row.subject != CalendarSubject.SESSION
        or row.key in sessions
        or (event.kind == EventKind.COURSE and row.key not in chosen)
    ]
    return list(_as_last_told(event, language, theirs))


def _as_last_told(event: EventPage, language: Language, rows: Iterable[CalendarIdentity]) -> Iterator[Gone]:
    changes = ProgrammeChange.objects.filter(event_key=event.translation_key, kind__in=TELLING).order_by("-at", "-pk")
    before: dict[datetime, list[Told]] = {}
    for change in changes:
        before.setdefault(change.at, []).append(change.before)
    state = ProgrammeState.objects.filter(event_key=event.translation_key).first()
    for row in rows:
        told = [*before.get(row.removed_at, ()), *([state.facts] if state else [])] if row.removed_at else []
        yield _occurrence(event, row, told, language), row


def _occurrence(event: EventPage, row: CalendarIdentity, told: Iterable[Told], language: Language) -> Occurrence:
    subject = CalendarSubject(row.subject)
    for one in told:
        if subject is CalendarSubject.DAY and "starts_at" in one:
            times = facts.moment(one["starts_at"]), facts.moment(one["ends_at"])
            days = occurrences.days_between(event.translation_key, *times)
            if (day := next((item for item in days if item.key == row.key), None)) is not None:
                return day
        if subject is CalendarSubject.SESSION:
            for session in one.get("sessions", ()):
                if session["key"] == str(row.key):
                    return _session(row, session, language)
    if event.is_all_day:
        return Occurrence(row.key, subject, event.first_day, event.last_day + timedelta(days=1))
    return Occurrence(row.key, subject, event.starts_at, event.ends_at)


def _session(row: CalendarIdentity, told: SessionFacts, language: Language) -> Occurrence:
    titles = told["title"]
    title = titles.get(language) or titles.get(Language.VIETNAMESE) or next(iter(titles.values()), "")
    starts, ends = facts.moment(told["starts_at"]), facts.moment(told["ends_at"])
    session = EventSession(translation_key=row.key, title=title, starts_at=starts, ends_at=ends)
    return Occurrence(row.key, CalendarSubject.SESSION, starts, ends, session=session)
