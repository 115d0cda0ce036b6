"""The end of a vote: one tally for each category in the log, and nothing left of the connections."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.domain import aliases
from awards.dossiers import calls
from awards.enums import NominationState
from awards.ledger import domain as ledger
from awards.ledger import queries as ledger_queries
from awards.ledger import recompute
from awards.ledger.enums import LedgerKind
from awards.models import Nomination, PublicVote, VoteAlarm
from awards.voting import queries, stages
from awards.voting.domain import alarms
from awards.voting.enums import AlarmState, VoteStage, VoteState
from portal.kernel import errors


class OpenAlarmsError(errors.DomainError):
    """Somebody has to look at the alarms first."""

    default_message = _("Look at the open alarms first: what is struck out must be known before the votes are counted.")


def close_vote(*, award_key: UUID, by: Any, now: datetime) -> dict[str, dict[str, Any]]:
    """Count the votes and append one tally for each category to the log; return the tallies by category.

    ``now`` is the database's clock; ``by`` is None for the timed task. Where a tally stands in the log nothing is done. Every
    dossier that the log takes part is named, with 0 where nobody voted for it. Raises NotAllowedError for others than the edition's
    secretaries, DomainError before the end of the phase, and OpenAlarmsError.
    """
    if by is not None and not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    # In a transaction of its own: what is found now must be there to look at when counting is refused for it.
    alarms.find(award_key=award_key, now=now)
    return _count(award_key, now)


@transaction.atomic
def _count(award_key: UUID, now: datetime) -> dict[str, dict[str, Any]]:
    call = calls.of(alarms.locked_edition(award_key))
    stage = stages.of(call, now=now, is_counted=queries.is_counted(award_key))
    if stage is VoteStage.COUNTED:
        return queries.tallies(award_key)
    if call is None or stage is not VoteStage.COUNTING:
        raise errors.DomainError(_("The votes are counted after the end of public comment, not before."))
    if VoteAlarm.objects.filter(award_key=award_key, state=AlarmState.OPEN).exists():
        raise OpenAlarmsError
    bodies = _tallies(award_key, call)
    forget_connections(award_key=award_key)
    ledger.append_all(award_key=award_key, acts=[(LedgerKind.VOTE_TALLY, body) for body in bodies], now=now)
    return queries.tallies(award_key)


def _tallies(award_key: UUID, call: calls.Call) -> list[dict[str, Any]]:
    told = recompute.told_by(list(ledger_queries.entries(award_key)), with_votes=False)
    names = {code: set(category["dossiers"]) for code, category in told.items()}
    finalists = Nomination.objects.select_for_update().filter(award_key=award_key, state=NominationState.FINALIST)
    numbers = queries.counts(award_key)
    votes: dict[str, dict[str, int]] = {code: dict.fromkeys(sorted(found), 0) for code, found in names.items()}
    for nomination in finalists.order_by("pk"):
        alias = aliases.of_dossier(nomination)
        votes.setdefault(nomination.category_code, {})[alias] = numbers.get(nomination.pk, 0)
    struck_rows = PublicVote.objects.filter(award_key=award_key, state=VoteState.STRUCK).order_by()
    struck = dict(struck_rows.values_list("category_code").annotate(number=Count("pk")))
    order = [category.code for category in call.rules.categories]
    return [
        {"category": code, "votes": dict(sorted(votes[code].items())), "struck": struck.get(code, 0)}
        for code in order
        if code in votes
    ]


def forget_connections(*, award_key: UUID) -> int:
    """Empty what tells that votes came from one connection; return how many votes told it."""
    VoteAlarm.votes.through.objects.filter(votealarm__award_key=award_key).delete()
    VoteAlarm.objects.filter(award_key=award_key, state=AlarmState.OPEN).delete()
    return PublicVote.objects.filter(award_key=award_key).exclude(connection="").update(connection="")
