"""Whether an edition is being decided anew, and which part of its log the decision in force follows from."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from awards.deliberation.enums import RehearingState
from awards.editions.enums import EditionState
from awards.ledger import queries as ledger
from awards.models import AwardEdition, Rehearing


def of(award_key: UUID) -> Rehearing | None:
    """Return the open rehearing of an edition. One query."""
    return Rehearing.objects.filter(award_key=award_key, state=RehearingState.OPEN).select_related("decision").first()


def is_reopened(edition: AwardEdition) -> bool:
    """Return whether a decided edition is being decided anew; no query for editions in other states."""
    return edition.state == EditionState.DECIDED and of(edition.award_key) is not None


def entries_in_force(award_key: UUID) -> Iterator[dict[str, Any]]:
    """Yield the entries from which the decision in force follows: while it is decided anew, those up to the rehearing. Two queries."""
    found = of(award_key)
    for entry in ledger.entries(award_key):
        if found is not None and entry["number"] > found.entry:
            return
        yield entry
