"""How the calendars fare: who fetches them, by kind of program, and what stands in them; for the operator's page.

Fetching counts as little as possible: one row for each calendar, language and family, written once an hour at most. No
address and no full name of a program is kept, and a database or cache that is away never keeps a calendar from its reader.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import cache

from events.calendars import selection, snapshots
from events.calendars.selection import EVERYTHING, Selection
from events.calendars.snapshots import SnapshotState
from events.domain import calendar_fetches
from events.enums import ClientFamily
from events.models import CalendarFetch
from portal.kernel.languages import Language

GATE_SECONDS: Final = 3_600
READ_LETTERS: Final = 300
# What programs call themselves, in lower case; the first that fits counts. Exchange fetches for Outlook on the web, and
# classic Outlook also names browsers that it is none of.
MARKS: Final[tuple[tuple[str, ClientFamily], ...]] = (
    ("google-calendar", ClientFamily.GOOGLE),
    ("googlebot", ClientFamily.OTHER),
    ("thunderbird", ClientFamily.THUNDERBIRD),
    ("lightning/", ClientFamily.THUNDERBIRD),
    ("microsoft.exchange", ClientFamily.OUTLOOK_WEB),
    ("microsoft exchange", ClientFamily.OUTLOOK_WEB),
    ("exchange/", ClientFamily.OUTLOOK_WEB),
    ("owa/", ClientFamily.OUTLOOK_WEB),
    ("microsoft outlook", ClientFamily.OUTLOOK_CLASSIC),
    ("microsoft office", ClientFamily.OUTLOOK_CLASSIC),
    ("ms-office", ClientFamily.OUTLOOK_CLASSIC),
    ("calendaragent", ClientFamily.APPLE),
    ("dataaccessd", ClientFamily.APPLE),
    ("calendarstore", ClientFamily.APPLE),
    ("ical/", ClientFamily.APPLE),
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """When a family of programs last came."""

    family: ClientFamily
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One calendar in one language.

    ``chosen`` is None where only its short name is known, ``stored`` where nothing is known of its file.
    """

    name: str
    chosen: Selection | None
    language: Language
    seen: tuple[Seen, ...]
    stored: SnapshotState | None

    @property
    def path(self) -> str:
        """Its address, empty where that is not known."""
        return selection.path(self.chosen, self.language) if self.chosen is not None else ""

    @property
    def needs_somebody(self) -> bool:
        """Whether an older file is served, or a new one waits for a decision."""
        return self.stored is not None and (self.stored.alarm is not None or self.stored.held_entries is not None)


def family_of(user_agent: str) -> ClientFamily:
    """Return the kind of program that calls itself so."""
    said = user_agent[:READ_LETTERS].lower()
    return next((family for mark, family in MARKS if mark in said), ClientFamily.OTHER)


def note(*, name: str, language: Language, user_agent: str, now: datetime) -> None:
    """Remember that a program of this kind fetched a calendar; writes once an hour at most and never raises."""
    family = family_of(user_agent)
    try:
        if cache.add(f"events:fetched:{language}:{name}:{family}:{now:%Y%m%d%H}", 1, GATE_SECONDS):
            is_everything = name == EVERYTHING.name
            calendar_fetches.note(name=name, language=language, family=family, always=is_everything, now=now)
    except Exception as error:  # noqa: BLE001 -- the reader gets the calendar, whatever is away
        logger.warning("a fetch of a calendar could not be noted: %s", type(error).__name__)


def _chosen(name: str, stored: SnapshotState | None) -> Selection | None:
    if stored is not None:
        return stored.selection
    return EVERYTHING if name == EVERYTHING.name else None


def feeds(now: datetime) -> list[FeedHealth]:
    """Return every calendar that was fetched in the last 90 days or has a file, in one query: those that need somebody first."""
    seen: dict[tuple[str, Language], list[Seen]] = {}
    for row in CalendarFetch.objects.filter(fetched_at__gte=now - calendar_fetches.KEPT).order_by("-fetched_at", "pk"):
        found = Seen(ClientFamily(row.family), row.fetched_at)
        seen.setdefault((row.name, Language(row.language)), []).append(found)
    stored = {(one.selection.name, one.language): one for one in snapshots.state()}
    made = [
        FeedHealth(
            name=name,
            chosen=_chosen(name, stored.get((name, language))),
            language=language,
            seen=tuple(seen.get((name, language), ())),
            stored=stored.get((name, language)),
        )
        for name, language in {**seen, **stored}
    ]
    return sorted(made, key=lambda one: (not one.needs_somebody, one.name != EVERYTHING.name, one.name, one.language))
