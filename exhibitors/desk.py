"""What rooms above add to the exhibitor's desk: panels, registered when the app is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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
    """One thing of the organisation. ``waits`` puts it on top of the desk, under what waits for an answer."""

    title: str
    url: str
    text: "Text" = ""
    status: "Text" = ""
    status_kind: str = "neutral"
    when: datetime | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class DeskAction:
    """A link that begins something; the primary one of a section stands out."""

    text: "Text"
    url: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class DeskSection:
    """One block of the desk. ``empty_text`` stands where there are no rows yet."""

    title: "Text"
    counts: tuple[DeskCount, ...] = ()
    rows: tuple[DeskRow, ...] = ()
    actions: tuple[DeskAction, ...] = ()
    empty_text: "Text" = ""


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


_PANELS: list[DeskPanel] = []


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


def panels() -> list[DeskPanel]:
    """Return the panels in their order on the desk."""
    return sorted(_PANELS, key=lambda panel: panel.position)
