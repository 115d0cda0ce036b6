"""The secretariat's acts in the log of an edition: opening, amendments, steps, and the head at each phase's end.

The log knows no names: who opened, moved or amended stands with the steps and amendments themselves.
"""

from datetime import datetime

from awards.editions.enums import ENDS, EditionState
from awards.editions.rules import from_json, scoring_rules
from awards.ledger import domain as ledger
from awards.ledger import sheet
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition


def state_rules(*, edition: AwardEdition, kind: LedgerKind, now: datetime, **more: int) -> None:
    """Note the digests of the rules that are now in force, whole and of the part that decides."""
    rules = scoring_rules(from_json(edition.rules or {}))
    body = {"rules": edition.rules_digest, "scoring": sheet.scoring_digest(rules), **more}
    ledger.append(award_key=edition.award_key, kind=kind, body=body, now=now)


def take_step(*, edition: AwardEdition, source: EditionState, now: datetime) -> None:
    """Note that an edition left a state, and publish the head of what thereby ended.

    What is cancelled before its call opened decided nothing for anybody: it is noted, and no phase ended.
    Raises BrokenLogError where the log does not hold; then nobody takes the step.
    """
    to = EditionState(edition.state)
    kind = LedgerKind.CANCELLATION if to is EditionState.CANCELLED else LedgerKind.STEP
    ledger.append(award_key=edition.award_key, kind=kind, body={"from": source.value, "to": to.value}, now=now)
    for phase in ENDS.get(source, ()):
        ledger.publish_head(award_key=edition.award_key, phase=phase, now=now)
