"""Alarms about votes: found by figures, looked at by the secretariat, dismissed with a note or upheld with a reason."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.dossiers import calls
from awards.models import AwardEdition, PublicVote, VoteAlarm
from awards.voting import patterns, queries, stages
from awards.voting.enums import AlarmState, VoteStage, VoteState
from portal.kernel import errors, text


def locked_edition(award_key: UUID) -> AwardEdition | None:
    """Return the edition, held until the transaction ends."""
    return AwardEdition.objects.select_for_update().filter(award_key=award_key).first()


def _seen(award_key: UUID) -> set[tuple[str, int, int]]:
    """Return what the secretariat looked at already: kind, entry and vote. A dismissed pattern is not told again."""
    rows = VoteAlarm.votes.through.objects.filter(votealarm__award_key=award_key)
    handled = rows.exclude(votealarm__state=AlarmState.OPEN)
    return set(handled.values_list("votealarm__kind", "votealarm__nomination_id", "publicvote_id"))


def _given(award_key: UUID) -> dict[str, list[patterns.Given]]:
    found: dict[str, list[patterns.Given]] = defaultdict(list)
    rows = PublicVote.objects.filter(award_key=award_key, state=VoteState.COUNTED)
    for vote in rows.select_related("user").only(
        "category_code", "nomination", "at", "connection", "user__date_joined"
    ):
        joined = vote.user.date_joined if vote.user is not None else None
        found[vote.category_code].append(patterns.Given(vote.pk, vote.nomination_id, vote.at, vote.connection, joined))
    return found


@transaction.atomic
def find(*, award_key: UUID, now: datetime) -> list[VoteAlarm]:
    """Look through the votes of an edition, raise alarms or bring open ones up to date, and return those that are open.

    Nothing is looked for where no vote runs. Running again finds nothing new.
    """
    call = calls.of(locked_edition(award_key))
    stage = stages.of(call, now=now, is_counted=queries.is_counted(award_key))
    if stage in {VoteStage.NONE, VoteStage.COUNTED}:
        return []
    seen = _seen(award_key)
    open_ones = list(VoteAlarm.objects.filter(award_key=award_key, state=AlarmState.OPEN).prefetch_related("votes"))
    for votes in _given(award_key).values():
        for pattern in patterns.of_category(votes):
            fresh = [key for key in pattern.votes if (pattern.kind.value, pattern.nomination, key) not in seen]
            # What remains of a pattern that was looked at must be one by itself, or every late vote would ring again.
            if len(fresh) < _least(pattern, looked_at=len(fresh) < len(pattern.votes)):
                continue
            alarm = _open_one(open_ones, pattern) or VoteAlarm(
                award_key=award_key, nomination_id=pattern.nomination, kind=pattern.kind, found_at=now
            )
            is_new = alarm.pk is None
            alarm.figures = pattern.figures
            alarm.save()
            alarm.votes.set(fresh)
            if is_new:
                open_ones.append(alarm)
    return open_ones


def _least(pattern: patterns.Pattern, *, looked_at: bool) -> int:
    if not looked_at:
        return 1
    least = {"burst": patterns.BURST_LEAST, "one-connection": patterns.CONNECTION_LEAST}
    return least.get(pattern.kind.value, patterns.NEW_LEAST)


def _open_one(alarms: list[VoteAlarm], pattern: patterns.Pattern) -> VoteAlarm | None:
    keys = set(pattern.votes)
    return next(
        (
            alarm
            for alarm in alarms
            if alarm.nomination_id == pattern.nomination
            and alarm.kind == pattern.kind
            and keys & {vote.pk for vote in alarm.votes.all()}
        ),
        None,
    )


def _open_alarm(alarm: VoteAlarm, by: Any, now: datetime) -> VoteAlarm:
    if not permissions.can_manage_edition(by, alarm.award_key):
        raise errors.NotAllowedError
    call = calls.of(locked_edition(alarm.award_key))
    stage = stages.of(call, now=now, is_counted=queries.is_counted(alarm.award_key))
    if stage in {VoteStage.NONE, VoteStage.COUNTED}:
        raise errors.DomainError(_("The votes are counted: nothing can be struck out any more."))
    if stage is VoteStage.LAST_DAY:
        raise errors.DomainError(
            _("In the last day of the vote nobody sees numbers, the secretariat included. Look at this after its end.")
        )
    found = VoteAlarm.objects.select_for_update().get(pk=alarm.pk)
    if found.state != AlarmState.OPEN:
        raise errors.DomainError(_("Somebody has looked at this alarm already."))
    return found


def _close(alarm: VoteAlarm, *, state: AlarmState, words: str, by: Any, now: datetime) -> VoteAlarm:
    alarm.state, alarm.note, alarm.handled_by, alarm.handled_at = state, words, by, now
    alarm.save(update_fields=["state", "note", "handled_by", "handled_at"])
    return alarm


@transaction.atomic
def dismiss(*, alarm: VoteAlarm, note: str, by: Any, now: datetime) -> VoteAlarm:
    """Note that a pattern is no abuse, and return the alarm; its votes go on counting.

    Raises NotAllowedError for others than the edition's secretaries, DomainError without a note, for an alarm that is
    handled, and once the votes are counted.
    """
    found = _open_alarm(alarm, by, now)
    words = text.paragraphs(note)
    if not words:
        raise errors.DomainError(_("Write why this is no abuse."), field="note")
    return _close(found, state=AlarmState.DISMISSED, words=words, by=by, now=now)


@transaction.atomic
def uphold(*, alarm: VoteAlarm, note: str, by: Any, now: datetime) -> VoteAlarm:
    """Strike out the votes of a pattern for the entry, with the reason that their voters read; return the alarm.

    Votes that their people gave to another entry meanwhile count. Raises what ``dismiss`` raises.
    """
    found = _open_alarm(alarm, by, now)
    words = text.paragraphs(note)
    if not words:
        raise errors.DomainError(_("Write why these votes are struck out."), field="note")
    held = found.votes.filter(nomination_id=found.nomination_id, state=VoteState.COUNTED)
    keys = list(held.values_list("pk", flat=True))
    PublicVote.objects.filter(pk__in=keys).update(state=VoteState.STRUCK, struck_because=words)
    # Who looks at it later reads how many these were in the end, not what was first seen.
    found.figures = {**found.figures, "struck": len(keys)}
    found.save(update_fields=["figures"])
    return _close(found, state=AlarmState.UPHELD, words=words, by=by, now=now)
