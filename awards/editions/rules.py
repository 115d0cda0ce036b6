"""The rules of an edition as values: what is frozen, its canonical text and digest. No database, no page.

Everything that decides reads these values and never a page. A text is a pair of both languages; the English may be empty.
Numbers are whole; moments are aware, and the end of a phase is the first moment that is no longer in it.
"""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Final, TypeVar

from awards.enums import PhaseKind
from awards.ledger import recompute
from awards.scoring import values as scoring_values
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.kernel import clock

VERSION: Final = 1
KEYS: Final = {"categories": "code", "criteria": "key", "levels": "points", "phases": "kind", "documents": "key"}
"""By which field an entry of a list is named in a path."""

Json = dict[str, Any]
Part = TypeVar("Part")


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    vi: str = ""
    en: str = ""

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclasses.dataclass(frozen=True, slots=True)
class Category:
    """In what prizes are given."""

    code: str
    title: Words
    description: Words
    prizes: Words


@dataclasses.dataclass(frozen=True, slots=True)
class Level:
    """What a number of points stands for."""

    points: int
    anchor: Words


@dataclasses.dataclass(frozen=True, slots=True)
class Criterion:
    """What is judged: its share of the council's result in percent, and the scale that jurors use."""

    key: str
    title: Words
    description: Words
    weight: int
    max_points: int
    levels: tuple[Level, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Phase:
    """From ``starts`` to before ``ends``."""

    kind: PhaseKind
    starts: datetime
    ends: datetime

    def holds(self, moment: datetime) -> bool:
        """Return whether a moment is in it."""
        return self.starts <= moment < self.ends


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A file that entrants are asked for."""

    key: str
    title: Words
    required: bool
    formats: tuple[str, ...]
    max_megabytes: int
    anonymise: bool


@dataclasses.dataclass(frozen=True, slots=True)
class EditionRules:
    """All rules of an edition."""

    version: int
    legal_basis: Words
    budget_source: Words
    eligibility: Words
    procedure: Words
    method: ScoringMethod
    trim: int
    tie_breaks: tuple[TieBreak, ...]
    public_share: int
    curve: VoteCurve
    jurors_per_dossier: int
    quorum: int
    cure_days: int
    comment_days: int
    appeal_days: int
    retention_days: int
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]
    phases: tuple[Phase, ...]
    documents: tuple[Document, ...]

    @property
    def council_share(self) -> int:
        """What the council's scores count, in percent."""
        return 100 - self.public_share

    @property
    def total_weight(self) -> int:
        """The sum of the criteria's weights."""
        return sum(criterion.weight for criterion in self.criteria)

    def phase(self, kind: PhaseKind) -> Phase | None:
        """Return the phase of a kind, None where there is none."""
        return next((phase for phase in self.phases if phase.kind == kind), None)


def scoring_rules(rules: EditionRules) -> scoring_values.Rules:
    """Return what of the rules turns scores into a result; raises UnsoundError where it contradicts itself.

    Nothing is mended here: what the file of the rules says is what is computed with.
    """
    return scoring_values.Rules(
        criteria=tuple(scoring_values.Criterion(item.key, item.weight, item.max_points) for item in rules.criteria),
        method=rules.method,
        trim=rules.trim,
        tie_breaks=rules.tie_breaks,
        public_share=rules.public_share,
        curve=rules.curve,
    )


def to_json(rules: EditionRules) -> Json:
    """Return the rules as data that JSON can hold."""
    data: Json = _plain(rules)
    return data


def from_json(data: Mapping[str, Any]) -> EditionRules:
    """Return the rules that ``to_json`` wrote; ValueError for another version."""
    if data.get("version") != VERSION:
        raise ValueError(f"rules of version {data.get('version')}")
    return EditionRules(
        **{
            **data,
            **{name: Words(**data[name]) for name in ("legal_basis", "budget_source", "eligibility", "procedure")},
            "method": ScoringMethod(data["method"]),
            "tie_breaks": tuple(TieBreak(value) for value in data["tie_breaks"]),
            "curve": VoteCurve(data["curve"]),
            "categories": tuple(_made(Category, item, "title", "description", "prizes") for item in data["categories"]),
            "criteria": tuple(_criterion(item) for item in data["criteria"]),
            "phases": tuple(
                Phase(PhaseKind(item["kind"]), _moment(item["starts"]), _moment(item["ends"]))
                for item in data["phases"]
            ),
            "documents": tuple(
                _made(Document, {**item, "formats": tuple(item["formats"])}, "title") for item in data["documents"]
            ),
        }
    )


def canonical(data: Mapping[str, Any]) -> str:
    """Return the one text of rules: keys in order, no spaces, letters as they are. Its SHA-256 is the digest."""
    return recompute.canonical(data).decode()


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return recompute.sha256(data)


def leaves(data: Any, path: str = "") -> dict[str, Any]:
    """Return every single value by its path, such as ``criteria.novelty.weight``; lists of plain values stay whole."""
    if isinstance(data, Mapping):
        found: dict[str, Any] = {}
        for name, value in data.items():
            found |= leaves(value, f"{path}.{name}" if path else name)
        return found
    name = path.rpartition(".")[2]
    if isinstance(data, list) and name in KEYS:
        found = {}
        for item in data:
            found |= leaves(item, f"{path}.{item[KEYS[name]]}")
        return found
    return {path: data}


def changed(data: Mapping[str, Any], changes: Mapping[str, Any]) -> Json:
    """Return a copy of rules with other values at some paths of ``leaves``; KeyError for a path that is not there."""
    copy: Json = json.loads(json.dumps(data))
    for path, value in changes.items():
        *way, last = path.split(".")
        target: Any = copy
        for number, name in enumerate(way):
            if isinstance(target, list):
                key = KEYS[way[number - 1]]
                target = next((item for item in target if str(item[key]) == name), None)
                if target is None:
                    raise KeyError(path)
            else:
                target = target[name]
        if last not in target:
            raise KeyError(path)
        target[last] = value
    return copy


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        # One spelling of an instant, whatever zone it came in: Việt Nam's, as the timetable is read there.
        return clock.local(value).isoformat(timespec="seconds")
    return value.value if isinstance(value, Enum) else value


def _made(kind: type[Part], item: Mapping[str, Any], *texts: str) -> Part:
    return kind(**{**item, **{name: Words(**item[name]) for name in texts}})


def _criterion(item: Mapping[str, Any]) -> Criterion:
    levels = tuple(_made(Level, level, "anchor") for level in item["levels"])
    return _made(Criterion, {**item, "levels": levels}, "title", "description")


def _moment(text: str) -> datetime:
    return clock.local(datetime.fromisoformat(text))
