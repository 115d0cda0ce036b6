"""Reads after the decision: what an entrant sees of scores and remarks, what the secretariat edits, the figures that stay.

Which figures of single jurors an entrant sees: the mean of each criterion always, the lowest and the highest points only from
three sheets on, never whose they are. The public score sheet shows all sheets under aliases; it says no more of anybody.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from awards.domain import reopened
from awards.dossiers import calls
from awards.editions.rules import EditionRules, scoring_rules
from awards.enums import NominationState
from awards.feedback.domain.releasing import AFTER_DECISION, UNTOLD
from awards.ledger import sheet
from awards.marking.enums import MarkState
from awards.models import EditionFigures, FeedbackRelease, MarkSheet, Nomination, ReleasedRemark
from awards.scoring import figures, ranking
from awards.scoring.values import Contest, UnsoundError
from portal.kernel import languages
from portal.kernel.languages import Language

SPREAD_FROM: Final = 3
"""So many sheets it takes before the lowest and the highest points are shown."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What a dossier got for a criterion, as texts in the reader's language; "" where there is nothing to say."""

    key: str
    title: str
    weight: int
    max_points: int
    mean: str
    lowest: int | None
    highest: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class Result:
    """What an entrant sees after the release."""

    alias: str
    state: str
    reason: str
    sheets: int
    criteria: tuple[CriterionResult, ...]
    council: str
    public: str
    total: str
    rank: int | None
    ranked: int
    remark: str
    released_at: datetime


def _separator() -> str:
    return "." if languages.current() is Language.ENGLISH else ","


def _shown(value: Fraction | None) -> str:
    return figures.show(value, separator=_separator()) if value is not None else ""


def _contest(award_key: UUID, rules: EditionRules, category: str) -> Contest | None:
    """Return a category as the log tells of it, None where it cannot be ranked."""
    try:
        found = sheet.contests(rules=scoring_rules(rules), entries=reopened.entries_in_force(award_key))
    except UnsoundError:
        return None
    return next((contest for contest in found if contest.code == category), None)


def release_of(award_key: UUID) -> FeedbackRelease | None:
    """Return when scores and remarks of an edition were released."""
    return FeedbackRelease.objects.filter(award_key=award_key).first()


def result(nomination: Nomination, call: calls.Call) -> Result | None:
    """Return what an entrant sees, None before the decision, before the release, and for what nobody judged.

    Points come from the log, as everybody can recompute them.
    """
    if call.state not in AFTER_DECISION or nomination.state in UNTOLD:
        return None
    release = release_of(nomination.award_key)
    if release is None:
        return None
    contest = _contest(nomination.award_key, call.rules, nomination.category_code)
    sheets = contest.sheets_of(nomination.alias) if contest is not None and nomination.alias else []
    remarks = dict(ReleasedRemark.objects.filter(nomination=nomination).values_list("key", "text"))
    points: dict[str, list[int]] = {
        criterion.key: [one.points[criterion.key] for one in sheets] for criterion in call.rules.criteria
    }
    ranked = ranking.rank(contest) if contest is not None else None
    standing = next(
        (one for one in (ranked.standings if ranked is not None else ()) if one.dossier == nomination.alias), None
    )
    refused = nomination.log.filter(to_state=NominationState.INELIGIBLE).last()
    return Result(
        alias=nomination.alias,
        state=str(NominationState(nomination.state).label),
        reason=refused.reason if refused is not None and nomination.state == NominationState.INELIGIBLE else "",
        sheets=len(sheets),
        criteria=tuple(_criterion(points[one.key], one, remarks.get(one.key, "")) for one in call.rules.criteria),
        # Where the public has no part the total is the council's; a dossier without votes has 0 of the public's points.
        council=_shown(standing.council.points if standing is not None and standing.public is not None else None),
        public=_shown(standing.public if standing is not None else None),
        total=_shown(standing.total if standing is not None else None),
        rank=standing.rank if standing is not None else None,
        ranked=len(ranked.standings) if ranked is not None else 0,
        remark=remarks.get("", ""),
        released_at=release.released_at,
    )


def _criterion(points: Sequence[int], criterion: Any, remark: str) -> CriterionResult:
    tells_spread = len(points) >= SPREAD_FROM
    return CriterionResult(
        key=criterion.key,
        title=calls.told(criterion.title, languages.current()),
        weight=criterion.weight,
        max_points=criterion.max_points,
        mean=_shown(Fraction(sum(points), len(points))) if points else "",
        lowest=min(points) if tells_spread else None,
        highest=max(points) if tells_spread else None,
        remark=remark,
    )


@dataclass(frozen=True, slots=True)
class RawRemark:
    """What a juror wrote, under the alias."""

    juror: str
    text: str


@dataclass(frozen=True, slots=True)
class Editing:
    """A part of a dossier: what jurors wrote on it, and what the entrant will read. The key is empty for the whole."""

    key: str
    title: str
    raw: tuple[RawRemark, ...]
    text: str


def editing(nomination: Nomination, rules: EditionRules) -> list[Editing]:
    """Return every part with the jurors' remarks and the edited one; sheets that no longer count are left out. Three queries."""
    rows = MarkSheet.objects.filter(assignment__nomination=nomination, state=MarkState.SUBMITTED)
    raw: dict[str, list[RawRemark]] = defaultdict(list)
    for kept in rows.select_related("assignment__juror").prefetch_related("marks").order_by("assignment__juror__alias"):
        alias = kept.assignment.juror.alias
        for key, words in [("", kept.remark), *((mark.key, mark.remark) for mark in kept.marks.all())]:
            if words.strip():
                raw[key].append(RawRemark(alias, words))
    texts = dict(ReleasedRemark.objects.filter(nomination=nomination).values_list("key", "text"))
    titles = [(one.key, calls.told(one.title, languages.current())) for one in rules.criteria]
    return [Editing(key, title, tuple(raw.get(key, ())), texts.get(key, "")) for key, title in [*titles, ("", "")]]


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier in the secretariat's list."""

    public_id: uuid.UUID
    title: str
    alias: str
    state: str
    sheets: int
    edited: int
    is_erased: bool


def rows(award_key: UUID) -> list[Row]:
    """Return the dossiers whose entrants are told; one query."""
    sheets = Count("assignments__sheet", filter=Q(assignments__sheet__state=MarkState.SUBMITTED), distinct=True)
    found = Nomination.objects.filter(award_key=award_key).exclude(state__in=UNTOLD)
    found = found.annotate(sheet_count=sheets, edited=Count("released_remarks", distinct=True))
    return [
        Row(
            one.public_id,
            one.title,
            one.alias,
            str(NominationState(one.state).label),
            one.sheet_count,
            one.edited,
            one.erased_at is not None,
        )
        for one in found.order_by("category_code", "pk")
    ]


def figures_of(award_key: UUID) -> EditionFigures | None:
    """Return the figures that were taken of an edition. One query."""
    return EditionFigures.objects.filter(award_key=award_key).first()
