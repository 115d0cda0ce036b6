"""How well a technology answers a need, with the reasons. Pure: it reads no database, no clock and no language.

The weights are those of the market study (parts that are shown, no hidden learning): topic 30, words 20, maturity 15, figures
15, cooperation and budget 10, place and time 10. Every part is bounded by its weight, and the score by 100.
"""

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from types import MappingProxyType
from typing import Any, Final

from portal.kernel import text
from showcase.domain import units, wording
from showcase.enums import Operator
from showcase.match_enums import LEAST_SCORE, ReasonKind

SAME_MAIN_FIELD: Final = 22
COMMON_FIELD: Final = 16
PATENT_CLASS: Final = 8
PATENT_CLASS_ALONE: Final = 20
WORDS: Final = 20
MATURITY: Final = 15
FIGURES: Final = 15
COOPERATION: Final = 6
BUDGET: Final = 4
SAME_UNIT: Final = 5
SAME_PROVINCE: Final = 3
IN_TIME: Final = 5

SUBCLASS_LENGTH: Final = 4
FULL_LIKENESS: Final = (3, 10)
"""Cosine of two texts from which on they count as fully alike, as a fraction: short texts of two people never share more."""
LEAST_LIKENESS_WITHOUT_TOPIC: Final = 12
"""Points of words that must be there where neither a field nor a patent class is common."""
LEAST_LIKENESS: Final = 3
"""The same where nothing but a field is common."""
SHOWN_WORDS: Final = 3
MATURITY_WITHOUT_MINIMUM: Final = ((7, 12), (4, 8), (1, 4))
# (from this level on, days that are enough from the day the need was confirmed until the solution is needed)
LEAD_DAYS: Final = ((8, 30), (6, 180), (1, 720))

COMPARISONS: Final[Mapping[Operator, Callable[[Fraction, Fraction], bool]]] = MappingProxyType(
    {
        Operator.AT_MOST: operator.le,
        Operator.LESS: operator.lt,
        Operator.EQUAL: operator.eq,
        Operator.MORE: operator.gt,
        Operator.AT_LEAST: operator.ge,
    }
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a technology states. ``names`` maps a language to the name in it, Vietnamese always among them.

    ``size`` is the value in the base unit of its dimension.
    """

    names: Mapping[str, str]
    value: Decimal
    unit: str
    measure: units.Unit = field(init=False)
    size: Fraction = field(init=False)
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Read unit and name once, because a figure is compared with thousands."""
        measure = units.read(self.unit)
        object.__setattr__(self, "measure", measure)
        object.__setattr__(self, "size", Fraction(self.value) * measure.size)
        object.__setattr__(self, "words", frozenset(text.words(text.fold(self.names.get("vi", "")))))


@dataclass(frozen=True, slots=True)
class Target(Figure):
    """A figure that a need asks for."""

    operator: Operator = Operator.EQUAL


@dataclass(frozen=True, slots=True)
class Topic:
    """What needs and technologies have in common: codes of fields, IPC symbols, terms of the texts, where it is."""

    main_field: str = ""
    fields: frozenset[str] = frozenset()
    ipc: frozenset[str] = frozenset()
    terms: tuple[str, ...] = ()
    cooperation: frozenset[str] = frozenset()
    place: str = ""
    province: str = ""
    square: int = field(init=False)
    subclasses: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Measure the text and cut the IPC symbols to subclasses once: "A23B 7/02" is in A23B."""
        object.__setattr__(self, "square", wording.square(self.terms))
        object.__setattr__(self, "subclasses", frozenset(code[:SUBCLASS_LENGTH] for code in self.ipc))


@dataclass(frozen=True, slots=True)
class Wanted(Topic):
    """A need. ``written`` gives the words of its terms, ``ceiling`` is đồng, ``lead_days`` how long it can wait."""

    written: Mapping[str, str] = field(default_factory=dict)
    trl_minimum: int | None = None
    targets: tuple[Target, ...] = ()
    ceiling: int | None = None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Offered(Topic):
    """A technology; ``price`` is the lowest price in đồng, None if it is to be agreed."""

    trl: int | None = None
    figures: tuple[Figure, ...] = ()
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the explanation, in codes and figures: ``match_words`` says it in a language."""

    kind: ReasonKind
    points: int
    details: Mapping[str, Any] = field(default_factory=dict)
    speaks_for: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """How well a technology answers a need, from 0 to 100, and why."""

    score: int
    reasons: tuple[Reason, ...]


def _topic(wanted: Wanted, offered: Offered) -> list[Reason]:
    common = wanted.fields & offered.fields
    classes = wanted.subclasses & offered.subclasses
    reasons = []
    if common:
        same_main = bool(wanted.main_field) and wanted.main_field == offered.main_field
        points = SAME_MAIN_FIELD if same_main else COMMON_FIELD
        reasons.append(Reason(ReasonKind.FIELD, points, {"codes": sorted(common)}))
    if classes:
        points = PATENT_CLASS if common else PATENT_CLASS_ALONE
        reasons.append(Reason(ReasonKind.PATENT_CLASS, points, {"codes": sorted(classes)}))
    return reasons


def likeness(dot: int, wanted: Wanted, offered: Offered) -> int:
    """Return the points of common words, from the sum of their squared weights: a cosine, in whole numbers."""
    if not dot:
        return 0
    # Integer arithmetic, so that every machine and database comes to the same score.
    length = isqrt(wanted.square * offered.square) or 1
    above, below = FULL_LIKENESS
    return min(WORDS, dot * WORDS * below // (length * above))


def _common_terms(wanted: Wanted, offered: Offered) -> list[str]:
    own = wanted.written or frozenset(wanted.terms)
    return [term for term in offered.terms if term in own]


def _wording(wanted: Wanted, common: Sequence[str], points: int) -> list[Reason]:
    if not points:
        return []
    shown = _shown_words(common, wanted.written or dict.fromkeys(wanted.terms, ""))
    return [Reason(ReasonKind.WORDS, points, {"words": shown})] if shown else [Reason(ReasonKind.WORDS, points)]


def _shown_words(common: Iterable[str], written: Mapping[str, str]) -> list[str]:
    """Return the first few telling words that are common, as the need writes them; no syllable twice."""
    shown: list[str] = []
    taken: set[str] = set()
    # The need's own order: what stands in its title comes first, and so whole words before pieces of two.
    order = {term: position for position, term in enumerate(written)}
    for term in sorted(common, key=lambda term: (-wording.weight(term), order[term])):
        syllables = set(term.split())
        if len(shown) < SHOWN_WORDS and wording.weight(term) >= wording.SYLLABLE and not syllables & taken:
            shown.append(written[term] or term)
            taken |= syllables
    return shown


def _maturity(wanted: Wanted, offered: Offered) -> list[Reason]:
    if offered.trl is None:
        return []
    if wanted.trl_minimum is not None:
        return [Reason(ReasonKind.MATURITY, MATURITY, {"minimum": wanted.trl_minimum, "level": offered.trl})]
    points = next(points for level, points in MATURITY_WITHOUT_MINIMUM if offered.trl >= level)
    return [Reason(ReasonKind.MATURITY, points, {"level": offered.trl})]


def same_measure(target: Target, figure: Figure) -> bool:
    """Return whether two figures tell of the same thing: units of one dimension, and names of which one holds the other."""
    if target.measure.dimension != figure.measure.dimension or not target.words or not figure.words:
        return False
    smaller, larger = sorted((target.words, figure.words), key=len)
    return smaller <= larger or 3 * len(smaller & larger) >= 2 * len(larger)


def _figure_of(target: Target, figures: Iterable[Figure]) -> tuple[Figure, bool] | None:
    """Return the stated figure that speaks best for a target, and whether it meets it."""
    comparable = [figure for figure in figures if same_measure(target, figure)]
    if not comparable:
        return None
    compare = COMPARISONS[target.operator]
    met = next((figure for figure in comparable if compare(figure.size, target.size)), None)
    return (met, True) if met is not None else (comparable[0], False)


def _names(target: Target) -> dict[str, str]:
    return dict(target.names)


def _figures(wanted: Wanted, offered: Offered) -> list[Reason]:
    """Return a line for each target that the technology states; the points go by how many of all targets are met."""
    if not wanted.targets or not offered.figures:
        return []
    answers = [(target, answer) for target in wanted.targets if (answer := _figure_of(target, offered.figures))]
    met = sum(fits for _target, (_figure, fits) in answers)
    points = FIGURES * met // len(wanted.targets)
    reasons = []
    given = 0
    for target, (figure, fits) in answers:
        given += fits
        share = points * given // met - points * (given - 1) // met if fits else 0
        details = {
            "names": _names(target),
            "operator": target.operator.value,
            "wanted": str(target.value),
            "wanted_unit": target.unit,
            "stated": str(figure.value),
            "stated_unit": figure.unit,
        }
        reasons.append(Reason(ReasonKind.FIGURE, share, details, speaks_for=fits))
    return reasons


def _deal(wanted: Wanted, offered: Offered) -> list[Reason]:
    reasons = []
    if common := wanted.cooperation & offered.cooperation:
        reasons.append(Reason(ReasonKind.COOPERATION, COOPERATION, {"codes": sorted(common)}))
    if wanted.ceiling is not None and offered.price is not None:
        fits = offered.price <= wanted.ceiling
        details = {"price": offered.price, "ceiling": wanted.ceiling}
        reasons.append(Reason(ReasonKind.BUDGET, BUDGET if fits else 0, details, speaks_for=fits))
    return reasons


def _place_and_time(wanted: Wanted, offered: Offered) -> list[Reason]:
    reasons = []
    if wanted.place and wanted.place == offered.place:
        reasons.append(Reason(ReasonKind.PLACE, SAME_UNIT, {"code": wanted.place}))
    elif wanted.province and wanted.province == offered.province:
        reasons.append(Reason(ReasonKind.PLACE, SAME_PROVINCE, {"code": wanted.province}))
    if wanted.lead_days is not None and offered.trl is not None:
        enough = next(days for level, days in LEAD_DAYS if offered.trl >= level)
        if wanted.lead_days >= enough:
            details = {"days": wanted.lead_days, "level": offered.trl}
            reasons.append(Reason(ReasonKind.TIME, IN_TIME, details))
    return reasons


def is_mature_enough(wanted: Wanted, offered: Offered) -> bool:
    """Return whether a technology reaches the lowest level that the need accepts; an unstated level does not."""
    return wanted.trl_minimum is None or (offered.trl is not None and offered.trl >= wanted.trl_minimum)


def match(wanted: Wanted, offered: Offered) -> Match | None:
    """Return how well a technology answers a need.

    None below the lowest level accepted, where neither field nor patent class nor many words are common, where a broad field
    is all that is (a dozen fields hold everything, so one alone says nothing), and below the least score of all.
    """
    if not is_mature_enough(wanted, offered):
        return None
    topic = _topic(wanted, offered)
    common = _common_terms(wanted, offered)
    likeness_points = likeness(sum(wording.weight(term) ** 2 for term in common), wanted, offered)
    if not topic and likeness_points < LEAST_LIKENESS_WITHOUT_TOPIC:
        return None
    figures = _figures(wanted, offered)
    if not figures and likeness_points < LEAST_LIKENESS and not wanted.subclasses & offered.subclasses:
        return None
    others = (*_maturity(wanted, offered), *_deal(wanted, offered), *_place_and_time(wanted, offered))
    score = likeness_points + sum(reason.points for reason in (*figures, *topic, *others))
    if score < LEAST_SCORE:
        return None
    return Match(score=score, reasons=(*figures, *topic, *_wording(wanted, common, likeness_points), *others))


def province_of(place: str, parents: Mapping[str, str], provinces: Collection[str]) -> str:
    """Return the province that a place lies in or is; "" for none."""
    while place and place not in provinces:
        place = parents.get(place, "")
    return place
