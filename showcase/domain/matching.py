"""Which technology may answer which need, with the reasons in words. Pure: it reads no database."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from portal.kernel import text
from showcase.enums import Operator

FIELD_POINTS: Final = 30
IPC_POINTS: Final = 10
TRL_POINTS: Final = 15
FIGURE_POINTS: Final = 25
COOPERATION_POINTS: Final = 10
BUDGET_POINTS: Final = 10
FULL_SCORE: Final = FIELD_POINTS + IPC_POINTS + TRL_POINTS + FIGURE_POINTS + COOPERATION_POINTS + BUDGET_POINTS
SUBCLASS_LENGTH: Final = 4

COMPARISONS: Final[Mapping[Operator, Callable[[Decimal, Decimal], bool]]] = {
    Operator.AT_MOST: operator.le,
    Operator.LESS: operator.lt,
    Operator.EQUAL: operator.eq,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a need asks for; ``words`` is how it is printed."""

    name: str
    operator: Operator
    value: Decimal
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a technology states; ``words`` is how it is printed."""

    name: str
    value: Decimal
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a need asks for. ``fields`` and ``cooperation`` map codes to words; ``ceiling`` is đồng, None if not told."""

    fields: Mapping[str, str]
    trl_minimum: int | None = None
    cooperation: Mapping[str, str] = field(default_factory=dict)
    ipc: frozenset[str] = frozenset()
    targets: tuple[Target, ...] = ()
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """What a technology offers; ``price`` is the lowest price in đồng, None if it is to be agreed."""

    fields: Mapping[str, str]
    trl: int | None = None
    cooperation: Mapping[str, str] = field(default_factory=dict)
    ipc: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation; ``speaks_for`` is False where it speaks against the match."""

    words: str
    speaks_for: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """How well a technology fits a need, from 0 to 100, and why."""

    score: int
    reasons: tuple[Reason, ...]


def _subclasses(codes: frozenset[str]) -> set[str]:
    return {code[:SUBCLASS_LENGTH] for code in codes}


def _same_measure(target: Target, figure: Figure) -> bool:
    wanted, stated = text.fold(target.name), text.fold(figure.name)
    return text.fold(target.unit) == text.fold(figure.unit) and (wanted in stated or stated in wanted)


def _figure_reasons(wanted: Wanted, offered: Offered) -> tuple[int, list[Reason]]:
    compared = [
        (target, figure) for target in wanted.targets for figure in offered.figures if _same_measure(target, figure)
    ]
    reasons = []
    met = 0
    for target, figure in compared:
        fits = COMPARISONS[target.operator](figure.value, target.value)
        met += fits
        sentence = (
            _("%(name)s: %(target)s wanted, %(figure)s stated")
            if fits
            else _("%(name)s: %(target)s wanted, only %(figure)s stated")
        )
        reasons.append(
            Reason(sentence % {"name": target.name, "target": target.words, "figure": figure.words}, speaks_for=fits)
        )
    return (FIGURE_POINTS * met // len(compared) if compared else 0), reasons


def match(wanted: Wanted, offered: Offered) -> Match | None:
    """Return how well a technology fits a need; None without a common field or below the lowest level accepted."""
    fields = [words for code, words in wanted.fields.items() if code in offered.fields]
    if not fields:
        return None
    if wanted.trl_minimum is not None and (offered.trl is None or offered.trl < wanted.trl_minimum):
        return None
    score = FIELD_POINTS
    reasons = [Reason(_("Same field: %(fields)s") % {"fields": ", ".join(fields)})]
    if _subclasses(wanted.ipc) & _subclasses(offered.ipc):
        score += IPC_POINTS
        common = ", ".join(sorted(_subclasses(wanted.ipc) & _subclasses(offered.ipc)))
        reasons.append(Reason(_("Same patent class: %(codes)s") % {"codes": common}))
    if wanted.trl_minimum is not None:
        score += TRL_POINTS
        levels = {"minimum": wanted.trl_minimum, "level": offered.trl}
        reasons.append(Reason(_("Mature enough: TRL %(minimum)s or more wanted, TRL %(level)s stated") % levels))
    points, figure_reasons = _figure_reasons(wanted, offered)
    score += points
    reasons += figure_reasons
    kinds = [words for code, words in wanted.cooperation.items() if code in offered.cooperation]
    if kinds:
        score += COOPERATION_POINTS
        reasons.append(Reason(_("Both want: %(kinds)s") % {"kinds": ", ".join(kinds)}))
    if wanted.ceiling is not None and offered.price is not None:
        fits = offered.price <= wanted.ceiling
        score += BUDGET_POINTS if fits else 0
        reasons.append(
            Reason(_("The price begins within the budget") if fits else _("The price begins above the budget"), fits)
        )
    return Match(score=score * 100 // FULL_SCORE, reasons=tuple(reasons))
