"""What keeps rules from being opened, and what should be looked at; all of it at once, each with its place in the form."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.editions import limits
from awards.editions.enums import REQUIRED_PHASES
from awards.editions.rules import EditionRules, Phase, leaves, scoring_rules, to_json
from awards.enums import PhaseKind
from awards.scoring.council import STAY_LEAST
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from awards.scoring.values import UnsoundError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEAST_JURORS: Final = 3
WHOLE: Final = 100
LEAST_LEVELS: Final = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence, and the field of the page or the name of its rows that it belongs to."""

    sentence: "str | _StrPromise"
    field: str = ""


def faults(rules: EditionRules, now: datetime, *, over: frozenset[PhaseKind] = frozenset()) -> list[Fault]:
    """Return everything that forbids to open with these rules now, in the order of the form.

    ``over`` names phases that were over before: amended rules keep them although they lie in the past.
    """
    result, criteria = [*_result(rules), *_numbers(rules)], _criteria(rules)
    if not (result or criteria):
        result = _unsound(rules)
    return [*_texts(rules), *result, *_lists(rules), *criteria, *_phases(rules, now, over)]


def missing_english(rules: EditionRules) -> int:
    """Return how many texts that entrants read have Vietnamese and no English words; this forbids nothing."""
    values = leaves(to_json(rules))
    return sum(1 for path, text in values.items() if path.endswith(".vi") and text and not values[path[:-2] + "en"])


def _texts(rules: EditionRules) -> list[Fault]:
    found = []
    if not rules.legal_basis.vi:
        found.append(Fault(_("The legal basis is missing."), "legal_basis"))
    if not rules.budget_source.vi:
        found.append(Fault(_("The source of the budget is missing."), "budget_source"))
    return found


def _ties(rules: EditionRules) -> list[Fault]:
    found = []
    if not rules.tie_breaks:
        found.append(Fault(_("State at least one rule for equal results."), "first_tie_break"))
    elif len(set(rules.tie_breaks)) < len(rules.tie_breaks):
        found.append(Fault(_("A rule for equal results stands there twice."), "first_tie_break"))
    elif TieBreak.COUNCIL_VOTE in rules.tie_breaks[:-1]:
        found.append(
            Fault(_("The vote of the council always decides: it can only be the last rule."), "first_tie_break")
        )
    return found


def _trim(rules: EditionRules) -> list[Fault]:
    if rules.method != ScoringMethod.TRIMMED_MEAN:
        words = _("Scores are left out only by the mean without the highest and lowest: put 0 here.")
        return [Fault(words, "trim")] if rules.trim else []
    if rules.trim < 1:
        return [Fault(_("At least 1 score must be left out on each side."), "trim")]
    if rules.trim <= limits.MOST["trim"] and rules.jurors_per_dossier < 2 * rules.trim + STAY_LEAST:
        words = _("So many scores cannot be left out on each side: %(least)d of each dossier must remain.")
        return [Fault(words % {"least": STAY_LEAST}, "trim")]
    return []


def _result(rules: EditionRules) -> list[Fault]:
    found = []
    if rules.public_share > limits.MOST["public_share"]:
        found.append(Fault(_("The public vote may count 20 percent at most."), "public_vote_share"))
    found += [*_ties(rules), *_trim(rules)]
    if rules.curve != VoteCurve.LEADER and not rules.public_share:
        found.append(Fault(_("Without a public vote there is nothing to choose here: leave the first."), "vote_curve"))
    return found


def _numbers(rules: EditionRules) -> list[Fault]:
    found = []
    if rules.jurors_per_dossier < LEAST_JURORS:
        found.append(Fault(_("At least 3 jurors must score each dossier."), "jurors_per_dossier"))
    if rules.quorum < LEAST_JURORS:
        found.append(Fault(_("The council needs a quorum of at least 3 members."), "quorum"))
    for name in ("cure_days", "comment_days", "appeal_days", "retention_days"):
        if getattr(rules, name) < 1:
            found.append(Fault(_("At least 1 day is needed here."), name))
    for name in ("trim", "jurors_per_dossier", "quorum", "cure_days", "comment_days", "appeal_days", "retention_days"):
        if getattr(rules, name) > limits.MOST[name]:
            found.append(Fault(_("At most %(most)d is possible here.") % {"most": limits.MOST[name]}, name))
    return found


def _unsound(rules: EditionRules) -> list[Fault]:
    """Return what the computation of the result refuses, should the sentences above have missed something."""
    try:
        scoring_rules(rules)
    except UnsoundError as error:
        return [Fault(str(error))]
    return []


def _repeated(keys: list[str]) -> bool:
    return len(set(keys)) < len(keys)


def _lists(rules: EditionRules) -> list[Fault]:
    found = []
    if not rules.categories:
        found.append(Fault(_("There is no category."), "categories"))
    if _repeated([category.code for category in rules.categories]):
        found.append(Fault(_("Two categories have the same code."), "categories"))
    if _repeated([document.key for document in rules.documents]):
        found.append(Fault(_("Two documents have the same code."), "documents"))
    for document in rules.documents:
        if not document.formats:
            words = _("“%(document)s”: state which kinds of files are taken.")
            found.append(Fault(words % {"document": document.title.vi}, "documents"))
        if not 1 <= document.max_megabytes <= limits.MOST["max_megabytes"]:
            words = _("“%(document)s”: between 1 and %(most)d MB are possible.")
            most = limits.MOST["max_megabytes"]
            found.append(Fault(words % {"document": document.title.vi, "most": most}, "documents"))
    return found


def _criteria(rules: EditionRules) -> list[Fault]:
    if not rules.criteria:
        return [Fault(_("There is no criterion."), "criteria")]
    found = []
    if _repeated([criterion.key for criterion in rules.criteria]):
        found.append(Fault(_("Two criteria have the same code."), "criteria"))
    if rules.total_weight != WHOLE:
        words = _("The weights of the criteria sum to %(sum)d, not to 100.")
        found.append(Fault(words % {"sum": rules.total_weight}, "criteria"))
    for criterion in rules.criteria:
        name = {"criterion": criterion.title.vi}
        points = [level.points for level in criterion.levels]
        if not criterion.key:
            found.append(Fault(_("“%(criterion)s” has no code.") % name, "criteria"))
        if criterion.weight < 1:
            found.append(Fault(_("“%(criterion)s” has no weight.") % name, "criteria"))
        if len(points) < LEAST_LEVELS or not all(level.anchor.vi for level in criterion.levels):
            words = _("“%(criterion)s”: describe at least two levels in words.")
            found.append(Fault(words % name, "criteria"))
        elif len(set(points)) < len(points):
            found.append(Fault(_("“%(criterion)s”: two levels stand for the same points.") % name, "criteria"))
        elif max(points) != criterion.max_points:
            words = _("“%(criterion)s”: the highest level must stand for the most points.")
            found.append(Fault(words % name, "criteria"))
    return found


def _phases(rules: EditionRules, now: datetime, over: frozenset[PhaseKind]) -> list[Fault]:
    found = []
    kinds = [phase.kind for phase in rules.phases]
    for kind in REQUIRED_PHASES:
        if kind not in kinds:
            found.append(Fault(_("The phase “%(phase)s” is missing.") % {"phase": kind.label}, "phases"))
    if _repeated([kind.value for kind in kinds]):
        found.append(Fault(_("A phase stands in the timetable twice."), "phases"))
    in_order = [phase for kind in REQUIRED_PHASES if (phase := rules.phase(kind)) is not None]
    for former, later in pairwise(in_order):
        words = {"former": former.kind.label, "later": later.kind.label}
        if later.ends <= former.starts:
            found.append(Fault(_("“%(later)s” stands before “%(former)s”.") % words, "phases"))
        elif later.starts < former.ends:
            found.append(Fault(_("“%(later)s” begins before “%(former)s” is over.") % words, "phases"))
    ceremony, decision = rules.phase(PhaseKind.CEREMONY), rules.phase(PhaseKind.DECISION)
    if ceremony and decision and ceremony.starts < decision.starts:
        found.append(Fault(_("The ceremony stands before the decision."), "phases"))
    for phase in rules.phases:
        if phase.ends <= now and phase.kind not in over:
            found.append(Fault(_("“%(phase)s” is over already.") % {"phase": phase.kind.label}, "phases"))
    found += _too_short(rules.phase(PhaseKind.SCREENING), rules.cure_days)
    found += _too_short(rules.phase(PhaseKind.PUBLIC_COMMENT), rules.comment_days)
    found += _too_short(rules.phase(PhaseKind.APPEAL), rules.appeal_days)
    return found


def _too_short(phase: Phase | None, days: int) -> list[Fault]:
    if phase is None or phase.ends - phase.starts >= timedelta(days=days):
        return []
    words = ngettext(
        "“%(phase)s” is shorter than the %(days)d day that the rules promise.",
        "“%(phase)s” is shorter than the %(days)d days that the rules promise.",
        days,
    )
    return [Fault(words % {"phase": phase.kind.label, "days": days}, "phases")]
