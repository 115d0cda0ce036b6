"""What rooms above add to the exhibitor's desk: panels, registered when the app is ready.

Two rules keep the desk's numbers right. Every row that waits for somebody is among a section's rows, however many there are;
only the others may be cut to the latest. And a count's address leads to a list of exactly that many things.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from exhibitors.models import Organisation

    Text = str | _StrPromise


@dataclass(frozen=True, slots=True)
class DeskCount:
    """A number that leads somewhere; ``kind`` is a tone of portal.ui (neutral, info, success, warning, danger)."""

    number: int
    label: "Text"
    url: str
    kind: str = "neutral"
    hint: "Text" = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One thing of the organisation. ``waits`` puts it on top of the desk, under what waits for an answer.

    ``vietnamese_only`` marks a Vietnamese title at the English desk.
    """

    title: str
    url: str
    text: "Text" = ""
    status: "Text" = ""
    status_kind: str = "neutral"
    when: datetime | None = None
    waits: bool = False
    vietnamese_only: bool = False


@dataclass(frozen=True, slots=True)
class DeskAction:
    """A link that begins something; the primary one of a section stands out."""

    text: "Text"
    url: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class DeskStep:
    """One of the first steps of a newcomer; the desk leads through those that are not done."""

    title: "Text"
    url: str
    text: "Text" = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class DeskSection:
    """One block of the desk. ``empty_text`` stands where there are no rows yet.

    ``anchor`` is the section's id on the page, for counts that lead to it. ``steps`` are first steps, in their order.
    """

    title: "Text"
    counts: tuple[DeskCount, ...] = ()
    rows: tuple[DeskRow, ...] = ()
    actions: tuple[DeskAction, ...] = ()
    empty_text: "Text" = ""
    anchor: str = ""
    steps: tuple[DeskStep, ...] = ()

    @property
    def waiting(self) -> tuple[DeskRow, ...]:
        """The rows that wait for somebody."""
        return tuple(row for row in self.rows if row.waits)

    @property
    def other_rows(self) -> tuple[DeskRow, ...]:
        """The rows that do not wait, which the section shows under its own heading."""
        return tuple(row for row in self.rows if not row.waits)


class DeskPanel(Protocol):
    """Sections of one room; panels stand in the order of ``position``."""

    @property
    def title(self) -> "Text":
        """Name of the panel."""

    @property
    def position(self) -> int:
        """Where it stands: small numbers first; the organisation's own panel has 90."""

    def sections(self, request: HttpRequest, organisation: "Organisation") -> list[DeskSection]:
        """Return what the room shows of an organisation, for the signed-in member ``request.user``."""


class PersonalPanel(Protocol):
    """Sections that belong to the person, with or without an organisation."""

    @property
    def position(self) -> int:
        """Where it stands among the personal panels, which come after those of the organisation's work."""

    def sections(self, request: HttpRequest) -> list[DeskSection]:
        """Return what the room shows of the signed-in person ``request.user``."""


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PANELS: list[DeskPanel] = []
_PERSONAL_PANELS: list[PersonalPanel] = []


def register_panel(panel: DeskPanel) -> None:
    """Add a panel; the same object again is kept once."""
    if panel not in _PANELS:
        _PANELS.append(panel)


Entrance = Callable[[HttpRequest], "DeskAction | None"]
_ENTRANCES: list[Entrance] = []


def register_entrance(entrance: Entrance) -> None:
    """Add a way from the desk to other work of the signed-in person, whether or not they have an organisation."""
    if entrance not in _ENTRANCES:
        _ENTRANCES.append(entrance)


def entrances(request: HttpRequest) -> list[DeskAction]:
    """Return the ways that are open to the person."""
    return [action for entrance in _ENTRANCES if (action := entrance(request)) is not None]


Waiting = Callable[[Collection[int], datetime], Mapping[int, int]]
_WAITING: list[Waiting] = []


def register_waiting(count: Waiting) -> None:
    """Add what counts things that wait for organisations, by their primary keys, in a constant number of queries.

    A person of several organisations works for one at a time; this is what the desk says of the others.
    """
    if count not in _WAITING:
        _WAITING.append(count)


def waiting_at(organisations: Collection[int], now: datetime) -> Counter[int]:
    """Return how many things wait for each of these organisations."""
    found: Counter[int] = Counter()
    for count in _WAITING if organisations else ():
        found.update(count(organisations, now))
    return found


def panels() -> list[DeskPanel]:
    """Return the panels in their order on the desk."""
    return sorted(_PANELS, key=lambda panel: panel.position)


def register_personal_panel(panel: PersonalPanel) -> None:
    """Add a panel of the person; the same object again is kept once."""
    if panel not in _PERSONAL_PANELS:
        _PERSONAL_PANELS.append(panel)


def personal_sections(request: HttpRequest) -> list[DeskSection]:
    """Return the sections that belong to the signed-in person."""
    panels_in_order = sorted(_PERSONAL_PANELS, key=lambda panel: panel.position)
    return [section for panel in panels_in_order for section in panel.sections(request)]


_URGENCY = {"danger": 0, "warning": 1}


def waiting_first(sections: Iterable[DeskSection]) -> list[DeskRow]:
    """Return every row that waits for somebody: what is late first, then what has waited longest."""
    rows = [row for section in sections for row in section.waiting]
    return sorted(rows, key=lambda row: (_URGENCY.get(row.status_kind, 2), row.when is None, row.when or _EPOCH))
