"""Time zones that experts choose from, and what a zone means for a reader in Việt Nam.

Offsets are told for both halves of the year instead of "now": a page that is kept for everybody stays true.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kernel import clock

ZONES: Final = (
    "Asia/Ho_Chi_Minh",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Prague",
    "Europe/Warsaw",
    "Europe/Stockholm",
    "Europe/Helsinki",
    "Europe/Moscow",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Singapore",
    "Asia/Hong_Kong",
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Perth",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
)
_WINTER: Final = (1, 15)
_SUMMER: Final = (7, 15)
HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Offsets:
    """Minutes from UTC in January and in July."""

    january: int
    july: int


@lru_cache(maxsize=128)
def _offsets(zone: str, year: int) -> Offsets:
    def minutes(month: int, day: int) -> int:
        moment = datetime(year, month, day, 12, tzinfo=UTC).astimezone(ZoneInfo(zone))
        return int((moment.utcoffset() or timedelta()).total_seconds() // 60)

    return Offsets(minutes(*_WINTER), minutes(*_SUMMER))


def offsets(zone: str) -> Offsets:
    """Return the zone's two offsets in the present year."""
    return _offsets(zone, clock.today().year)


def utc_words(minutes: int) -> str:
    """Return an offset as it is written: "UTC+7", "UTC-3:30"."""
    hours, rest = divmod(abs(minutes), HOUR)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


def city(zone: str) -> str:
    """Return the city that names the zone."""
    return "Hà Nội" if zone == "Asia/Ho_Chi_Minh" else zone.rpartition("/")[2].replace("_", " ")


def _offset_words(zone: str) -> str:
    found = offsets(zone)
    usual, other = found.january, found.july
    if usual == other:
        return utc_words(usual)
    # Summer time is the larger offset, in January south of the equator.
    usual, summer = min(usual, other), max(usual, other)
    return _("%(usual)s, in summer %(summer)s") % {"usual": utc_words(usual), "summer": utc_words(summer)}


def words(zone: str) -> str:
    """Return the zone for a reader: "Paris (UTC+1, in summer UTC+2)"."""
    return f"{city(zone)} ({_offset_words(zone)})"


def _hours(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), HOUR)
    return f"{hours}:{rest:02}" if rest else str(hours)


def difference_words(zone: str) -> str:
    """Return how far the zone's clock is from Việt Nam's, in one sentence."""
    home, there = offsets(clock.VIETNAM.key), offsets(zone)
    apart = sorted({there.january - home.january, there.july - home.july}, key=abs)
    if apart == [0]:
        return _("The same time as in Việt Nam")
    hours = "–".join(_hours(minutes) for minutes in apart)
    plural = 1 if abs(apart[-1]) == HOUR else 2
    if apart[-1] > 0:
        return ngettext("%(hours)s hour ahead of Việt Nam", "%(hours)s hours ahead of Việt Nam", plural) % {
            "hours": hours
        }
    return ngettext("%(hours)s hour behind Việt Nam", "%(hours)s hours behind Việt Nam", plural) % {"hours": hours}


def choices() -> list[tuple[str, str]]:
    """Return (zone, words) from the Americas to the Pacific, Việt Nam's own first."""
    rest = sorted(ZONES[1:], key=lambda zone: (offsets(zone).january, zone))
    return [(zone, words(zone)) for zone in (ZONES[0], *rest)]
