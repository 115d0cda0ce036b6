"""The public facts of an event, and what differs between two tellings of them; knows no clock and writes nothing.

Words do not count: a title, a lead or a translation may change without being a change of the programme, and a venue that is
only spelt otherwise is the same venue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NotRequired, TypedDict

from django.utils import translation

from events.calendars import entries
from events.enums import TAKES_PLACE, AttendanceMode, EventStatus, ProgrammeChangeKind
from events.models import EventPage
from portal.kernel import clock, text
from portal.kernel.languages import Language

Words = dict[str, str]
"""The same words by language."""


class SessionFacts(TypedDict):
    """One part of the programme; times in ISO 8601 with their offset."""

    key: str
    title: Words
    starts_at: str
    ends_at: str


class EventFacts(TypedDict):
    """What of an event the public counts on. ``language`` is that of the page whose venue makes ``place_key``.

    ``online`` holds where one takes part online: of the event under an empty key, of sessions with an address of their own under
    theirs. It is told to nobody but those who take part there, so it makes no change of the programme; facts that were
    written down earlier lack it.
    """

    language: str
    kind: str
    starts_at: str
    ends_at: str
    is_all_day: bool
    status: str
    attendance: str
    place_key: str
    place: Words
    sessions: list[SessionFacts]
    online: NotRequired[dict[str, str]]


class Told(TypedDict, total=False):
    """One side of a change: only what the change is about."""

    kind: str
    starts_at: str
    ends_at: str
    is_all_day: bool
    attendance: str
    place: Words
    sessions: list[SessionFacts]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change with both its sides."""

    kind: ProgrammeChangeKind
    before: Told = field(default_factory=Told)
    after: Told = field(default_factory=Told)


SHORTENED: Final = {"tp": "thanh pho", "tx": "thi xa", "q": "quan", "p": "phuong"}
"""What stands before the names of places in addresses, as it is shortened: folded words, without their points."""
WHEN: Final = ("starts_at", "ends_at", "is_all_day")


def _instant(value: datetime) -> str:
    return clock.local(value).isoformat()


def moment(written: str) -> datetime:
    """Return the instant that facts hold as text."""
    return datetime.fromisoformat(written)


def is_same_place(before: str, after: str) -> bool:
    """Return whether two places are the same but for case, marks, spaces, punctuation and words shortened in addresses."""

    def spelt_out(place: str) -> str:
        return " ".join(SHORTENED.get(word, word) for word in text.words(text.fold(place)))

    return spelt_out(before) == spelt_out(after)


def of(pages: Mapping[Language, EventPage]) -> EventFacts:
    """Return the facts of an event from its public pages; the Vietnamese page decides where there is one.

    Reads ``sessions`` and ``place``, which ``events.domain.calendar.pages_by_language`` has read in advance.
    """
    main = pages.get(Language.VIETNAMESE) or next(iter(pages.values()))
    places: Words = {}
    for language in Language:
        with translation.override(language):
            places[language.value] = entries.location(pages.get(language) or main)
    titles: dict[str, Words] = {}
    for language, page in pages.items():
        for row in page.sessions.all():
            titles.setdefault(str(row.translation_key), {})[language.value] = row.title
    return EventFacts(
        language=str(main.locale.language_code),
        kind=str(main.kind),
        starts_at=_instant(main.starts_at),
        ends_at=_instant(main.ends_at),
        is_all_day=main.is_all_day,
        status=str(main.status),
        attendance=str(main.attendance_mode),
        place_key=" ".join(text.words(text.fold(f"{main.venue_name} {main.address} {main.place_id or ''}"))),
        place=places,
        sessions=[
            SessionFacts(
                key=str(row.translation_key),
                title=titles[str(row.translation_key)],
                starts_at=_instant(row.starts_at),
                ends_at=_instant(row.ends_at),
            )
            for row in sorted(main.sessions.all(), key=lambda row: (row.starts_at, str(row.translation_key)))
        ],
        online=_online(main),
    )


def _online(main: EventPage) -> dict[str, str]:
    if main.attendance_mode == AttendanceMode.ON_SITE:
        return {}
    addresses = {"": main.online_url, **{str(row.translation_key): row.online_url for row in main.sessions.all()}}
    return {key: address for key, address in sorted(addresses.items()) if address}


def _told(facts: EventFacts, *names: str) -> Told:
    # Only names of both types are asked for.
    return {name: facts[name] for name in names}  # type: ignore[literal-required,return-value]


def announced(facts: EventFacts) -> Told:
    """Return what the announcement of an event tells."""
    return _told(facts, "kind", *WHEN, "attendance", "place")


def taken_off(facts: EventFacts) -> Told:
    """Return what may still be told of an event that is no longer public: what kind it was, and when; none of its words."""
    return _told(facts, "kind", *WHEN)


def _shown_time(facts: EventFacts) -> tuple[Any, ...]:
    """Return the time as visitors read it: of whole days only the dates count."""
    starts, ends = moment(facts["starts_at"]), moment(facts["ends_at"])
    if facts["is_all_day"]:
        return True, starts.date(), max(starts, ends - timedelta(microseconds=1)).date()
    return False, starts, ends


def _sessions(before: EventFacts, after: EventFacts) -> list[Difference]:
    """Compare the sessions; those that only went along with their event did not move."""
    old = {row["key"]: row for row in before["sessions"]}
    new = {row["key"]: row for row in after["sessions"]}
    shift = moment(after["starts_at"]) - moment(before["starts_at"])

    def moved(key: str) -> bool:
        was = [moment(old[key][name]) for name in ("starts_at", "ends_at")]  # type: ignore[literal-required]  # both are there
        now = [moment(new[key][name]) for name in ("starts_at", "ends_at")]  # type: ignore[literal-required]  # both are there
        return now not in (was, [instant + shift for instant in was])

    added = [row for key, row in new.items() if key not in old]
    dropped = [row for key, row in old.items() if key not in new]
    elsewhen = [key for key in new if key in old and moved(key)]
    found = []
    if elsewhen:
        found.append(
            Difference(
                ProgrammeChangeKind.SESSIONS_MOVED,
                Told(sessions=[old[key] for key in elsewhen]),
                Told(sessions=[new[key] for key in elsewhen]),
            )
        )
    if added:
        found.append(Difference(ProgrammeChangeKind.SESSIONS_ADDED, after=Told(sessions=added)))
    if dropped:
        found.append(Difference(ProgrammeChangeKind.SESSIONS_DROPPED, before=Told(sessions=dropped)))
    return found


def _where(before: EventFacts, after: EventFacts) -> list[Difference]:
    if before["attendance"] != after["attendance"]:
        kind = (
            ProgrammeChangeKind.MOVED_ONLINE
            if after["attendance"] == AttendanceMode.ONLINE
            else ProgrammeChangeKind.ATTENDANCE
        )
        return [Difference(kind, _told(before, "attendance", "place"), _told(after, "attendance", "place"))]
    stayed = is_same_place(before["place_key"], after["place_key"]) or before["language"] != after["language"]
    if stayed or after["attendance"] == AttendanceMode.ONLINE:
        return []
    return [Difference(ProgrammeChangeKind.PLACE, _told(before, "place"), _told(after, "place"))]


def differences(before: EventFacts, after: EventFacts) -> list[Difference]:
    """Return what the public must be told, the weightiest first; an empty list where only words differ.

    While an event is postponed its date says nothing; a cancelled event has nothing else to tell.
    """
    was, now = EventStatus(before["status"]), EventStatus(after["status"])
    if now is EventStatus.CANCELLED:
        told = _told(before, *WHEN)
        return [] if was is EventStatus.CANCELLED else [Difference(ProgrammeChangeKind.CANCELLED, told)]
    if now is EventStatus.POSTPONED:
        moves = (
            [] if was is EventStatus.POSTPONED else [Difference(ProgrammeChangeKind.POSTPONED, _told(before, *WHEN))]
        )
        return [*moves, *_where(before, after)]
    found = []
    if _shown_time(before) != _shown_time(after):
        found.append(Difference(ProgrammeChangeKind.MOVED, _told(before, *WHEN), _told(after, *WHEN)))
    elif was not in TAKES_PLACE:
        found.append(Difference(ProgrammeChangeKind.RESUMED, after=_told(after, *WHEN)))
    return [*found, *_where(before, after), *_sessions(before, after)]


def remembered(before: EventFacts, after: EventFacts) -> EventFacts:
    """Return the facts to compare with next time: a postponed event keeps the time that visitors last counted on."""
    if after["status"] != EventStatus.POSTPONED:
        return after
    kept = {name: before[name] for name in (*WHEN, "sessions")}  # type: ignore[literal-required]  # names of the type
    return {**after, **kept}  # type: ignore[typeddict-item]  # the same names with the same types
