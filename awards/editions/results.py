"""The score sheet of an edition as readers get it: whether it can be there yet, and its bytes."""

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.core.cache import cache

from awards.domain import reopened
from awards.editions.enums import RESULT_STATES, EditionState
from awards.editions.rules import EditionRules, from_json, scoring_rules
from awards.enums import PhaseKind
from awards.ledger import sheet
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, LedgerChain, LedgerEntry, LedgerHead
from portal.kernel.errors import DomainError

logger = logging.getLogger(__name__)
KEPT_SECONDS: Final = 24 * 60 * 60


class SheetState(StrEnum):
    """Whether readers can have the score sheet, and why not."""

    READY = "ready"
    BEFORE = "before"
    UNDECIDED = "undecided"
    CANCELLED = "cancelled"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The file of an edition; ``raw`` is empty unless it is ready, ``due`` is when the decision begins by the rules.

    While the edition is decided anew it is the file of the decision that is looked at: ``is_reopened``.
    """

    state: SheetState
    due: datetime | None
    raw: bytes = b""
    is_reopened: bool = False


def score_sheet(edition: AwardEdition) -> ScoreSheet:
    """Return the score sheet of an edition with frozen rules, built from its log; it is built once for each state of the log.

    Not before the edition is decided and the log holds a decision: until then scores are nobody's to read.
    """
    rules = from_json(edition.rules or {})
    phase = rules.phase(PhaseKind.DECISION)
    due = phase.starts if phase else None
    if edition.state == EditionState.CANCELLED:
        return ScoreSheet(SheetState.CANCELLED, due)
    if edition.state not in RESULT_STATES:
        return ScoreSheet(SheetState.BEFORE, due)
    if not LedgerEntry.objects.filter(award_key=edition.award_key, kind=LedgerKind.DECISION).exists():
        return ScoreSheet(SheetState.UNDECIDED, due)
    rehearing = reopened.of(edition.award_key)
    last = rehearing.entry if rehearing is not None else None
    raw = _built(edition, rules, last)
    return ScoreSheet(SheetState.READY if raw else SheetState.UNCONFIRMED, due, raw, is_reopened=last is not None)


def _built(edition: AwardEdition, rules: EditionRules, last: int | None) -> bytes:
    """Return the file, empty where it cannot be confirmed. It holds the log and its heads, and nothing else that can change."""
    chain = LedgerChain.objects.get(award_key=edition.award_key)
    heads = LedgerHead.objects.filter(award_key=edition.award_key).count()
    key = f"awards:score-sheet:{edition.award_key}:{chain.digest}:{heads}:{edition.rules_digest}:{last or ''}"
    raw: bytes | None = cache.get(key)
    if raw is None:
        try:
            raw = sheet.build_from_log(
                award_key=edition.award_key,
                rules_digest=edition.rules_digest,
                rules=scoring_rules(rules),
                last=last,
            )
        except DomainError:
            logger.exception("score sheet of edition %s", edition.award_key)
            raw = b""
        cache.set(key, raw, KEPT_SECONDS)
    return raw
