"""What the jury gave, for the secretariat once scoring has closed: raw points, the method's result, why, and how far jurors differ.

Everything comes from the log, as everybody can recompute it; names and words stand beside it and are not in the log.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from awards.dossiers import calls
from awards.editions.rules import scoring_rules
from awards.ledger import queries as ledger
from awards.ledger import sheet as score_sheet
from awards.ledger.enums import LedgerKind
from awards.marking import rights
from awards.marking.enums import MarkState
from awards.marking.queries import category_of
from awards.models import Juror, MarkSheet, Nomination
from awards.scoring import ranking, spread, words
from awards.scoring.council import Opinion
from awards.scoring.spread import Spread
from awards.scoring.values import Contest
from portal.kernel import languages


@dataclass(frozen=True, slots=True)
class GivenSheet:
    """One juror's sheet: points in the order of the criteria, the total, the rank among the juror's own, and the words."""

    alias: str
    name: str
    points: tuple[int, ...]
    opinion: Opinion
    remark: str = ""
    note: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    is_low: bool = False
    is_high: bool = False
    differs: bool = False
    """Whether the stored sheet is not what the log says; somebody changed one of them past the portal."""


@dataclass(frozen=True, slots=True)
class JudgedDossier:
    """A dossier in the order of the result, with raw figures and the comparison beside."""

    alias: str
    title: str
    rank: int
    total: Fraction
    council: Fraction
    public: Fraction | None
    mean: Fraction
    mean_rank: Fraction
    evened_out: Fraction
    dropped: int
    spread: Spread
    sheets: tuple[GivenSheet, ...]

    @property
    def low(self) -> str:
        """Who stands far below the others."""
        return ", ".join(one.name for one in self.sheets if one.is_low)

    @property
    def high(self) -> str:
        """Who stands far above the others."""
        return ", ".join(one.name for one in self.sheets if one.is_high)


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """A category as it stands now."""

    code: str
    title: str
    dossiers: tuple[JudgedDossier, ...]
    reasons: tuple[str, ...]
    unranked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All categories; ``with_votes`` says whether the public's vote is in it."""

    scoring: rights.Scoring
    criteria: tuple[str, ...]
    categories: tuple[CategoryResult, ...]
    with_votes: bool


@dataclass(frozen=True, slots=True)
class _Names:
    titles: Mapping[str, str]
    jurors: Mapping[str, str]
    criteria: Mapping[str, str]
    sheets: Mapping[tuple[str, str], MarkSheet]


def results(award_key: UUID) -> Results | None:
    """Return what the jury gave, None before scoring was left: nobody reads points before; six queries, however many.

    Where the public has a share and its votes are not counted yet, the council's points alone are ranked.
    """
    scoring = rights.find(award_key)
    if scoring is None or not scoring.is_told:
        return None
    contests, with_votes = _contests(scoring)
    language = languages.current()
    criteria = {one.key: calls.told(one.title, language) for one in scoring.rules.criteria}
    names = _names(award_key, criteria)
    order = [category.code for category in scoring.rules.categories]
    return Results(
        scoring=scoring,
        criteria=tuple(criteria.values()),
        categories=tuple(
            _category(contest, scoring, names)
            for contest in sorted(contests, key=lambda one: order.index(one.code) if one.code in order else len(order))
        ),
        with_votes=with_votes,
    )


def _contests(scoring: rights.Scoring) -> tuple[list[Contest], bool]:
    entries = list(ledger.entries(scoring.award_key))
    rules = scoring_rules(scoring.rules)
    counted = {entry["body"]["category"] for entry in entries if entry["kind"] == LedgerKind.VOTE_TALLY}
    screened = {entry["body"]["category"] for entry in entries if entry["kind"] == LedgerKind.SCREENING}
    with_votes = bool(rules.public_share) and screened <= counted
    used = rules if with_votes else dataclasses.replace(rules, public_share=0)
    return score_sheet.contests(rules=used, entries=entries), with_votes


def _names(award_key: UUID, criteria: Mapping[str, str]) -> _Names:
    sheets = MarkSheet.objects.filter(state=MarkState.SUBMITTED, assignment__juror__award_key=award_key)
    rows = sheets.select_related("assignment__juror", "assignment__nomination").prefetch_related("marks")
    nominations = Nomination.objects.filter(award_key=award_key).exclude(alias="")
    return _Names(
        titles=dict(nominations.values_list("alias", "title")),
        criteria=criteria,
        jurors=dict(Juror.objects.filter(award_key=award_key).values_list("alias", "full_name")),
        sheets={(row.assignment.juror.alias, row.assignment.nomination.alias): row for row in rows},
    )


def _category(contest: Contest, scoring: rights.Scoring, names: _Names) -> CategoryResult:
    found = ranking.rank(contest)
    evened = spread.evened_out(contest)
    return CategoryResult(
        code=contest.code,
        title=category_of(scoring.rules, contest.code),
        dossiers=tuple(
            _dossier(contest, standing, wide, evened[standing.dossier], names)
            for standing in found.standings
            if (wide := spread.spread_of(contest, standing.dossier)) is not None
        ),
        reasons=tuple(words.explain(parting) for parting in found.partings),
        unranked=found.unranked,
    )


def _dossier(
    contest: Contest, standing: ranking.Standing, wide: Spread, evened: Fraction, names: _Names
) -> JudgedDossier:
    opinions = {opinion.juror: opinion for opinion in standing.council.opinions}
    return JudgedDossier(
        alias=standing.dossier,
        title=names.titles.get(standing.dossier, ""),
        rank=standing.rank,
        total=standing.total,
        council=standing.council.points,
        public=standing.public,
        mean=standing.council.mean,
        mean_rank=standing.council.mean_rank,
        evened_out=evened,
        dropped=standing.council.dropped_at_each_end,
        spread=wide,
        sheets=tuple(
            _sheet(contest, row.points, opinions[row.juror], wide, names) for row in contest.sheets_of(standing.dossier)
        ),
    )


def _sheet(contest: Contest, points: Mapping[str, int], opinion: Opinion, wide: Spread, names: _Names) -> GivenSheet:
    stored = names.sheets.get((opinion.juror, wide.dossier))
    marks = {mark.key: mark for mark in stored.marks.all()} if stored is not None else {}
    keys = contest.rules.keys
    return GivenSheet(
        alias=opinion.juror,
        name=names.jurors.get(opinion.juror, opinion.juror),
        points=tuple(points[key] for key in keys),
        opinion=opinion,
        remark=stored.remark if stored is not None else "",
        note=stored.note if stored is not None else "",
        remarks=tuple((names.criteria[key], marks[key].remark) for key in keys if key in marks and marks[key].remark),
        is_low=opinion.juror in wide.low_outliers,
        is_high=opinion.juror in wide.high_outliers,
        differs={key: mark.points for key, mark in marks.items()} != dict(points),
    )
