"""Motions of a meeting, one after the other: put to the vote, voted on, closed with what came of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from awards.deliberation import council
from awards.deliberation.domain import common, meetings
from awards.deliberation.enums import MOTION_MOVES, Choice, MeetingState, MotionKind, MotionState
from awards.domain import aliases
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules
from awards.enums import Honour
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, Meeting, Motion, MotionVote, Nomination
from awards.scoring.enums import TieBreak
from portal.kernel import errors, text

LEAST_EQUAL = 2


def locked(motion: Motion) -> Motion:
    """Return a motion's row, locked; edition and meeting are locked before it."""
    return Motion.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=motion.pk)


@transaction.atomic
def open_motion(
    *,
    meeting: Meeting,
    kind: MotionKind,
    words: str,
    by: Any,
    now: datetime,
    category_code: str = "",
    nominations: Sequence[Nomination] = (),
    honour: Honour | None = None,
) -> Motion:
    """Put a motion to the vote and return it.

    A shortlist names the dossiers of one category that are to be on it, perhaps none; a prize one dossier of the shortlist and the
    prize; a tie all dossiers that the ranking leaves equal at one place. Raises DomainError with the field for what does not fit,
    without quorum, where too few members are free of conflicts, or while another motion is open.
    """
    edition, rules = common.managed(meeting.award_key, by)
    common.require_state(edition, common.SITTING)
    found = meetings.locked(meeting)
    if found.state != MeetingState.OPEN:
        raise errors.DomainError(_("The meeting is not under way."))
    if found.motions.filter(state=MotionState.OPEN).exists():
        raise errors.DomainError(_("A motion is being voted on. Close it first."))
    meetings.require_quorum(found, rules.quorum)
    question = text.paragraphs(words)
    if not question:
        raise errors.DomainError(_("Write the question that is voted on."), field="words")
    rows = list(Nomination.objects.filter(pk__in=[one.pk for one in nominations], award_key=found.award_key))
    _check(edition, rules, kind, category_code, rows, honour)
    here = council.present(found)
    free = len(here) - len(council.conflicted(here, rows))
    if free < council.least_entitled(rules.quorum):
        sentence = _("Only %(free)d members are free of conflicts about these dossiers; at least %(least)d must be.")
        raise errors.DomainError(
            sentence % {"free": free, "least": council.least_entitled(rules.quorum)}, field="nominations"
        )
    motion = Motion.objects.create(
        meeting=found,
        number=found.motions.count() + 1,
        kind=kind,
        category_code=category_code,
        honour=honour or "",
        words=question,
        opened_at=now,
    )
    motion.nominations.set(rows)
    return motion


def _check(  # noqa: PLR0917 -- the parts of one motion
    edition: AwardEdition,
    rules: EditionRules,
    kind: MotionKind,
    category_code: str,
    rows: Sequence[Nomination],
    honour: Honour | None,
) -> None:
    if (kind is MotionKind.PRIZE) != (honour is not None):
        raise errors.DomainError(_("A motion about a prize names the prize, others none."), field="honour")
    if kind is MotionKind.OTHER:
        return
    if category_code not in {category.code for category in rules.categories}:
        raise errors.DomainError(_("The programme has no such category."), field="category_code")
    order = council.orders(edition.award_key, rules).get(category_code)
    known = order.everybody if order is not None else {}
    keys = {one.pk for one in rows}
    if not keys <= known.keys() or any(one.state not in council.in_contest(edition) for one in rows):
        raise errors.DomainError(_("Choose dossiers of this category that take part."), field="nominations")
    if kind is MotionKind.SHORTLIST:
        _check_shortlist(edition)
    elif kind is MotionKind.PRIZE:
        _check_prize(edition.award_key, category_code, keys)
    else:
        _check_tie(rules, keys, order)


def _check_shortlist(edition: AwardEdition) -> None:
    if edition.state != EditionState.DELIBERATION:
        raise errors.DomainError(_("The shortlist is public already."), field="kind")


def _check_prize(award_key: UUID, category_code: str, keys: set[int]) -> None:
    listed = {one.pk for one in council.shortlists(award_key).get(category_code, [])}
    if len(keys) != 1 or not keys <= listed:
        raise errors.DomainError(_("A prize goes to one dossier that is on the shortlist."), field="nominations")


def _check_tie(rules: EditionRules, keys: set[int], order: council.Order | None) -> None:
    if TieBreak.COUNCIL_VOTE not in rules.tie_breaks:
        raise errors.DomainError(
            _("The rules of this edition do not part equal dossiers by a vote of the council."), field="kind"
        )
    if order is None or len(keys) < LEAST_EQUAL or frozenset(keys) not in order.equals:
        raise errors.DomainError(
            _("Choose all dossiers that the ranking leaves equal at one place, and no others."), field="nominations"
        )


@transaction.atomic
def close_motion(*, motion: Motion, reason: str, by: Any, now: datetime) -> Motion:
    """End the vote on a motion and return it, carried or rejected.

    It is carried by more than half of the members who could vote on it. A vote on equal dossiers stands if more than half put one
    in front and the numbers part at least two of them. Raises DomainError on ``reason`` where it is rejected, or departs from the
    ranking, and the council does not say why.
    """
    _edition, rules = common.managed(motion.meeting.award_key, by)
    meeting = meetings.locked(motion.meeting)
    found = locked(motion)
    if found.state != MotionState.OPEN:
        raise errors.IllegalMoveError
    named = list(found.nominations.all())
    can_vote = council.entitled(found)
    votes = list(found.votes.filter(juror__in=can_vote))
    count = Counter(vote.choice for vote in votes)
    preferred = Counter(vote.preferred_id for vote in votes if vote.preferred_id is not None)
    is_carried = council.carries(count[Choice.FOR], len(can_vote))
    if found.kind == MotionKind.TIE:
        is_carried = is_carried and len({preferred[one.pk] for one in named}) > 1
    words = text.paragraphs(reason)
    departs = False
    if is_carried and found.kind in {MotionKind.SHORTLIST, MotionKind.PRIZE}:
        order = council.orders(meeting.award_key, rules).get(found.category_code)
        departs = council.departs(found, named, order, council.prizes(meeting.award_key))
    if not words and (departs or not is_carried):
        sentence = _("The motion is rejected: state the reasons of the council.")
        if departs:
            sentence = _("The motion departs from the ranking: state the reasons of the council.")
        raise errors.DomainError(sentence, field="reason")
    _end(found, MotionState.CARRIED if is_carried else MotionState.REJECTED, words, now)
    found.entitled, found.departs = len(can_vote), departs
    found.save(update_fields=["state", "reason", "closed_at", "entitled", "departs"])
    acts: list[ledger.Act] = [(LedgerKind.DELIBERATION_VOTE, _body(meeting, found, named, count))]
    if found.kind == MotionKind.TIE and is_carried:
        numbers = {aliases.of_dossier(one): preferred[one.pk] for one in named}
        acts.append((LedgerKind.TIE_VOTE, {"category": found.category_code, "votes": numbers}))
    ledger.append_all(award_key=meeting.award_key, acts=acts, now=now)
    return found


@transaction.atomic
def void_motion(*, motion: Motion, reason: str, by: Any, now: datetime) -> Motion:
    """Take an open motion off the table with its reason, and return it; it may be put again in other words."""
    common.managed(motion.meeting.award_key, by)
    meeting = meetings.locked(motion.meeting)
    found = locked(motion)
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    _end(found, MotionState.VOID, words, now)
    found.save(update_fields=["state", "reason", "closed_at"])
    body = _body(meeting, found, list(found.nominations.all()), Counter())
    ledger.append(award_key=meeting.award_key, kind=LedgerKind.DELIBERATION_VOTE, body=body, now=now)
    return found


def _end(motion: Motion, to: MotionState, words: str, now: datetime) -> None:
    MOTION_MOVES.check(MotionState(motion.state), to)
    motion.state, motion.reason, motion.closed_at = to, words, now


def _body(meeting: Meeting, motion: Motion, named: Sequence[Nomination], count: "Counter[str]") -> dict[str, Any]:
    body: dict[str, Any] = {
        "meeting": meeting.number,
        "motion": motion.number,
        "kind": str(motion.kind),
        "dossiers": sorted(aliases.of_dossier(one) for one in named),
        "for": count[Choice.FOR],
        "against": count[Choice.AGAINST],
        "abstain": count[Choice.ABSTAIN],
        "entitled": motion.entitled or 0,
        "result": str(motion.state),
    }
    if motion.category_code:
        body["category"] = motion.category_code
    if motion.honour:
        body["honour"] = str(motion.honour)
    return body


@transaction.atomic
def cast_vote(
    *, motion: Motion, choice: Choice, by: Any, now: datetime, preferred: Nomination | None = None, reason: str = ""
) -> MotionVote:
    """Keep the vote of a member from the member's own account and return it; until the motion is closed it can be changed.

    Raises NotAllowedError for everybody who cannot vote on this motion, IllegalMoveError once it is closed, DomainError where the
    secretary has entered a paper ballot, or for a vote that does not fit the question.
    """
    common.locked(motion.meeting.award_key)
    found = locked(motion)
    juror = next((one for one in council.entitled(found) if by is not None and one.user_id == by.pk), None)
    if juror is None:
        raise errors.NotAllowedError
    if found.votes.filter(juror=juror, on_paper=True).exists():
        raise errors.DomainError(_("The secretary has entered your paper ballot for this motion."))
    return _keep(found, juror.pk, choice, preferred, reason, now, None)


@transaction.atomic
def record_ballot(
    *,
    motion: Motion,
    juror_id: int,
    choice: Choice,
    by: Any,
    now: datetime,
    preferred: Nomination | None = None,
    reason: str = "",
) -> MotionVote:
    """Keep what stands on the paper ballot of a member, as the secretary reads it, and return it.

    Raises DomainError where the member has voted alone, or cannot vote on this motion.
    """
    common.managed(motion.meeting.award_key, by)
    found = locked(motion)
    if juror_id not in {one.pk for one in council.entitled(found)}:
        raise errors.DomainError(_("This member cannot vote on this motion."))
    if found.votes.filter(juror=juror_id, on_paper=False).exists():
        raise errors.DomainError(_("This member has voted from an own device; that vote stands."))
    return _keep(found, juror_id, choice, preferred, reason, now, by)


def _keep(  # noqa: PLR0917 -- what stands on a ballot
    motion: Motion,
    juror_id: int,
    choice: Choice,
    preferred: Nomination | None,
    reason: str,
    now: datetime,
    recorded_by: Any,
) -> MotionVote:
    if motion.state != MotionState.OPEN:
        raise errors.IllegalMoveError
    is_tie = motion.kind == MotionKind.TIE
    if is_tie and choice == Choice.AGAINST:
        raise errors.DomainError(_("Choose the dossier that goes in front, or abstain."), field="choice")
    if (is_tie and choice == Choice.FOR) != (preferred is not None):
        raise errors.DomainError(_("Choose the dossier that goes in front, or abstain."), field="choice")
    if preferred is not None and not motion.nominations.filter(pk=preferred.pk).exists():
        raise errors.DomainError(_("Choose one of the dossiers of this motion."), field="choice")
    vote, _made = MotionVote.objects.update_or_create(
        motion=motion,
        juror_id=juror_id,
        defaults={
            "choice": choice,
            "preferred": preferred,
            "reason": text.paragraphs(reason),
            "at": now,
            "recorded_by": recorded_by,
            "on_paper": recorded_by is not None,
        },
    )
    return vote
