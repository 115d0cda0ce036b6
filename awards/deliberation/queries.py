"""Reads of the council's work: what the secretariat, a juror, an entrant and the public see of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from awards.deliberation import council
from awards.deliberation.domain import appeals, objections, shortlisting
from awards.deliberation.enums import CASE_OPEN, CaseState, Choice, MeetingState, MotionState
from awards.dossiers.emails import edition_title
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules, from_json
from awards.enums import NominationState
from awards.jury.enums import JurorState
from awards.models import (
    Appeal,
    Attendance,
    AwardEdition,
    Conflict,
    Decision,
    Juror,
    Meeting,
    Motion,
    MotionVote,
    Nomination,
    Objection,
    Shortlist,
)
from awards.scoring import figures
from portal.kernel import clock, languages
from portal.kernel.languages import Language


def rules_of(award_key: UUID) -> EditionRules | None:
    """Return the frozen rules of an edition, None where nothing is frozen."""
    edition = AwardEdition.objects.filter(award_key=award_key).first()
    return from_json(edition.rules) if edition is not None and edition.rules else None


def title(nomination: Nomination) -> str:
    """Return the title of a dossier in the reader's language."""
    is_english = languages.current() is Language.ENGLISH
    return nomination.title_en if is_english and nomination.title_en else nomination.title


# The ranking as the council sees it.


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A dossier in the order of its category; ``title`` is empty for who must not see it."""

    rank: int | None
    alias: str
    title: str
    total: str
    council: str
    public: str
    state: str
    is_equal: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """A category in order."""

    title: str
    with_public: bool
    places: tuple[PlaceView, ...]


def ranking(award_key: UUID, rules: EditionRules, hidden: Iterable[int] = ()) -> list[OrderView]:
    """Return every category in order; of the dossiers in ``hidden`` only the alias."""
    separator = "," if languages.current() is Language.VIETNAMESE else "."
    away = set(hidden)
    found = []
    for code, order in council.orders(award_key, rules).items():
        equal = {pk for group in order.equals for pk in group}
        rows = [
            PlaceView(
                rank=place.rank,
                alias=place.nomination.alias,
                title="" if place.nomination.pk in away else title(place.nomination),
                total=figures.show(place.total, separator=separator),
                council=figures.show(place.council, separator=separator),
                public=figures.show(place.public, separator=separator) if place.public is not None else "",
                state=str(place.nomination.get_state_display()),
                is_equal=place.nomination.pk in equal,
            )
            for place in order.places
        ]
        rows += [
            PlaceView(
                rank=None,
                alias=one.alias,
                title="" if one.pk in away else title(one),
                total="",
                council="",
                public="",
                state=str(one.get_state_display()),
                is_equal=False,
            )
            for one in order.unranked
        ]
        found.append(OrderView(shortlisting.title_of(rules, code), order.with_public, tuple(rows)))
    return found


# Meetings.


def meetings_of(award_key: UUID) -> "QuerySet[Meeting]":
    """Return the meetings of an edition with the number of members present and of motions."""
    here = Count("attendances", filter=Q(attendances__is_present=True), distinct=True)
    found = Meeting.objects.filter(award_key=award_key).annotate(here=here, put=Count("motions", distinct=True))
    return found.order_by("-number")


@dataclass(frozen=True, slots=True)
class MotionView:
    """A motion with its numbers."""

    motion: Motion
    dossiers: tuple[str, ...]
    votes: tuple[MotionVote, ...]
    yes: int
    no: int
    abstained: int


def motions_of(meeting: Meeting, hidden: Iterable[int] = ()) -> list[MotionView]:
    """Return the motions of a meeting with their votes; three queries."""
    away = set(hidden)
    rows = meeting.motions.prefetch_related("nominations", "votes__juror", "votes__preferred")
    found = []
    for motion in rows:
        votes = tuple(motion.votes.all())
        number = {choice: sum(vote.choice == choice for vote in votes) for choice in Choice}
        found.append(
            MotionView(
                motion=motion,
                dossiers=tuple(
                    one.alias if one.pk in away else f"{one.alias}: {title(one)}" for one in motion.nominations.all()
                ),
                votes=votes,
                yes=number[Choice.FOR],
                no=number[Choice.AGAINST],
                abstained=number[Choice.ABSTAIN],
            )
        )
    return found


def attendance(meeting: Meeting) -> list[tuple[Juror, Attendance | None]]:
    """Return the members of the council with what was noted of them. Two queries."""
    noted = {row.juror_id: row for row in meeting.attendances.all()}
    return [(juror, noted.get(juror.pk)) for juror in council.members(meeting.award_key)]


# A juror.


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting in the list of a juror."""

    meeting: Meeting
    edition: str


def own_jurors(user: Any) -> "QuerySet[Juror]":
    """Return the places that an account has in juries."""
    return Juror.objects.filter(user=user, state=JurorState.ACCEPTED)


def own_meetings(user: Any) -> list[OwnMeeting]:
    """Return the meetings of the councils that somebody belongs to, the latest first."""
    keys = {juror.award_key for juror in own_jurors(user)}
    titles = {key: edition_title(key, languages.current()) for key in keys}
    rows = Meeting.objects.filter(award_key__in=keys).order_by("-held_at", "-pk")
    return [OwnMeeting(meeting, titles[meeting.award_key]) for meeting in rows]


@dataclass(frozen=True, slots=True)
class JurorView:
    """A meeting as a juror sees it: what is voted on now, and whether this juror can vote on it."""

    meeting: Meeting
    juror: Juror
    is_present: bool
    hidden: frozenset[int]
    motion: Motion | None
    named: tuple[Nomination, ...]
    may_vote: bool
    is_conflicted: bool
    vote: MotionVote | None


def juror_view(user: Any, award_key: UUID, number: int) -> JurorView | None:
    """Return a meeting for one of its jurors, None for everybody else."""
    meeting = Meeting.objects.filter(award_key=award_key, number=number).first()
    juror = council.members(award_key).filter(user=user).first() if meeting is not None else None
    if meeting is None or juror is None:
        return None
    hidden = frozenset(Conflict.objects.filter(juror=juror).values_list("nomination_id", flat=True))
    is_present = meeting.attendances.filter(juror=juror, is_present=True).exists()
    motion = meeting.motions.filter(state=MotionState.OPEN).first() if meeting.state == MeetingState.OPEN else None
    named = tuple(motion.nominations.all()) if motion is not None else ()
    is_conflicted = any(one.pk in hidden for one in named)
    return JurorView(
        meeting=meeting,
        juror=juror,
        is_present=is_present,
        hidden=hidden,
        motion=motion,
        named=named,
        may_vote=motion is not None and is_present and not is_conflicted,
        is_conflicted=is_conflicted,
        vote=motion.votes.filter(juror=juror).first() if motion is not None else None,
    )


# The public.


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """What the page of an edition says of shortlist, objections, decision and appeals; figures and outcomes without names."""

    shortlist: Shortlist | None
    is_open: bool
    objections: int
    upheld: int
    rejected: int
    waiting: int
    decision: Decision | None
    appeals: tuple[Appeal, ...]
    appeals_waiting: int
    appeals_until: datetime | None

    @property
    def is_there(self) -> bool:
        """Whether there is anything to say."""
        return self.shortlist is not None or self.decision is not None


def public_standing(award_key: UUID, state: EditionState, rules: EditionRules) -> PublicStanding | None:
    """Return what readers see; None before the shortlist. Without one two queries."""
    shortlist = Shortlist.objects.filter(award_key=award_key).first()
    decision = Decision.objects.filter(award_key=award_key).order_by("recorded_at").last()
    if shortlist is None and decision is None:
        return None
    now = clock.now()
    counted = Objection.objects.filter(award_key=award_key, confirmed_at__isnull=False).aggregate(
        all=Count("pk"),
        upheld=Count("pk", filter=Q(state=CaseState.UPHELD)),
        rejected=Count("pk", filter=Q(state=CaseState.REJECTED)),
        waiting=Count("pk", filter=Q(state__in=CASE_OPEN)),
    )
    filed = list(Appeal.objects.filter(nomination__award_key=award_key).exclude(state=CaseState.WITHDRAWN))
    is_open = state is EditionState.PUBLIC_COMMENT and shortlist is not None and now < shortlist.comment_until
    return PublicStanding(
        shortlist=shortlist,
        is_open=is_open,
        objections=counted["all"],
        upheld=counted["upheld"],
        rejected=counted["rejected"],
        waiting=counted["waiting"],
        decision=decision,
        appeals=tuple(one for one in filed if one.state not in CASE_OPEN),
        appeals_waiting=sum(one.state in CASE_OPEN for one in filed),
        appeals_until=appeals.until(rules, award_key) if decision is not None else None,
    )


def finalists(award_key: UUID) -> "QuerySet[Nomination]":
    """Return the finalists of an edition."""
    rows = Nomination.objects.filter(award_key=award_key, state=NominationState.FINALIST)
    return rows.order_by("category_code", "title", "pk")


def objections_of(award_key: UUID) -> "QuerySet[Objection]":
    """Return the confirmed objections of an edition, those that wait first."""
    rows = Objection.objects.filter(award_key=award_key, confirmed_at__isnull=False)
    return rows.select_related("nomination", "handled_by").order_by("answered_at", "received_at", "pk")


def waiting_objections(award_key: UUID) -> int:
    """Return how many objections wait for an answer."""
    return objections.unanswered(award_key)


def appeals_of(award_key: UUID) -> "QuerySet[Appeal]":
    """Return the appeals of an edition, the oldest first."""
    return Appeal.objects.filter(nomination__award_key=award_key).select_related("nomination", "officer", "by")


def appeals_for(user: Any) -> "QuerySet[Appeal]":
    """Return the appeals that an officer has been given and has not answered, the most pressing first."""
    rows = Appeal.objects.filter(officer=user, state=CaseState.HANDLING)
    return rows.select_related("nomination").order_by("due_at", "pk")
