"""How far the jury is, for the secretariat: who has handed in what; states only, never points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from awards.editions.rules import EditionRules
from awards.jury.enums import AssignmentState, JurorState
from awards.jury.queries import IN_THE_RUNNING
from awards.marking.enums import MarkState, Progress
from awards.marking.queries import TONES, category_of, progress_of
from awards.models import Assignment, Conflict, Juror, MarkReminder, Nomination


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one juror stands with one dossier; nothing where it was not given, ``is_conflict`` where it must not be."""

    progress: Progress | None = None
    is_conflict: bool = False

    @property
    def tone(self) -> str:
        """The colour of its mark."""
        return TONES[self.progress] if self.progress is not None else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier with its jurors in the order of the columns."""

    nomination: Nomination
    category: str
    cells: tuple[Cell, ...]

    @property
    def handed_in(self) -> int:
        """How many sheets are in."""
        return sum(cell.progress is Progress.HANDED_IN for cell in self.cells)

    @property
    def given(self) -> int:
        """How many jurors have the dossier."""
        return sum(cell.progress is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class JurorProgress:
    """A juror with the numbers of own dossiers by where they stand, and the last reminder."""

    juror: Juror
    counts: Mapping[Progress, int]
    reminded_at: datetime | None

    @property
    def total(self) -> int:
        """How many dossiers the juror has."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many sheets are not handed in."""
        return self.total - self.counts.get(Progress.HANDED_IN, 0)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers in the order of ``Progress``."""
        return tuple(self.counts.get(progress, 0) for progress in Progress)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All dossiers against all jurors."""

    jurors: tuple[JurorProgress, ...]
    rows: tuple[Row, ...]

    @property
    def handed_in(self) -> int:
        """How many sheets are in."""
        return sum(row.handed_in for row in self.rows)

    @property
    def total(self) -> int:
        """How many sheets there will be."""
        return sum(row.given for row in self.rows)


def standings(award_key: UUID) -> dict[tuple[int, int], Progress]:
    """Return where every live assignment stands, by juror and dossier; one query."""
    rows = Assignment.objects.filter(nomination__award_key=award_key, nomination__state__in=IN_THE_RUNNING)
    found = rows.exclude(state=AssignmentState.VOID).values_list("juror_id", "nomination_id", "state", "sheet__state")
    return {
        (juror, nomination): progress_of(AssignmentState(state), MarkState(sheet) if sheet else None)
        for juror, nomination, state, sheet in found
    }


def matrix(award_key: UUID, rules: EditionRules) -> Matrix:
    """Return how far everybody is; five queries, however many."""
    stands = standings(award_key)
    conflicts = set(Conflict.objects.filter(nomination__award_key=award_key).values_list("juror_id", "nomination_id"))
    having = {juror for juror, _nomination in stands}
    people = Juror.objects.filter(award_key=award_key).order_by("is_reserve", "full_name", "pk")
    jurors = [one for one in people if one.state == JurorState.ACCEPTED or one.pk in having]
    reminded = dict(
        MarkReminder.objects.filter(juror__award_key=award_key)
        .order_by()
        .values_list("juror_id")
        .annotate(last=Max("at"))
    )
    dossiers = Nomination.objects.filter(award_key=award_key, state__in=IN_THE_RUNNING)
    order = {category.code: place for place, category in enumerate(rules.categories)}
    ranked = sorted(dossiers, key=lambda one: (order.get(one.category_code, len(order)), one.alias, one.pk))
    return Matrix(
        jurors=tuple(JurorProgress(one, _counts(stands, one.pk), reminded.get(one.pk)) for one in jurors),
        rows=tuple(
            Row(
                dossier,
                category_of(rules, dossier.category_code),
                tuple(
                    Cell(stands.get((one.pk, dossier.pk)), is_conflict=(one.pk, dossier.pk) in conflicts)
                    for one in jurors
                ),
            )
            for dossier in ranked
        ),
    )


def _counts(stands: Mapping[tuple[int, int], Progress], juror: int) -> dict[Progress, int]:
    found: dict[Progress, int] = {}
    for (whose, _nomination), progress in stands.items():
        if whose == juror:
            found[progress] = found.get(progress, 0) + 1
    return found
