"""Rules in words: what a path of the rules is called, and how its values read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.editions.rules import EditionRules
from awards.enums import PhaseKind
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.kernel import clock, formats
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: Final[dict[str, "_StrPromise"]] = {
    "legal_basis": gettext_lazy("Legal basis"),
    "budget_source": gettext_lazy("Source of the budget"),
    "eligibility": gettext_lazy("Who can take part"),
    "procedure": gettext_lazy("How the result is found, in words"),
    "method": gettext_lazy("How scores become one"),
    "trim": gettext_lazy("Scores left out on each side"),
    "tie_breaks": gettext_lazy("Equal results"),
    "public_share": gettext_lazy("Public vote in percent"),
    "curve": gettext_lazy("How votes of the public become points"),
    "jurors_per_dossier": gettext_lazy("Jurors for each dossier"),
    "quorum": gettext_lazy("Quorum of the council"),
    "cure_days": gettext_lazy("Days to mend a dossier"),
    "comment_days": gettext_lazy("Days of public comment"),
    "appeal_days": gettext_lazy("Days to appeal"),
    "retention_days": gettext_lazy("Days that dossiers without a prize are kept"),
    "title": gettext_lazy("Name"),
    "description": gettext_lazy("Description"),
    "prizes": gettext_lazy("Prizes"),
    "weight": gettext_lazy("Weight in percent"),
    "max_points": gettext_lazy("Most points"),
    "starts": gettext_lazy("First day"),
    "ends": gettext_lazy("Last day"),
    "required": gettext_lazy("Must be there"),
    "formats": gettext_lazy("Kinds of files"),
    "max_megabytes": gettext_lazy("Most megabytes"),
    "anonymise": gettext_lazy("The jury gets a version without names"),
}


CHOSEN: Final[dict[str, type[ScoringMethod | VoteCurve]]] = {"method": ScoringMethod, "curve": VoteCurve}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed rule as people read it."""

    label: str
    old: str
    new: str


def section(path: str, rules: EditionRules, language: str) -> str:
    """Return of what a path is a part: a criterion, a phase, a category or a document by name; empty for the whole edition."""
    head, *rest = path.split(".")
    if head == "phases":
        return str(PhaseKind(rest[0]).label)
    named: dict[str, tuple[str, Iterable[Any], str]] = {
        "criteria": (_("Criterion “%(name)s”"), rules.criteria, "key"),
        "categories": (_("Category “%(name)s”"), rules.categories, "code"),
        "documents": (_("Document “%(name)s”"), rules.documents, "key"),
    }
    if head not in named:
        return ""
    words, items, key = named[head]
    titles = {getattr(item, key): item.title[language] or item.title.vi for item in items}
    return words % {"name": titles.get(rest[0], rest[0])}


def label(path: str) -> str:
    """Return what a path is called inside its section, with the language of a text."""
    parts = path.split(".")
    language = {"vi": _("in Vietnamese"), "en": _("in English")}.get(parts[-1])
    names = parts[:-1] if language else parts
    if "levels" in names:
        words = _("Level of %(points)s points") % {"points": names[names.index("levels") + 1]}
    else:
        words = str(LABELS[names[-1]])
    return f"{words}, {language}" if language else words


def value(path: str, found: Any) -> str:
    """Return a value of the rules as people read it."""
    last = path.rpartition(".")[2]
    if last in {"starts", "ends"}:
        return formats.short_date(clock.local(day_of(last, found)).date())
    if isinstance(found, bool):
        return _("Yes") if found else _("No")
    if path in CHOSEN:
        return str(CHOSEN[path](found).label)
    if path == "tie_breaks":
        return "; ".join(str(TieBreak(item).label) for item in found)
    if isinstance(found, list):
        return ", ".join(found)
    return str(found) if found != "" else "–"


def day_of(last: str, instant: str) -> datetime:
    """Return a moment on the day that people read: phases end with the last moment of their last day."""
    moment = datetime.fromisoformat(instant)
    return moment - timedelta(microseconds=1) if last == "ends" else moment


def changes(found: dict[str, list[Any]], rules: EditionRules, language: str) -> tuple[Change, ...]:
    """Return recorded changes as people of a language read them; texts of the other language are left out."""
    other = Language.ENGLISH if language == Language.VIETNAMESE else Language.VIETNAMESE
    rows = []
    for path, (old, new) in found.items():
        if path.endswith(f".{other.value}") and f"{path[:-2]}{language}" in found:
            continue
        about = section(path, rules, language)
        rows.append(Change(f"{about}: {label(path)}" if about else label(path), value(path, old), value(path, new)))
    return tuple(rows)
