"""Figures of few parties: what of a table with its total can be published so that nobody is recognised.

The rule of official statistics (primary and complementary suppression): a figure behind which fewer than three parties
stand is hidden; and because the total minus what is shown gives what is hidden, so much more is hidden that no hidden
figure can be computed. Zeros are shown: they tell of nobody.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

FEWEST_PARTIES: Final = 3
FEWEST_HIDDEN: Final = 2
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Contribution(Generic[Key]):
    """One thing that is counted in a cell, and its parties by role, such as (seller, buyer)."""

    cell: Key
    parties: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Published(Generic[Key]):
    """What may be shown: a number for each cell and the total; None where it is hidden."""

    cells: Mapping[Key, int | None]
    total: int | None

    @property
    def hides_something(self) -> bool:
        """Whether any figure is hidden."""
        return self.total is None or None in self.cells.values()


def parties(contributions: Iterable[Contribution[Key]]) -> int:
    """Return how many parties stand behind contributions: of the role with the fewest, for that one is recognised first."""
    rows = list(contributions)
    return min((len(set(role)) for role in zip(*(row.parties for row in rows), strict=True)), default=0)


def publish(contributions: Iterable[Contribution[Key]], cells: Sequence[Key]) -> Published[Key]:
    """Return the figures of ``cells``, and their total, that may be shown.

    Hidden are cells of fewer than three parties, then the smallest of the others, until those hidden are at least two, have
    at least three parties together, and could each be another number; where that cannot be reached, the total too.
    """
    rows: dict[Key, list[Contribution[Key]]] = {cell: [] for cell in cells}
    for contribution in contributions:
        rows[contribution.cell].append(contribution)
    hidden = [cell for cell in cells if rows[cell] and parties(rows[cell]) < FEWEST_PARTIES]
    total_is_hidden = False
    while hidden and not _is_safe([rows[cell] for cell in hidden]):
        shown = [cell for cell in cells if rows[cell] and cell not in hidden]
        if not shown:
            total_is_hidden = True
            break
        hidden.append(min(shown, key=lambda cell: len(rows[cell])))
    return Published(
        {cell: None if cell in hidden else len(rows[cell]) for cell in cells},
        None if total_is_hidden else sum(map(len, rows.values())),
    )


def _is_safe(hidden: Sequence[Sequence[Contribution[Key]]]) -> bool:
    """Return whether a reader who knows the sum of hidden cells, none of them zero, can compute none of them."""
    together = [row for rows in hidden for row in rows]
    return len(hidden) >= FEWEST_HIDDEN and parties(together) >= FEWEST_PARTIES and len(together) > len(hidden)


def nothing(cells: Sequence[Key]) -> Published[Key]:
    """Return a table that is hidden as a whole, as where the figure that it divides is hidden elsewhere."""
    return Published(dict.fromkeys(cells), None)
