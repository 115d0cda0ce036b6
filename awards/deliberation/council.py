"""What the council decides on: its members, the ranking as the log gives it, and what a motion would depart from.

Before the tally of the public vote stands in the log, the council sees the order of its own points alone.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.deliberation.enums import MotionKind, MotionState, RehearingState
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules, scoring_rules
from awards.enums import Honour, NominationState
from awards.jury.enums import AssignmentState, JurorState
from awards.ledger import queries as ledger
from awards.ledger import recompute, sheet
from awards.models import Assignment, AwardEdition, Conflict, Juror, Meeting, Motion, Nomination, Rehearing
from awards.scoring import ranking
from awards.scoring.enums import TieBreak

IN_CONTEST = frozenset({NominationState.ELIGIBLE, NominationState.FINALIST})
DECIDED = frozenset({NominationState.WINNER, NominationState.NOT_SELECTED})
"""What takes part where an edition is decided anew; whose prize was revoked does not."""
HONOURS = {honour: place for place, honour in enumerate(Honour)}


def in_contest(edition: AwardEdition) -> frozenset[NominationState]:
    """Return the states of the dossiers that the council decides about."""
    return DECIDED if edition.state == EditionState.DECIDED else IN_CONTEST


def members(award_key: UUID) -> "QuerySet[Juror]":
    """Return the members of an edition's council: jurors who accepted; a reserve only once a dossier was given to it."""
    called_up = Assignment.objects.filter(juror=OuterRef("pk")).exclude(state=AssignmentState.VOID)
    found = Juror.objects.filter(award_key=award_key, state=JurorState.ACCEPTED)
    return found.filter(Q(is_reserve=False) | Exists(called_up)).order_by("-is_chair", "pk")


def present(meeting: Meeting) -> list[Juror]:
    """Return the members who are at a meeting."""
    return list(members(meeting.award_key).filter(attendances__meeting=meeting, attendances__is_present=True))


def conflicted(jurors: Iterable[Juror], nominations: Iterable[Nomination]) -> set[int]:
    """Return the keys of the jurors with a conflict of interest about one of these dossiers. One query."""
    found = Conflict.objects.filter(juror__in=list(jurors), nomination__in=list(nominations))
    return set(found.values_list("juror_id", flat=True))


def entitled(motion: Motion) -> list[Juror]:
    """Return the members who can vote on a motion: present, and without a conflict about a dossier that it names."""
    here = present(motion.meeting)
    out = conflicted(here, motion.nominations.all())
    return [juror for juror in here if juror.pk not in out]


def least_entitled(quorum: int) -> int:
    """Return how many members must be able to vote on a motion: more than half of the quorum."""
    return quorum // 2 + 1


def carries(votes_for: int, of: int) -> bool:
    """Return whether a motion is carried: by more than half of the members who could vote (decision record 49)."""
    return 2 * votes_for > of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier stands in its category."""

    nomination: Nomination
    rank: int
    total: Fraction
    council: Fraction
    public: Fraction | None


@dataclass(frozen=True, slots=True)
class Order:
    """A category in order; ``equals`` are the groups that only a vote of the council can part."""

    code: str
    places: tuple[Place, ...]
    unranked: tuple[Nomination, ...]
    equals: tuple[frozenset[int], ...]
    with_public: bool

    @property
    def ranks(self) -> dict[int, int]:
        """The rank of each ranked dossier by its key."""
        return {place.nomination.pk: place.rank for place in self.places}

    @property
    def everybody(self) -> dict[int, Nomination]:
        """All dossiers of the category by their keys, the ranked ones in order."""
        ranked = {place.nomination.pk: place.nomination for place in self.places}
        return ranked | {nomination.pk: nomination for nomination in self.unranked}


def untallied(rules: EditionRules, entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the categories whose tally of the public vote is not in the log, or does not name every dossier."""
    if not rules.public_share:
        return []
    told = recompute.told_by([dict(entry) for entry in entries], with_votes=True)
    return sorted(code for code, one in told.items() if set(one["votes"]) != set(one["dossiers"]))


def orders(award_key: UUID, rules: EditionRules) -> dict[str, Order]:
    """Return every category that the log tells of, ranked as anybody can recompute it. Two queries."""
    entries = list(ledger.entries(award_key))
    decisive = scoring_rules(rules)
    alone = bool(untallied(rules, entries))
    if alone:
        decisive = dataclasses.replace(decisive, public_share=0)
    rows = Nomination.objects.filter(award_key=award_key).exclude(alias="").select_related("organisation")
    by_alias = {nomination.alias: nomination for nomination in rows}
    found = {}
    for contest in sheet.contests(rules=decisive, entries=entries):
        full = ranking.rank(contest)
        bare = ranking.rank(dataclasses.replace(contest, council_votes={}))
        groups: dict[int, set[int]] = {}
        for row in bare.standings:
            if row.dossier in by_alias:
                groups.setdefault(row.rank, set()).add(by_alias[row.dossier].pk)
        found[contest.code] = Order(
            code=contest.code,
            places=tuple(
                Place(by_alias[row.dossier], row.rank, row.total, row.council.points, row.public)
                for row in full.standings
                if row.dossier in by_alias
            ),
            unranked=tuple(by_alias[name] for name in full.unranked if name in by_alias),
            equals=tuple(frozenset(group) for group in groups.values() if len(group) > 1),
            with_public=bool(rules.public_share) and not alone,
        )
    return found


def carried(award_key: UUID, kind: MotionKind) -> "QuerySet[Motion]":
    """Return the carried motions of a kind, the oldest first; where several are about the same, the last one counts."""
    found = Motion.objects.filter(meeting__award_key=award_key, kind=kind, state=MotionState.CARRIED)
    return found.order_by("closed_at", "pk").prefetch_related("nominations")


def shortlists(award_key: UUID) -> dict[str, list[Nomination]]:
    """Return the dossiers that the council put on the shortlist of each category it decided about."""
    motions = carried(award_key, MotionKind.SHORTLIST)
    return {motion.category_code: list(motion.nominations.all()) for motion in motions}


def _rounds(award_key: UUID) -> list[datetime]:
    """Return from when on the council decided anew, the oldest first; a rehearing after which the decision stood gave no prizes."""
    rows = Rehearing.objects.filter(award_key=award_key).exclude(state=RehearingState.STANDS)
    return list(rows.order_by("opened_at").values_list("opened_at", flat=True))


def voted_anew(award_key: UUID, since: datetime) -> set[str]:
    """Return the categories in which the council closed a vote on a prize, carried or not, since a moment; not those in vain."""
    rows = Motion.objects.filter(meeting__award_key=award_key, kind=MotionKind.PRIZE, closed_at__gte=since)
    void = _in_vain(award_key)
    return {motion.category_code for motion in rows.exclude(state=MotionState.VOID) if not _is_within(motion, void)}


def prizes(award_key: UUID) -> dict[int, Honour]:
    """Return the prize that the council gave to each dossier, by the dossier's key.

    A category in which it voted on a prize while the edition was decided anew has the prizes of these votes alone.
    """
    rounds = _rounds(award_key)
    since: dict[str, datetime] = {code: begun for begun in rounds for code in voted_anew(award_key, begun)}
    void = _in_vain(award_key)
    return {
        nomination.pk: Honour(motion.honour)
        for motion in carried(award_key, MotionKind.PRIZE)
        if motion.closed_at is not None
        and not _is_within(motion, void)
        and (motion.category_code not in since or motion.closed_at >= since[motion.category_code])
        for nomination in motion.nominations.all()
    }


def _in_vain(award_key: UUID) -> list[tuple[datetime, datetime]]:
    """Return the times in which the council met about a decision that stood in the end."""
    rows = Rehearing.objects.filter(award_key=award_key, state=RehearingState.STANDS)
    return [(begun, ended) for begun, ended in rows.values_list("opened_at", "ended_at") if ended is not None]


def _is_within(motion: Motion, times: Iterable[tuple[datetime, datetime]]) -> bool:
    return motion.closed_at is not None and any(begun <= motion.closed_at <= ended for begun, ended in times)


def unparted(
    award_key: UUID, rules: EditionRules, order: Order, outcome: Mapping[int, Any], nothing: Any = None
) -> list[frozenset[int]]:
    """Return the equal dossiers whose outcomes differ although the council's vote, which the rules provide, did not part them.

    A vote counts for a group only if it named all of it: numbers of different votes say nothing beside one another.
    """
    if TieBreak.COUNCIL_VOTE not in rules.tie_breaks:
        return []
    voted: dict[int, frozenset[int]] = {}
    for motion in carried(award_key, MotionKind.TIE):
        named = frozenset(nomination.pk for nomination in motion.nominations.all())
        voted |= dict.fromkeys(named, named)
    return [
        group
        for group in order.equals
        if len({outcome.get(pk, nothing) for pk in group}) > 1 and any(voted.get(pk) != group for pk in group)
    ]


def departs(motion: Motion, named: Collection[Nomination], order: Order | None, given: Mapping[int, Honour]) -> bool:
    """Return whether a motion does otherwise than the ranking says, so that the council has to say why.

    A shortlist departs if somebody is left out who does not stand behind all who are on it; a prize, if somebody who stands in
    front, or beside, has none as high yet.
    """
    if order is None:
        return bool(named)
    ranks, keys = order.ranks, {nomination.pk for nomination in named}
    if motion.kind == MotionKind.SHORTLIST:
        if not keys:
            return bool(ranks)
        last = max((ranks.get(pk, len(ranks) + 1) for pk in keys), default=0)
        return any(rank <= last for pk, rank in ranks.items() if pk not in keys) or not keys <= ranks.keys()
    if motion.kind == MotionKind.PRIZE:
        (own,) = keys
        if own not in ranks:
            return True
        height = HONOURS[Honour(motion.honour)]
        lowest = len(HONOURS)
        return any(
            rank < ranks[own] and HONOURS.get(given.get(pk), lowest) > height  # type: ignore[arg-type]  # nothing is no honour
            for pk, rank in ranks.items()
        )
    return False
