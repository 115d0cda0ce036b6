"""What the worker does for votes every few minutes: look for abuse, count what is over, forget what is no longer needed."""

import logging
from datetime import timedelta
from typing import Final

from awards.dossiers import calls
from awards.editions.enums import EditionState
from awards.models import AwardEdition, PublicVote
from awards.voting import queries, stages
from awards.voting.domain import alarms, closing, connections
from awards.voting.enums import TAKES_VOTES, VoteStage
from portal.kernel import errors
from portal.operations import db_clock, leases

NAME: Final = "awards.votes"
EVERY: Final = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def run() -> int | None:
    """Do what is due in every edition whose vote runs or is over; return how many were counted, None while another process is at it.

    Votes are counted by themselves only where no alarm waits for the secretariat.
    """
    lease = leases.take(NAME, read=db_clock.now)
    if lease is None:
        return None
    counted = 0
    try:
        connections.forget_keys(now=db_clock.now())
        for edition in AwardEdition.objects.filter(state=EditionState.PUBLIC_COMMENT).order_by("pk"):
            counted += _one(edition)
            if not lease.keep():
                break
        _forget_cancelled()
    finally:
        lease.give_back()
    return counted


def _one(edition: AwardEdition) -> int:
    now, call = db_clock.now(), calls.of(edition)
    stage = stages.of(call, now=now, is_counted=queries.is_counted(edition.award_key))
    if stage in TAKES_VOTES:
        alarms.find(award_key=edition.award_key, now=now)
    elif stage is VoteStage.COUNTING:
        try:
            closing.close_vote(award_key=edition.award_key, by=None, now=now)
        except closing.OpenAlarmsError:
            return 0
        except errors.DomainError:
            # The edition moved on meanwhile; the next look sees it as it is.
            logger.info("The votes of an edition were not counted; it is tried again.")
            return 0
        return 1
    return 0


def _forget_cancelled() -> None:
    """Nothing is counted of an edition that was cancelled; its connections go all the same."""
    keys = AwardEdition.objects.filter(state=EditionState.CANCELLED).values("award_key")
    rows = PublicVote.objects.filter(award_key__in=keys).exclude(connection="")
    for award_key in rows.order_by().values_list("award_key", flat=True).distinct():
        closing.forget_connections(award_key=award_key)
