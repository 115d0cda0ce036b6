"""Reads for the secretariat: the jury with its loads, hints and conflicts with names, and the distribution as a table."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from awards.dossiers import calls
from awards.jury import facts, planning, queries
from awards.jury.enums import AssignmentState, JurorState
from awards.jury.hints import Hint
from awards.marking.enums import MarkState
from awards.models import Assignment, Conflict, HintNote, Juror, MarkSheet, Nomination
from awards.models.jury import SERVING

TONES = {JurorState.INVITED: "warning", JurorState.ACCEPTED: "success"}


@dataclass(frozen=True, slots=True)
class JurorRow:
    """Somebody of the jury, and how the work stands."""

    juror: Juror
    load: int
    confirmed: int
    handed_in: int
    conflicts: int

    @property
    def is_serving(self) -> bool:
        """Whether the person is asked or serves."""
        return self.juror.state in SERVING


@dataclass(frozen=True, slots=True)
class Overview:
    """The jury of an edition."""

    serving: tuple[JurorRow, ...]
    former: tuple[JurorRow, ...]
    per: int
    dossiers: int
    short: int
    open_hints: int

    @property
    def accepted(self) -> int:
        """How many serve and are no reserves."""
        return sum(row.juror.state == JurorState.ACCEPTED and not row.juror.is_reserve for row in self.serving)


@dataclass(frozen=True, slots=True)
class HintRow:
    """What was found between a juror and a dossier, and what the secretariat said of it."""

    juror: Juror
    nomination: Nomination
    hints: tuple[Hint, ...]
    note: HintNote | None
    is_judged: bool
    """Whether the juror judges the dossier at this time."""

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it: nothing was noted, or something was found that was not there then."""
        return self.note is None or any(hint.kind.value not in self.note.kinds for hint in self.hints)


@dataclass(frozen=True, slots=True)
class Board:
    """Hints and conflicts of an edition."""

    waiting: tuple[HintRow, ...]
    settled: tuple[HintRow, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A dossier and, for each juror, what stands there: ``kept``, ``added``, ``barred`` or nothing."""

    nomination: Nomination
    cells: tuple[str, ...]
    total: int
    is_short: bool
    barred: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A distribution as it would be: dossiers below each other, jurors beside each other, with the loads."""

    jurors: tuple[Juror, ...]
    loads: tuple[int, ...]
    rows: tuple[MatrixRow, ...]
    added: int
    per: int
    unready: tuple[Juror, ...]
    digest: str

    @property
    def short(self) -> tuple[MatrixRow, ...]:
        """Dossiers that stay without enough jurors."""
        return tuple(row for row in self.rows if row.is_short)


def overview(award_key: UUID) -> Overview | None:
    """Return the jury of an edition, None where nothing is frozen; a constant number of queries."""
    call = calls.find(award_key)
    if call is None:
        return None
    jurors = list(
        Juror.objects.filter(award_key=award_key)
        .select_related("user")
        .order_by("-is_chair", "is_reserve", "full_name", "pk")
    )
    loads: defaultdict[int, list[str]] = defaultdict(list)
    for key, state in queries.live().filter(juror__award_key=award_key).values_list("juror_id", "state"):
        loads[key].append(state)
    handed_in: defaultdict[int, int] = defaultdict(int)
    sheets = MarkSheet.objects.filter(assignment__juror__award_key=award_key, state=MarkState.SUBMITTED)
    for key in sheets.values_list("assignment__juror_id", flat=True):
        handed_in[key] += 1
    told: defaultdict[int, int] = defaultdict(int)
    for key in Conflict.objects.filter(juror__award_key=award_key).values_list("juror_id", flat=True):
        told[key] += 1
    rows = [
        JurorRow(
            juror=juror,
            load=len(loads[juror.pk]),
            confirmed=loads[juror.pk].count(AssignmentState.CONFIRMED),
            handed_in=handed_in[juror.pk],
            conflicts=told[juror.pk],
        )
        for juror in jurors
    ]
    judged = queries.judges_by_dossier(award_key)
    eligible = queries.eligible(award_key).values_list("pk", flat=True)
    return Overview(
        serving=tuple(row for row in rows if row.is_serving),
        former=tuple(row for row in rows if not row.is_serving),
        per=call.rules.jurors_per_dossier,
        dossiers=len(eligible),
        short=sum(judged.get(key, 0) < call.rules.jurors_per_dossier for key in eligible),
        open_hints=len(board(award_key).waiting),
    )


def board(award_key: UUID) -> Board:
    """Return hints that nobody decided on, those set aside, and all conflicts, with names; a constant number of queries."""
    jurors = {juror.pk: juror for juror in facts.serving(award_key)}
    nominations = {nomination.pk: nomination for nomination in facts.handed_in(award_key)}
    conflicts = list(
        Conflict.objects.filter(juror__award_key=award_key)
        .select_related("juror", "nomination", "nomination__organisation", "by")
        .order_by("-at", "-pk")
    )
    told = {(conflict.juror_id, conflict.nomination_id) for conflict in conflicts}
    notes = {
        (note.juror_id, note.nomination_id): note
        for note in HintNote.objects.filter(juror__in=jurors).select_related("by")
    }
    judged = set(
        Assignment.objects.filter(juror__in=jurors)
        .exclude(state=AssignmentState.VOID)
        .values_list("juror_id", "nomination_id")
    )
    found = facts.between(list(jurors.values()), list(nominations.values()))
    rows = [
        HintRow(jurors[pair[0]], nominations[pair[1]], shown, notes.get(pair), pair in judged)
        for pair, shown in found.items()
        if pair not in told
    ]
    rows.sort(key=lambda row: (not row.is_judged, row.juror.full_name, row.nomination.title, row.nomination.pk))
    return Board(
        waiting=tuple(row for row in rows if row.is_open),
        settled=tuple(row for row in rows if not row.is_open),
        conflicts=tuple(conflicts),
    )


def matrix(award_key: UUID) -> Matrix | None:
    """Return how the dossiers would be given out now, None where nothing is frozen."""
    call = calls.find(award_key)
    if call is None:
        return None
    planned = planning.plan(award_key, call.rules)
    added = set(planned.plan.added)
    short = {one.dossier: one for one in planned.plan.short}
    shown = sorted(planned.jurors.values(), key=lambda juror: (juror.is_reserve, juror.full_name, juror.pk))
    holders: dict[str, int] = defaultdict(int)
    for dossier, _juror in planned.given.kept | added:
        holders[dossier] += 1
    rows = [
        MatrixRow(
            nomination=nomination,
            cells=tuple(_cell((name, juror.alias), planned, added) for juror in shown),
            total=holders[name],
            is_short=name in short,
            barred=short[name].barred if name in short else 0,
        )
        for name, nomination in sorted(planned.nominations.items(), key=lambda item: (item[1].category_code, item[0]))
    ]
    return Matrix(
        jurors=tuple(shown),
        loads=tuple(sum(row.cells[place] in {"kept", "added"} for row in rows) for place in range(len(shown))),
        rows=tuple(rows),
        added=len(added),
        per=planned.given.per,
        unready=planned.unready,
        digest=planned.digest,
    )


def _cell(pair: tuple[str, str], planned: planning.Planned, added: set[tuple[str, str]]) -> str:
    if pair in planned.given.barred:
        return "barred"
    if pair in added:
        return "added"
    return "kept" if pair in planned.given.kept else ""
