"""Giving the dossiers of an edition to its jurors."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from awards.jury import facts, planning
from awards.jury.domain import blocking, common, giving
from awards.ledger import domain as ledger


@transaction.atomic
def assign(*, award_key: UUID, by: Any, now: datetime, seen: str = "") -> planning.Planned:
    """Give every eligible dossier the jurors that it lacks, and return what was given and which dossiers stay short.

    What was given before stays, so a second time changes nothing. The seed is the digest of the log's last entry: nobody can choose
    it, everybody can read it. ``seen`` is the digest of the plan that was looked at, "" for whoever did not look.

    Raises NotAllowedError for others than the secretariat, DomainError outside screening and scoring, ChangedError.
    """
    common.require_secretariat(by, award_key)
    _edition, rules = common.locked_edition(award_key, common.GIVING)
    acts = blocking.block_certain(jurors=facts.accepted(award_key), nominations=facts.handed_in(award_key), now=now)
    planned, given = giving.fill_up(award_key=award_key, rules=rules, by=by, now=now, seen=seen)
    ledger.append_all(award_key=award_key, acts=[*acts, *given], now=now)
    return planned
