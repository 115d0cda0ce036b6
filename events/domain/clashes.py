"""Which events get in each other's way, and which days stand against an event. A rule without a database.

Two events clash for one reason, the strongest that holds:

1. the same venue at overlapping times, both on site; an end at 10:00 and a beginning at 10:00 do not overlap;
2. the same administrative unit on the same day, with a field of technology or an audience in common, or both of at least national level:
   the same people would have to choose;
3. on the same day, wherever: an event of another organiser of the same kind with a field in common.

An event also clashes with public holidays on which offices are closed, and with festivals: those of the whole country, and those of its own
place, of a place within it, or of the place that it lies in. What is postponed or cancelled clashes with nothing. A course or a fair of several
days counts on the days of its sessions only, as the calendar shows them. A clash is a warning and never forbids.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import gettext as _

from events import occurrences
from events.enums import TAKES_PLACE, AttendanceMode, ClashReason, EventKind, EventLevel, EventStatus
from portal.kernel import clock, holidays, text
from portal.kernel.working_days import Holiday

if TYPE_CHECKING:
    from events.festivals import Feast
    from events.models import EventPage

WIDE_LEVELS: Final = frozenset({EventLevel.NATIONAL, EventLevel.INTERNATIONAL})
ONE_DAY: Final = timedelta(days=1)
Slot = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of an event the rule looks at. ``slots`` are half-open; ``venue`` is folded, empty where nobody comes to a place.

    ``places`` is the administrative unit and what it lies in, the unit itself first.
    """

    key: UUID
    slots: tuple[Slot, ...]
    days: frozenset[date]
    venue: str
    places: tuple[int, ...]
    kind: EventKind
    level: EventLevel
    fields: frozenset[int]
    audiences: frozenset[int]
    organisers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clash:
    """One reason. ``other`` is the event in the way; for days it is None and ``name`` says which day it is."""

    reason: ClashReason
    days: tuple[date, ...]
    other: UUID | None = None
    name: str = ""

    @property
    def is_strong(self) -> bool:
        """Whether both cannot take place as they are planned."""
        return self.reason == ClashReason.VENUE


def facts(event: "EventPage") -> Facts | None:
    """Return the facts of an event, also of one whose form was not saved yet; None where it does not take place.

    Reads ``sessions``, ``organisers``, ``fields``, ``audiences``, ``place`` and its ``parent``.
    """
    if EventStatus(event.status) not in TAKES_PLACE:
        return None
    entries = occurrences.of(event)
    entries = [entry for entry in entries if not entry.is_bar] or entries
    is_elsewhere = event.attendance_mode == AttendanceMode.ONLINE or event.status == EventStatus.MOVED_ONLINE
    place = event.place
    return Facts(
        key=event.translation_key,
        slots=tuple(sorted(_slot(entry) for entry in entries)),
        days=frozenset(day for entry in entries for day in entry.days),
        venue="" if is_elsewhere else " ".join(text.words(text.fold(event.venue_name))),
        places=() if place is None or is_elsewhere else tuple(filter(None, (place.pk, place.parent_id))),
        kind=EventKind(event.kind),
        level=EventLevel(event.level),
        fields=frozenset(term.pk for term in event.fields.all()),
        audiences=frozenset(term.pk for term in event.audiences.all()),
        organisers=frozenset(
            str(row.organisation_id) if row.organisation_id else text.fold(row.name) for row in event.organisers.all()
        ),
    )


def _slot(entry: occurrences.Occurrence) -> Slot:
    if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
        return entry.starts, entry.ends
    return clock.at(entry.days[0]), clock.at(entry.days[-1] + ONE_DAY)


def _overlapping_days(one: Facts, other: Facts) -> list[date]:
    found = set()
    for starts, ends in one.slots:
        for begins, closes in other.slots:
            if starts < closes and begins < ends:
                found.add(clock.local(max(starts, begins)).date())
    return sorted(found)


def between(one: Facts, other: Facts) -> Clash | None:
    """Return why two events clash, or None. It does not matter which comes first."""
    if one.key == other.key:
        return None
    if one.venue and one.venue == other.venue and (not one.places or not other.places or _same_place(one, other)):
        days = _overlapping_days(one, other)
        if days:
            return Clash(ClashReason.VENUE, tuple(days), other.key)
    shared = tuple(sorted(one.days & other.days))
    if not shared:
        return None
    same_people = one.fields & other.fields or one.audiences & other.audiences
    if _same_place(one, other) and (same_people or {one.level, other.level} <= WIDE_LEVELS):
        return Clash(ClashReason.AUDIENCE, shared, other.key)
    is_other_organiser = one.organisers != other.organisers and not one.organisers & other.organisers
    if is_other_organiser and one.kind == other.kind and one.fields & other.fields:
        return Clash(ClashReason.KIND, shared, other.key)
    return None


def _same_place(one: Facts, other: Facts) -> bool:
    return bool(one.places and other.places and one.places[0] == other.places[0])


def with_days(event: Facts, *, special: Mapping[date, holidays.Day], feasts: Iterable["Feast"]) -> Iterator[Clash]:
    """Yield the public holidays and festivals on which an event takes place, each with its days."""
    by_holiday: dict[Holiday, list[date]] = {}
    for day in sorted(event.days & set(special)):
        what = special[day]
        if what.holiday is not None and what.is_off:
            by_holiday.setdefault(what.holiday, []).append(day)
    for holiday, days in by_holiday.items():
        name = str(holidays.NAMES[holiday])
        if any(special[day].is_provisional for day in days):
            name = _("%(holiday)s (days off not decided yet)") % {"holiday": name}
        yield Clash(ClashReason.HOLIDAY, tuple(days), name=name)
    for feast in feasts:
        if feast.place is not None and not _concerns(event, feast.place.pk, feast.place.parent_id):
            continue
        if found := tuple(sorted(event.days & set(feast.days))):
            yield Clash(ClashReason.FESTIVAL, found, name=feast.name)


def _concerns(event: Facts, place: int, parent: int | None) -> bool:
    """Return whether a festival's place is the event's, lies in it, or holds it."""
    return bool(event.places) and (place in event.places or parent == event.places[0])


def of(
    event: Facts, *, others: Collection[Facts], special: Mapping[date, holidays.Day], feasts: Iterable["Feast"]
) -> list[Clash]:
    """Return every clash of an event, the strongest reason first, then by day."""
    found = [clash for other in others if (clash := between(event, other)) is not None]
    found += with_days(event, special=special, feasts=feasts)
    order = list(ClashReason)
    return sorted(found, key=lambda clash: (order.index(clash.reason), clash.days[0], clash.name, str(clash.other)))
