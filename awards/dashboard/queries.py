"""What the secretariat's dashboard counts: a fixed number of queries, however many dossiers and jurors there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from wagtail.models import Page

from awards import permissions
from awards.dashboard import tasks
from awards.dashboard.tasks import Counts, Task
from awards.deliberation.enums import CASE_OPEN, MeetingState
from awards.domain import reopened
from awards.editions.enums import OVER, PHASE_OF, SCORING_BEGAN, EditionState
from awards.editions.rules import EditionRules, from_json
from awards.enums import UNSENT_STATES, NominationState, PhaseKind
from awards.honours.enums import CertificateState
from awards.jury.enums import AssignmentState, JurorState
from awards.ledger.enums import LedgerKind
from awards.marking.enums import MarkState
from awards.models import (
    Appeal,
    Assignment,
    AwardEdition,
    AwardIndexPage,
    AwardPage,
    AwardProgrammePage,
    Conflict,
    CureRequest,
    Decision,
    FeedbackRelease,
    Juror,
    LedgerEntry,
    Meeting,
    Nomination,
    Objection,
    Shortlist,
    VoteAlarm,
)
from awards.voting.enums import AlarmState
from portal.kernel.languages import Language

JUDGED = frozenset(
    {NominationState.ELIGIBLE, NominationState.FINALIST, NominationState.NOT_SELECTED, NominationState.WINNER}
)


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase of the timetable as the dashboard draws it."""

    kind: PhaseKind
    starts: datetime
    ends: datetime
    is_over: bool
    is_now: bool

    @property
    def last_day(self) -> date:
        """The last day that is still in it."""
        return tasks.last_day(self.ends)


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """Dossiers of one category by state; ``numbers`` in the order of the board's ``states``."""

    title: str
    numbers: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class JurorRow:
    """How far a juror is; no points, whoever looks."""

    name: str
    is_reserve: bool
    is_chair: bool
    state: JurorState
    has_declared: bool
    given: int
    confirmed: int
    handed_in: int
    conflicts: int

    @property
    def percent(self) -> int:
        """How much of what was given is handed in."""
        return round(100 * self.handed_in / self.given) if self.given else 0


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict of interest."""

    juror: str
    dossier: str
    source: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """All that the dashboard shows of an edition whose rules are frozen."""

    award_key: UUID
    state: EditionState
    phases: tuple[PhaseRow, ...]
    states: tuple[NominationState, ...]
    categories: tuple[CategoryRow, ...]
    jurors: tuple[JurorRow, ...]
    conflicts: tuple[ConflictRow, ...]
    counts: Counts
    tasks: tuple[Task, ...]
    has_public_vote: bool

    @property
    def total(self) -> int:
        """How many dossiers were handed in."""
        return sum(row.total for row in self.categories)


def board(*, edition: AwardEdition, now: datetime, language: Language) -> Board:
    """Return the dashboard of an edition with frozen rules."""
    rules = from_json(edition.rules or {})
    state = EditionState(edition.state)
    found = jurors(edition.award_key)
    counts = _counts(edition, rules, found, now)
    return Board(
        award_key=edition.award_key,
        state=state,
        phases=tuple(
            PhaseRow(phase.kind, phase.starts, phase.ends, now >= phase.ends, phase.holds(now))
            for phase in rules.phases
        ),
        **_categories(edition.award_key, rules, language),
        jurors=found,
        conflicts=tuple(conflicts(edition.award_key)),
        counts=counts,
        has_public_vote=rules.public_share > 0,
        tasks=tasks.due(state=state, rules=rules, counts=counts, now=now),
    )


def _categories(award_key: UUID, rules: EditionRules, language: Language) -> dict[str, Any]:
    rows = Nomination.objects.filter(award_key=award_key).exclude(state__in=UNSENT_STATES).order_by()
    numbers: Counter[tuple[str, str]] = Counter(
        {
            (code, state): number
            for code, state, number in rows.values_list("category_code", "state").annotate(Count("pk"))
        }
    )
    states = tuple(
        state for state in NominationState if any(number for (_c, s), number in numbers.items() if s == state)
    )
    found = []
    for category in rules.categories:
        by_state = tuple(numbers[category.code, state.value] for state in states)
        title = category.title[language.value] or category.title.vi
        found.append(CategoryRow(title, by_state, sum(by_state)))
    return {"states": states, "categories": tuple(found)}


def jurors(award_key: UUID) -> tuple[JurorRow, ...]:
    """Return how far each juror of an edition is, reserves last. One query."""
    live = ~Q(assignments__state=AssignmentState.VOID)
    rows = Juror.objects.filter(award_key=award_key).annotate(
        given=Count("assignments", filter=live & Q(assignments__isnull=False), distinct=True),
        confirmed=Count("assignments", filter=Q(assignments__state=AssignmentState.CONFIRMED), distinct=True),
        handed_in=Count("assignments", filter=live & Q(assignments__sheet__state=MarkState.SUBMITTED), distinct=True),
        conflict_number=Count("conflicts", distinct=True),
    )
    return tuple(
        JurorRow(
            name=row.full_name,
            is_reserve=row.is_reserve,
            is_chair=row.is_chair,
            state=JurorState(row.state),
            has_declared=row.declared_at is not None,
            given=row.given,
            confirmed=row.confirmed,
            handed_in=row.handed_in,
            conflicts=row.conflict_number,
        )
        for row in rows.order_by("is_reserve", "full_name", "pk")
    )


def conflicts(award_key: UUID) -> Iterable[ConflictRow]:
    """Yield the conflicts of interest of an edition, the newest first. One query."""
    rows = Conflict.objects.filter(juror__award_key=award_key).select_related("juror", "nomination")
    for row in rows.order_by("-at", "-pk"):
        yield ConflictRow(row.juror.full_name, row.nomination.title, row.get_source_display(), row.reason, row.at)


def _counts(edition: AwardEdition, rules: EditionRules, jurors: tuple[JurorRow, ...], now: datetime) -> Counts:
    key = edition.award_key
    by_state = Counter(
        dict(Nomination.objects.filter(award_key=key).order_by().values_list("state").annotate(Count("pk")))
    )
    serving = [row for row in jurors if row.state is JurorState.ACCEPTED]
    counts = Counts(
        drafts=sum(by_state[state.value] for state in UNSENT_STATES),
        submitted=by_state[NominationState.SUBMITTED.value],
        curing=CureRequest.objects.filter(nomination__award_key=key, answered_at=None, lapsed_at=None).count(),
        eligible=by_state[NominationState.ELIGIBLE.value],
        finalists=by_state[NominationState.FINALIST.value],
        winners=by_state[NominationState.WINNER.value],
        jurors=sum(not row.is_reserve for row in serving),
        invited=sum(row.state is JurorState.INVITED for row in jurors),
        undeclared=sum(not row.has_declared for row in serving),
        has_chair=any(row.is_chair for row in serving),
        has_decision=Decision.objects.filter(award_key=key).exists(),
    )
    if edition.state in {EditionState.SCREENING, EditionState.SCORING}:
        live = Assignment.objects.filter(nomination__award_key=key).exclude(state=AssignmentState.VOID)
        enough = (
            live.order_by()
            .values("nomination")
            .annotate(number=Count("pk"))
            .filter(number__gte=rules.jurors_per_dossier)
        )
        judged = Nomination.objects.filter(award_key=key, state=NominationState.ELIGIBLE)
        counts = replace(
            counts,
            short_of_jurors=judged.exclude(pk__in=enough.values("nomination")).count(),
            sheets_due=sum(row.given for row in jurors),
            sheets_in=sum(row.handed_in for row in jurors),
        )
    if edition.state in SCORING_BEGAN:
        counts = _late_counts(edition, rules, counts, now)
    return counts


def _late_counts(edition: AwardEdition, rules: EditionRules, counts: Counts, now: datetime) -> Counts:
    key = edition.award_key
    meetings = Counter(
        dict(Meeting.objects.filter(award_key=key).order_by().values_list("state").annotate(Count("pk")))
    )
    comment = rules.phase(PHASE_OF[EditionState.PUBLIC_COMMENT])
    appeals = Appeal.objects.filter(nomination__award_key=key, state__in=CASE_OPEN).aggregate(
        all=Count("pk"), alone=Count("pk", filter=Q(officer=None))
    )
    certified = Q(certificates__state=CertificateState.VALID)
    winners = Nomination.objects.filter(award_key=key, state=NominationState.WINNER)
    return replace(
        counts,
        meetings=sum(meetings.values()),
        open_meetings=meetings[MeetingState.OPEN.value],
        has_shortlist=Shortlist.objects.filter(award_key=key).exists(),
        objections=Objection.objects.filter(award_key=key, state__in=CASE_OPEN, confirmed_at__isnull=False).count(),
        alarms=VoteAlarm.objects.filter(award_key=key, state=AlarmState.OPEN).count(),
        tally_due=bool(
            rules.public_share
            and comment is not None
            and now >= comment.ends
            and not LedgerEntry.objects.filter(award_key=key, kind=LedgerKind.VOTE_TALLY).exists()
        ),
        appeals=appeals["all"],
        appeals_without_officer=appeals["alone"],
        is_reopened=reopened.is_reopened(edition),
        without_certificate=winners.exclude(certified).count(),
        is_released=FeedbackRelease.objects.filter(award_key=key).exists(),
    )


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition in the secretariat's list; ``due`` is when its present phase ends."""

    award_key: UUID
    title: str
    year: int
    state: EditionState
    dossiers: int
    due: datetime | None
    is_late: bool

    @property
    def last_day(self) -> date | None:
        """The last day of the present phase."""
        return tasks.last_day(self.due) if self.due is not None else None


def homes_of(user: Any) -> list[Page]:
    """Return the Vietnamese pages below which somebody makes a new edition: the list of awards, then the programmes by title."""
    if not permissions.can_manage_nominations(user):
        return []
    pages = [
        *AwardIndexPage.objects.filter(locale__language_code=Language.VIETNAMESE).order_by("path"),
        *AwardProgrammePage.objects.filter(locale__language_code=Language.VIETNAMESE).order_by("title"),
    ]
    return [page for page in pages if page.permissions_for_user(user).can_add_subpage()]


def editions_of(*, user: Any, now: datetime) -> tuple[EditionRow, ...]:
    """Return the editions that somebody looks after, those under way first, then drafts, then by year. Four queries."""
    pages = AwardPage.objects.filter(locale__language_code=Language.VIETNAMESE).order_by("-year", "title")
    records = {row.award_key: row for row in AwardEdition.objects.all()}
    numbers = dict(
        Nomination.objects.exclude(state__in=UNSENT_STATES).order_by().values_list("award_key").annotate(Count("pk"))
    )
    found = []
    for page in pages:
        key = page.translation_key
        if not permissions.may_edit_page(user, key):
            continue
        record = records.get(key)
        state = EditionState(record.state) if record is not None else EditionState.DRAFT
        rules = from_json(record.rules or {}) if record is not None and record.is_frozen else None
        # A decided edition waits for its appeals; the phase of the decision is over then.
        kind = PhaseKind.APPEAL if state is EditionState.DECIDED else PHASE_OF.get(state)
        phase = rules.phase(kind) if rules is not None and kind is not None else None
        due = phase.ends if phase is not None else None
        is_late = due is not None and due <= now
        found.append(EditionRow(key, page.title, page.year, state, numbers.get(key, 0), due, is_late))
    return tuple(sorted(found, key=lambda row: (row.state in OVER, row.state is EditionState.DRAFT, -row.year)))
