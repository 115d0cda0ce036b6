"""Reads for a juror's own pages: the editions served, what is still to be declared, and the dossiers by their aliases."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from awards.dossiers import calls
from awards.dossiers.for_jury import anonymises
from awards.dossiers.queries import title_of
from awards.editions.enums import OVER, EditionState
from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.jury import onward, queries, rights
from awards.jury.domain import common
from awards.jury.enums import AssignmentState, JurorState
from awards.models import Assignment, AwardEdition, AwardPage, Juror, Nomination
from portal.kernel import languages
from portal.pages import translations


@dataclass(frozen=True, slots=True)
class Place:
    """An edition in the list of those in whose jury somebody is."""

    juror: Juror
    edition: str
    state: str
    waiting: int
    total: int


@dataclass(frozen=True, slots=True)
class JuryRow:
    """A dossier as the list of its juror shows it: without a name, and without a title where names are kept from the jury."""

    assignment: Assignment
    alias: str
    category: str
    title: str
    is_confirmed: bool
    url: str
    """Where a confirmed one is scored; "" where there is no page for it yet."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in the jury of an edition."""

    juror: Juror
    edition: str
    state: EditionState
    rules: EditionRules
    rows: tuple[JuryRow, ...]

    @property
    def is_blind(self) -> bool:
        """Whether dossiers are judged without names."""
        return anonymises(self.rules)

    @property
    def may_confirm(self) -> bool:
        """Whether dossiers are opened at this time."""
        return self.state in common.GIVING

    @property
    def may_declare(self) -> bool:
        """Whether conflicts can still be told."""
        return self.state in common.UNDECIDED

    @property
    def waiting(self) -> int:
        """How many dossiers wait for the juror's word on conflicts."""
        return sum(not row.is_confirmed for row in self.rows)


def _titles(keys: set[UUID]) -> dict[UUID, str]:
    pages = translations.listed_in(AwardPage.objects.filter(translation_key__in=keys))
    return {page.translation_key: page.title for page in pages.only("translation_key", "title", "locale")}


def of(user: Any) -> list[Place]:
    """Return the editions in whose jury a person is, the newest first; four queries, however many."""
    jurors = list(Juror.objects.filter(user=user, state=JurorState.ACCEPTED).order_by("-invited_at", "-pk"))
    keys = {juror.award_key for juror in jurors}
    titles = _titles(keys)
    states = dict(AwardEdition.objects.filter(award_key__in=keys).values_list("award_key", "state"))
    counts: dict[int, list[bool]] = {}
    rows = queries.live().filter(juror__in=[juror.pk for juror in jurors])
    for key, state in rows.values_list("juror_id", "state"):
        counts.setdefault(key, []).append(state == AssignmentState.GIVEN)
    return [
        Place(
            juror=juror,
            edition=titles.get(juror.award_key, ""),
            state=str(EditionState(states.get(juror.award_key, EditionState.DRAFT)).label),
            waiting=sum(counts.get(juror.pk, ())),
            total=len(counts.get(juror.pk, ())),
        )
        for juror in jurors
    ]


def serves(user: Any) -> bool:
    """Return whether a person is in the jury of an edition that is not over; such an account needs a second step."""
    seats = Juror.objects.filter(user=user.pk, state=JurorState.ACCEPTED)
    going_on = AwardEdition.objects.exclude(state__in=OVER).values("award_key")
    return seats.filter(award_key__in=going_on).exists()


def _row(assignment: Assignment, rules: EditionRules) -> JuryRow:
    nomination = assignment.nomination
    category = next((one for one in rules.categories if one.code == nomination.category_code), None)
    is_confirmed = assignment.state == AssignmentState.CONFIRMED
    return JuryRow(
        assignment=assignment,
        alias=nomination.alias,
        category=calls.told(category.title, languages.current()) if category else nomination.category_code,
        title="" if anonymises(rules) else title_of(nomination),
        is_confirmed=is_confirmed,
        url=onward.address_of(assignment) if is_confirmed else "",
    )


def seat(user: Any, award_key: UUID) -> Seat | None:
    """Return a person's place in the jury of an edition with the dossiers, None for everybody else; four queries."""
    juror = rights.juror_of(user, award_key)
    call = calls.find(award_key) if juror is not None else None
    if juror is None or call is None:
        return None
    rows = queries.live_assignments(juror) if juror.is_ready else ()
    return Seat(
        juror=juror,
        edition=_titles({award_key}).get(award_key, ""),
        state=call.state,
        rules=call.rules,
        rows=tuple(_row(assignment, call.rules) for assignment in rows),
    )


def dossier(user: Any, public_id: UUID) -> tuple[Seat, JuryRow] | None:
    """Return the place and the dossier that a person judges, None for everybody else, with a conflict, and before declaring."""
    nomination = Nomination.objects.filter(public_id=public_id, state__in=queries.IN_THE_RUNNING).first()
    own = seat(user, nomination.award_key) if nomination is not None else None
    if nomination is None or own is None:
        return None
    row = next((one for one in own.rows if one.assignment.nomination_id == nomination.pk), None)
    return (own, row) if row is not None else None


def is_open_to_confirm(row: JuryRow, own: Seat) -> bool:
    """Return whether a juror can say now that there is no conflict."""
    return not row.is_confirmed and own.may_confirm and row.assignment.nomination.state == NominationState.ELIGIBLE
