"""From the pages of an edition to its rules and back: which field of a page tells which rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from awards import file_kinds
from awards.editions.rules import (
    VERSION,
    Category,
    Criterion,
    Document,
    EditionRules,
    Level,
    Phase,
    Words,
)
from awards.enums import PhaseKind
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.kernel import clock, text

TEXTS: Final = {
    "legal_basis": "legal_basis",
    "budget_source": "budget_source",
    "eligibility": "eligibility",
    "method": "procedure",
}
NUMBERS: Final = {
    "trim": "trim",
    "public_vote_share": "public_share",
    "jurors_per_dossier": "jurors_per_dossier",
    "quorum": "quorum",
    "cure_days": "cure_days",
    "comment_days": "comment_days",
    "appeal_days": "appeal_days",
    "retention_days": "retention_days",
}
RULES: Final = TEXTS | NUMBERS
"""What a field of the page is called among the rules."""
TIE_BREAKS: Final = ("first_tie_break", "second_tie_break", "third_tie_break", "fourth_tie_break")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A text that one language tells; English may be filled in later where only Vietnamese was there."""

    text: str
    is_open: bool = False


Values = dict[str, Any]


def first_day(phase: Phase) -> date:
    """Return the first day of a phase in Việt Nam."""
    return clock.local(phase.starts).date()


def last_day(phase: Phase) -> date:
    """Return the last day of a phase in Việt Nam; its end is the first moment behind it."""
    return (clock.local(phase.ends) - timedelta(microseconds=1)).date()


def of_pages(page: Any, english: Any | None) -> EditionRules:
    """Return the rules that the Vietnamese page states, with the words of the English page where there is one."""

    def words(name: str) -> Words:
        return Words(_clean(getattr(page, name)), _clean(getattr(english, name)) if english is not None else "")

    twins = _Twins(english)
    return EditionRules(
        version=VERSION,
        **dict[str, Any]({rule: words(name) for name, rule in TEXTS.items()}),
        **dict[str, Any]({rule: getattr(page, name) for name, rule in NUMBERS.items()}),
        method=ScoringMethod(page.scoring_method),
        curve=VoteCurve(page.vote_curve),
        tie_breaks=tuple(TieBreak(value) for name in TIE_BREAKS if (value := getattr(page, name))),
        categories=tuple(
            Category(
                row.code,
                twins.words("categories", "code", row, "title"),
                twins.words("categories", "code", row, "description"),
                twins.words("categories", "code", row, "prizes"),
            )
            for row in page.categories.all()
        ),
        criteria=tuple(
            Criterion(
                row.key,
                twins.words("criteria", "key", row, "title"),
                twins.words("criteria", "key", row, "description"),
                row.weight,
                row.points,
                twins.levels(row),
            )
            for row in page.criteria.all()
        ),
        phases=tuple(
            sorted(
                (
                    Phase(PhaseKind(row.kind), clock.at(row.starts_on), clock.at(row.ends_on + timedelta(days=1)))
                    for row in page.phases.all()
                ),
                key=lambda phase: (phase.starts, phase.ends, phase.kind),
            )
        ),
        documents=tuple(
            Document(
                row.key,
                twins.words("documents", "key", row, "title"),
                row.is_required,
                file_kinds.read(row.formats),
                row.max_megabytes,
                row.anonymise,
            )
            for row in page.documents.all()
        ),
    )


class _Twins:
    """The rows of the English page by the code that they share with the Vietnamese ones."""

    def __init__(self, english: Any | None) -> None:
        self._english = english

    def _row(self, relation: str, key: str, row: Any) -> Any:
        rows: Iterable[Any] = getattr(self._english, relation).all() if self._english is not None else ()
        return next((other for other in rows if getattr(other, key) == getattr(row, key)), None)

    def words(self, relation: str, key: str, row: Any, name: str) -> Words:
        other = self._row(relation, key, row)
        return Words(_clean(getattr(row, name)), _clean(getattr(other, name)) if other is not None else "")

    def levels(self, row: Any) -> tuple[Level, ...]:
        other = self._row("criteria", "key", row)
        english = dict(levels_of(other.levels)) if other is not None else {}
        return tuple(Level(points, Words(words, english.get(points, ""))) for points, words in levels_of(row.levels))


def levels_of(value: Any) -> list[tuple[int, str]]:
    """Return points and words of the levels in a stream."""
    return [(block.value["points"], _clean(block.value["anchor"])) for block in value]


def _clean(value: str) -> str:
    return text.paragraphs(value)


def _own(words: Words, language: str) -> OwnWords:
    return OwnWords(words[language], is_open=language != "vi" and bool(words.vi) and not words[language])


def field_values(rules: EditionRules, language: str) -> Values:
    """Return what the fields of the page of a language must hold, by name."""
    values: Values = {name: _own(getattr(rules, rule), language) for name, rule in TEXTS.items()}
    values |= {name: getattr(rules, rule) for name, rule in NUMBERS.items()}
    values["scoring_method"], values["vote_curve"] = rules.method.value, rules.curve.value
    breaks = [rule.value for rule in rules.tie_breaks]
    values |= dict(zip(TIE_BREAKS, [*breaks, *[""] * len(TIE_BREAKS)], strict=False))
    return values


def row_values(rules: EditionRules, language: str) -> dict[str, dict[str, Values]]:
    """Return what the rows of the page of a language must hold: by relation, by the row's own code, by field."""
    return {
        "categories": {
            item.code: {name: _own(getattr(item, name), language) for name in ("title", "description", "prizes")}
            for item in rules.categories
        },
        "criteria": {
            item.key: {
                "title": _own(item.title, language),
                "description": _own(item.description, language),
                "weight": item.weight,
                "points": item.max_points,
                "levels": [(level.points, _own(level.anchor, language)) for level in item.levels],
            }
            for item in rules.criteria
        },
        "phases": {item.kind.value: {"starts_on": first_day(item), "ends_on": last_day(item)} for item in rules.phases},
        "documents": {
            item.key: {
                "title": _own(item.title, language),
                "is_required": item.required,
                "formats": list(item.formats),
                "max_megabytes": item.max_megabytes,
                "anonymise": item.anonymise,
            }
            for item in rules.documents
        },
    }


KEY_FIELDS: Final = {"categories": "code", "criteria": "key", "phases": "kind", "documents": "key"}
"""The field by which a row of a relation is known in both languages."""


def write(page: Any, rules: EditionRules, language: str) -> None:
    """Put the rules into a page of a language and its rows, where they say something else; nothing is saved."""
    for name, wanted in field_values(rules, language).items():
        if not same(name, getattr(page, name), wanted):
            setattr(page, name, wanted.text if isinstance(wanted, OwnWords) else wanted)
    for relation, by_key in row_values(rules, language).items():
        rows = list(getattr(page, relation).all())
        for row in rows:
            for name, wanted in by_key.get(getattr(row, KEY_FIELDS[relation]), {}).items():
                if not same(name, getattr(row, name), wanted):
                    _set(row, name, wanted)
        setattr(page, relation, rows)


def _set(row: Any, name: str, wanted: Any) -> None:
    if name == "levels":
        before = dict(levels_of(row.levels))
        # Words that only the page has stay: an English text that was filled in after the opening.
        row.levels = [
            ("level", {"points": points, "anchor": before.get(points, "") if own.is_open else own.text})
            for points, own in wanted
        ]
    elif name == "formats":
        row.formats = ", ".join(wanted)
    else:
        setattr(row, name, wanted.text if isinstance(wanted, OwnWords) else wanted)


def same(name: str, actual: Any, wanted: Any) -> bool:
    """Return whether a field of a page or row says what the rules say."""
    if isinstance(wanted, OwnWords):
        return wanted.is_open or _clean(str(actual or "")) == wanted.text
    if name == "levels":
        return _same_levels(levels_of(actual or ()), wanted)
    if name == "formats":
        return bool(list(file_kinds.read(str(actual or ""))) == wanted)
    if isinstance(wanted, str):
        return str(actual or "") == wanted
    return bool(actual == wanted)


def _same_levels(levels: list[tuple[int, str]], wanted: list[tuple[int, OwnWords]]) -> bool:
    if [points for points, _words in levels] != [points for points, _own in wanted]:
        return False
    return all(own.is_open or words == own.text for (_points, words), (_same, own) in zip(levels, wanted, strict=True))
