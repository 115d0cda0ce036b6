"""How complete a technology's profile is, and what would help its readers most: pure rules, no database.

The weights follow what buyers ask first (market research, section 2.2): figures, comparison, evidence, what they must provide
themselves. They sum to 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FULL: Final = 100
SHOWN_HINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Part:
    """Something that counts: ``fields`` share the weight; rows count up to ``enough``."""

    code: str
    step: str
    weight: int
    hint: "_StrPromise"
    fields: tuple[str, ...]
    enough: int = 1


@dataclass(frozen=True, slots=True)
class Hint:
    """What to add next, where, and how many points it brings."""

    code: str
    step: str
    field: str
    words: "_StrPromise"
    points: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """Points from 0 to 100, and what is still missing, the most helpful first."""

    points: int
    hints: tuple[Hint, ...]

    @property
    def best(self) -> tuple[Hint, ...]:
        """The few hints worth showing."""
        return self.hints[:SHOWN_HINTS]


PARTS: Final = (
    Part("name", "identity", 10, _("Say in title and summary what it does and for whom."), ("title", "summary")),
    Part("class", "identity", 6, _("Choose kind and field, so that it is found."), ("kind", "field")),
    Part("pictures", "identity", 9, _("Add a picture: listings with one are opened more readily."), ("pictures",)),
    Part("keywords", "identity", 3, _("Add the words by which people search."), ("keywords",)),
    Part("problem", "solution", 10, _("Describe the problem and how it is solved."), ("problem", "solution")),
    Part("figures", "solution", 14, _("Give three figures with units: they are what matches are made of."), ("specifications",), 3),
    Part("comparison", "solution", 9, _("Say what is better, and compared with what."), ("advantages", "compared_with")),
    Part("evidence", "solution", 8, _("Name a test, a certificate or a customer who can be asked."), ("evidence",)),
    Part("safety", "solution", 3, _("Say what it does to the environment and which standards apply."), ("environmental_impact", "standards")),
    Part("trl", "maturity", 6, _("Give the technology readiness level."), ("trl",)),
    Part("trl-evidence", "maturity", 4, _("Say what proves the level."), ("trl_evidence",)),
    Part("rights", "maturity", 5, _("List patents and applications, or say that it is a trade secret."), ("rights",)),
    Part("transfer", "deal", 5, _("Choose the forms of transfer and of cooperation."), ("transfer_forms", "cooperation")),
    Part("receiver", "deal", 5, _("Say what the receiver must provide: space, power, staff. Buyers ask this first."), ("receiver_space", "receiver_utilities", "receiver_staff")),
    Part("price", "deal", 3, _("Give a price range, even a broad one."), ("price_min|price_max",)),
)  # fmt: skip


def _share(part: Part, values: Mapping[str, Any]) -> float:
    shares = []
    for name in part.fields:
        found = [values.get(option) for option in name.split("|")]
        best = max(
            (len(value) if isinstance(value, list | tuple) else int(_is_filled(value)) for value in found), default=0
        )
        shares.append(min(best, part.enough) / part.enough)
    return sum(shares) / len(shares)


def _is_filled(value: Any) -> bool:
    return bool(str(value).strip()) if value is not None else False


def _first_gap(part: Part, values: Mapping[str, Any]) -> str:
    for name in part.fields:
        option = name.split("|")[0]
        value = values.get(option)
        if not (len(value) >= part.enough if isinstance(value, list | tuple) else _is_filled(value)):
            return option
    return part.fields[0].split("|")[0]


def measure(values: Mapping[str, Any]) -> Completeness:
    """Return points and hints for the values of a draft by field name; rows and choices are lists."""
    points = 0.0
    hints: list[Hint] = []
    for part in PARTS:
        won = part.weight * _share(part, values)
        points += won
        missing = round(part.weight - won)
        if missing > 0:
            hints.append(Hint(part.code, part.step, _first_gap(part, values), part.hint, missing))
    hints.sort(key=lambda hint: -hint.points)
    # Rounded down: nobody is told 100 while something is missing.
    return Completeness(int(points + 1e-9), tuple(hints))
