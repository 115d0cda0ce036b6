"""The plan of a hall as shapes for SVG, and the same as a table; both from the same booths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events import booth_steps
from events import fair_queries as fairs
from events.booth_enums import TAKEN, BoothState
from events.models import Booth, Hall

MARGIN = 10
NUMBER_SHARE = 0.8
SIGN_WIDTH = 0.7
"""Width of a bold digit or capital letter, as a part of the size of the type."""
LARGEST_NUMBER = 14
CLASSES = {
    BoothState.FREE: "free",
    BoothState.RELEASED: "free",
    BoothState.HELD: "held",
    BoothState.ASSIGNED: "taken",
    BoothState.BLOCKED: "blocked",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One booth on the plan; ``words`` is its text alternative, ``url`` "" where it leads nowhere."""

    number: str
    x: int
    y: int
    width: int
    depth: int
    middle: str
    baseline: str
    size: str
    css: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class PlannedHall:
    """A hall with its booths, as a drawing and as a table."""

    code: str
    name: str
    width: int
    depth: int
    shapes: tuple[Shape, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def view_box(self) -> str:
        """The visible part of the drawing, with a margin."""
        return f"-{MARGIN} -{MARGIN} {self.width + 2 * MARGIN} {self.depth + 2 * MARGIN}"


def state_words(booth: Booth, now: datetime, names: Mapping[int, str]) -> str:
    """Return who has a booth where that is public, else its state."""
    state = fairs.shown_state(booth, now)
    name = names.get(booth.holder_id or 0)
    if state == BoothState.ASSIGNED and name:
        return name
    if state == BoothState.RELEASED:
        return str(BoothState.FREE.label)
    return str(state.label)


def halls(
    *,
    plan: Sequence[Hall],
    booths: Sequence[Booth],
    now: datetime,
    names: Mapping[int, str],
    urls: Mapping[int, str],
) -> list[PlannedHall]:
    """Return halls with their booths.

    ``names`` has the public name of the holder by the number of the application, ``urls`` where a booth leads by its number
    of row.
    """
    return [_hall(hall, [row for row in booths if row.hall_id == hall.pk], now, names, urls) for hall in plan]


def _size_of_number(booth: Booth) -> float:
    """Return how large a number is written, so that it fills four fifths of its booth at most in the widest of our fonts."""
    wide = booth.width * NUMBER_SHARE / (SIGN_WIDTH * max(len(booth.number), 2))
    return min(wide, booth.depth * 0.5, LARGEST_NUMBER)


def _hall(
    hall: Hall, booths: Sequence[Booth], now: datetime, names: Mapping[int, str], urls: Mapping[int, str]
) -> PlannedHall:
    shapes, rows = [], []
    for booth in booths:
        state, url = fairs.shown_state(booth, now), urls.get(booth.pk, "")
        who, what = state_words(booth, now, names), booth_steps.features(booth)
        size = _size_of_number(booth)
        shapes.append(
            Shape(
                number=booth.number,
                x=booth.x,
                y=booth.y,
                width=booth.width,
                depth=booth.depth,
                middle=f"{booth.x + booth.width / 2:.1f}",
                baseline=f"{booth.y + booth.depth / 2 + size * 0.36:.1f}",
                size=f"{size:.1f}",
                css=CLASSES[state],
                words=_("Booth %(number)s: %(state)s. %(features)s")
                % {"number": booth.number, "state": who, "features": what},
                url=url,
            )
        )
        fee = booth_steps.sum_of(booth.fee) if booth.fee and state not in TAKEN else ""
        rows.append(({"text": booth.number, "url": url} if url else booth.number, who, what, fee))
    return PlannedHall(hall.code, hall.name, hall.width, hall.depth, tuple(shapes), tuple(rows))


def columns() -> list[dict[str, Any]]:
    """Return the heads of the table."""
    return [
        {"label": _("Booth")},
        {"label": _("Exhibitor or state")},
        {"label": _("Size and equipment")},
        {"label": _("Fee"), "numeric": True},
    ]


def legend(*states: BoothState) -> list[tuple[str, str]]:
    """Return the pattern and the words of each state."""
    return [
        (CLASSES[state], str(state.label))
        for state in states or (BoothState.FREE, BoothState.HELD, BoothState.ASSIGNED, BoothState.BLOCKED)
    ]
