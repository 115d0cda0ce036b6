"""One vote for an account in each category: given, changed, taken back.

The last second: a vote is in time if the database's clock, read once the edition is held, shows less than the end of the
phase. Whoever counts holds the edition too, so no vote comes after the tally.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards.dossiers import calls
from awards.models import AwardEdition, Nomination, PublicVote
from awards.voting import queries, stages, voters
from awards.voting.domain import connections
from awards.voting.enums import TAKES_VOTES, VoteStage, VoteState
from portal.kernel import errors
from portal.operations import db_clock


class VoteOverError(errors.DomainError):
    """No votes are taken now."""

    default_message = _("The vote is over. Votes were taken until the last moment before its end.")


class NoFinalistError(errors.DomainError):
    """The entry cannot be voted for."""

    default_message = _("Only finalists whose page is public can be voted for.")


class StruckError(errors.DomainError):
    """The vote of this account was struck out."""

    default_message = _("Your vote in this category was struck out by the secretariat; it cannot be given anew.")


def _require_running(award_key: UUID) -> Any:
    """Hold the edition until the transaction ends and return the moment; raise VoteOverError where no votes are taken."""
    edition = AwardEdition.objects.select_for_update().filter(award_key=award_key).first()
    now = db_clock.now()
    stage = stages.of(calls.of(edition), now=now, is_counted=queries.is_counted(award_key))
    if stage is VoteStage.NONE:
        raise errors.DomainError(_("There is no vote of the public now."))
    if stage not in TAKES_VOTES:
        raise VoteOverError
    return now


@transaction.atomic
def cast_vote(*, nomination: Nomination, by: Any, address: str = "") -> PublicVote:
    """Give an account's vote in the category of an entry, or change it, and return it.

    ``address`` is the connection's; only a digest of it is kept. Raises DomainError with a sentence for an account that may
    not vote (``voters.refusal``), NoFinalistError, VoteOverError, and StruckError where its vote was struck out.
    """
    now = _require_running(nomination.award_key)
    if refusal := voters.refusal(user=by, award_key=nomination.award_key):
        raise errors.DomainError(refusal)
    if not queries.candidates(nomination.award_key).filter(pk=nomination.pk).exists():
        raise NoFinalistError
    mine = {"award_key": nomination.award_key, "category_code": nomination.category_code, "user": by}
    vote = PublicVote.objects.filter(**mine).first() or PublicVote(**mine)
    if vote.state == VoteState.STRUCK:
        raise StruckError
    if vote.pk is None or vote.nomination_id != nomination.pk:
        vote.nomination, vote.at = nomination, now
        vote.connection = connections.digest(address, now=now)
        vote.save()
        # What was seen in a vote for another entry says nothing about this one.
        vote.alarms.clear()
    return vote


@transaction.atomic
def take_back(*, award_key: UUID, category_code: str, by: Any) -> None:
    """Take an account's vote back; one that is not there is no error. Raises VoteOverError, and StruckError for a struck one."""
    _require_running(award_key)
    vote = PublicVote.objects.filter(award_key=award_key, category_code=category_code, user=by).first()
    if vote is None:
        return
    if vote.state == VoteState.STRUCK:
        raise StruckError
    vote.delete()
