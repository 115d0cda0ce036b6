"""Reads for a juror: the own dossiers with where each stands, and one dossier with the own sheet; nothing of other jurors."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from awards.deliberation.enums import RehearingState
from awards.dossiers import calls, for_jury
from awards.dossiers import queries as dossier_queries
from awards.dossiers.for_jury import JuryDossier, JuryFile
from awards.editions.enums import EditionState
from awards.editions.rules import Criterion, EditionRules
from awards.jury.enums import AssignmentState, JurorState
from awards.jury.queries import IN_THE_RUNNING
from awards.marking import rights, totals
from awards.marking.enums import MarkState, Progress
from awards.models import Assignment, AwardEdition, AwardPage, Conflict, Mark, MarkReturn, MarkSheet
from portal.kernel import clock, languages
from portal.pages import translations

TONES: Final = {
    Progress.TO_CONFIRM: "warning",
    Progress.NOT_BEGUN: "neutral",
    Progress.DRAFT: "warning",
    Progress.HANDED_IN: "success",
}


def progress_of(assignment: AssignmentState, sheet: MarkState | None) -> Progress:
    """Return where a live assignment stands."""
    if assignment is AssignmentState.GIVEN:
        return Progress.TO_CONFIRM
    if sheet is MarkState.SUBMITTED:
        return Progress.HANDED_IN
    return Progress.DRAFT if sheet is MarkState.DRAFT else Progress.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class OwnDossier:
    """A dossier on a juror's desk."""

    pk: int
    alias: str
    title: str
    category: str
    progress: Progress
    marked: int
    criteria: int
    url: str
    """Where the next step is taken, "" where there is none yet."""
    came_back: bool = False

    @property
    def said(self) -> str:
        """Where it stands, in words."""
        return str(self.progress.label)

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return TONES[self.progress]


@dataclass(frozen=True, slots=True)
class OwnEdition:
    """An edition on a juror's desk."""

    scoring: rights.Scoring
    title: str
    rows: tuple[OwnDossier, ...]
    is_open: bool
    days_left: int | None

    def of(self, progress: Progress) -> tuple[OwnDossier, ...]:
        """Return the dossiers that stand so."""
        return tuple(row for row in self.rows if row.progress is progress)

    @property
    def counts(self) -> list[dict[str, Any]]:
        """How many stand where; what nobody has to confirm is left out."""
        found = [
            {"label": progress.label, "number": len(self.of(progress)), "kind": TONES[progress]}
            for progress in (Progress.HANDED_IN, Progress.DRAFT, Progress.NOT_BEGUN, Progress.TO_CONFIRM)
        ]
        return [one for one in found if one["number"] or one["label"] != Progress.TO_CONFIRM.label]

    @property
    def following(self) -> OwnDossier | None:
        """The next one to do: a draft first, then one not begun."""
        waiting = (*self.of(Progress.DRAFT), *self.of(Progress.NOT_BEGUN))
        return waiting[0] if waiting and self.is_open else None

    @property
    def came_back(self) -> tuple[OwnDossier, ...]:
        """The sheets that came back to be corrected."""
        return tuple(row for row in self.rows if row.came_back)


def desk(user: Any, now: datetime) -> list[OwnEdition]:
    """Return the editions that a person judges, those open for scoring first; three queries, however many."""
    told = Conflict.objects.filter(juror=OuterRef("juror"), nomination=OuterRef("nomination"))
    assignments = (
        Assignment.objects.filter(
            ~Exists(told),
            juror__user=user,
            juror__state=JurorState.ACCEPTED,
            juror__declared_at__isnull=False,
            nomination__state__in=IN_THE_RUNNING,
        )
        .exclude(state=AssignmentState.VOID)
        .select_related("nomination", "sheet")
        .annotate(
            marked=Count("sheet__marks", filter=Q(sheet__marks__points__isnull=False)),
            came_back=Exists(
                MarkReturn.objects.filter(
                    sheet__assignment=OuterRef("pk"),
                    sheet__state=MarkState.DRAFT,
                    rehearing__state=RehearingState.OPEN,
                )
            ),
        )
        .order_by("nomination__category_code", "nomination__alias", "pk")
    )
    by_edition: dict[Any, list[Any]] = {}
    for assignment in assignments:
        by_edition.setdefault(assignment.nomination.award_key, []).append(assignment)
    if not by_edition:
        return []
    titles = titles_of(by_edition)
    found = []
    for edition in AwardEdition.objects.filter(award_key__in=by_edition):
        scoring = rights.of(edition)
        if scoring is None or scoring.state is EditionState.CANCELLED:
            continue
        own = by_edition[edition.award_key]
        found.append(
            OwnEdition(
                scoring=scoring,
                title=titles.get(edition.award_key, ""),
                rows=tuple(_row(one, scoring) for one in own),
                is_open=scoring.takes(now),
                days_left=_days(scoring.ends, now) if scoring.takes(now) else None,
            )
        )
    return sorted(found, key=lambda one: (not (one.is_open or one.came_back), -(one.scoring.ends or now).timestamp()))


def titles_of(keys: Iterable[Any]) -> dict[Any, str]:
    """Return the titles of editions as the reader's language knows them."""
    rows = translations.listed_in(AwardPage.objects.filter(translation_key__in=list(keys)))
    return {page.translation_key: page.title for page in rows.only("translation_key", "title", "locale")}


def _days(ends: datetime | None, now: datetime) -> int | None:
    """Return how many days are left after today; 0 on the last day."""
    return (clock.local(ends - timedelta(microseconds=1)).date() - clock.local(now).date()).days if ends else None


def category_of(rules: EditionRules, code: str) -> str:
    """Return the name of a category in the reader's language."""
    found = next((one for one in rules.categories if one.code == code), None)
    return calls.told(found.title, languages.current()) if found is not None else code


def _row(assignment: Any, scoring: rights.Scoring) -> OwnDossier:
    nomination, rules = assignment.nomination, scoring.rules
    sheet = getattr(assignment, "sheet", None)
    state = MarkState(sheet.state) if sheet is not None else None
    progress = progress_of(AssignmentState(assignment.state), state)
    url = ""
    if progress is Progress.TO_CONFIRM:
        url = reverse("awards:jury-dossier", args=[nomination.public_id])
    elif scoring.is_readable:
        url = reverse("awards:marking-sheet", args=[assignment.pk])
    return OwnDossier(
        pk=assignment.pk,
        alias=nomination.alias,
        title="" if for_jury.anonymises(rules) else dossier_queries.title_of(nomination),
        category=category_of(rules, nomination.category_code),
        progress=progress,
        marked=assignment.marked,
        criteria=len(rules.criteria),
        url=url,
        came_back=assignment.came_back,
    )


@dataclass(frozen=True, slots=True)
class MarkedCriterion:
    """A criterion, what the dossier says about it, and what the juror gave."""

    criterion: Criterion
    title: str
    description: str
    answer: str
    levels: tuple[tuple[int, str], ...] = ()
    points: int | None = None
    anchor: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """A dossier with the juror's own sheet, None before it is begun."""

    assignment: Assignment
    scoring: rights.Scoring
    dossier: JuryDossier
    edition: str
    category: str
    files: tuple[tuple[str, JuryFile], ...]
    rows: tuple[MarkedCriterion, ...]
    sheet: MarkSheet | None
    total: Fraction = field(default_factory=Fraction)
    came_back: MarkReturn | None = None
    """Why the sheet came back to be corrected while the edition is decided anew."""

    def is_open(self, moment: datetime) -> bool:
        """Return whether the sheet is written at a moment."""
        return self.scoring.takes(moment) or self.came_back is not None

    @property
    def state(self) -> MarkState | None:
        """Where the sheet stands."""
        return MarkState(self.sheet.state) if self.sheet is not None else None

    @property
    def name(self) -> str:
        """What the page is called: the alias, and the title where the jury may know it."""
        return f"{self.dossier.alias} · {self.dossier.title}" if self.dossier.title else self.dossier.alias

    @property
    def missing(self) -> tuple[MarkedCriterion, ...]:
        """The criteria without points."""
        return tuple(row for row in self.rows if row.points is None)


def marking(assignment: Assignment) -> Marking | None:
    """Return a dossier with the juror's sheet, None where nothing is frozen; the caller asked whether it may be seen."""
    scoring = rights.find(assignment.nomination.award_key)
    if scoring is None:
        return None
    language = languages.current()
    dossier = dossier_queries.for_jury(assignment.nomination)
    sheet = MarkSheet.objects.filter(assignment=assignment).prefetch_related("marks").first()
    marks = {mark.key: mark for mark in sheet.marks.all()} if sheet is not None else {}
    documents = {one.key: calls.told(one.title, language) for one in scoring.rules.documents}
    answers = dict(dossier.answers)
    return Marking(
        assignment=assignment,
        scoring=scoring,
        dossier=dossier,
        edition=titles_of([scoring.award_key]).get(scoring.award_key, ""),
        category=category_of(scoring.rules, dossier.category_code),
        files=tuple((documents.get(one.key, one.key), one) for one in dossier.files),
        rows=tuple(_marked(one, answers.get(one.key, ""), marks.get(one.key)) for one in scoring.rules.criteria),
        sheet=sheet,
        total=totals.weighted(scoring.rules, {key: mark.points for key, mark in marks.items()}),
        came_back=rights.last_return(assignment) if scoring.state is EditionState.DECIDED else None,
    )


def _marked(criterion: Criterion, answer: str, mark: Mark | None) -> MarkedCriterion:
    language = languages.current()
    points = mark.points if mark is not None else None
    anchors = {one.points: calls.told(one.anchor, language) for one in criterion.levels}
    return MarkedCriterion(
        criterion=criterion,
        title=calls.told(criterion.title, language),
        description=calls.told(criterion.description, language),
        answer=answer,
        levels=tuple(anchors.items()),
        points=points,
        anchor=anchors.get(points, "") if points is not None else "",
        remark=mark.remark if mark is not None else "",
    )
