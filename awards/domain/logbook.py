"""What the log of an edition says of a dossier: that it takes part, that it does not, that it was taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from awards.domain import aliases
from awards.enums import NominationState
from awards.ledger import domain as ledger
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, LedgerEntry, Nomination
from portal.kernel import errors

ENTRIES: Final[Mapping[NominationState, tuple[LedgerKind, Mapping[str, str]]]] = {
    NominationState.ELIGIBLE: (LedgerKind.SCREENING, {"result": "pass"}),
    NominationState.INELIGIBLE: (LedgerKind.SCREENING, {"result": "fail"}),
    NominationState.WITHDRAWN: (LedgerKind.WITHDRAWAL, {}),
}

DECIDED: Final = _("The result of this edition is decided. Who took part in it cannot change any more.")


def note(*, nomination: Nomination, edition: AwardEdition | None, now: datetime) -> None:
    """Add what the state that a dossier has just come to means for the result; nothing for other states.

    The caller holds the edition and the dossier, and locks nothing else afterwards. Nothing is noted of what was never handed
    in, nor in an edition without frozen rules, which nobody can recompute. Raises DomainError once the log holds the decision: whoever
    computed it anew would come to another result than what was decided.
    """
    found = ENTRIES.get(NominationState(nomination.state))
    if found is None or edition is None or not edition.rules or nomination.submitted_at is None:
        return
    kind, more = found
    if LedgerEntry.objects.filter(award_key=nomination.award_key, kind=LedgerKind.DECISION).exists():
        raise errors.DomainError(DECIDED, field="to")
    body = {"category": nomination.category_code, "dossier": aliases.of_dossier(nomination), **more}
    ledger.append(award_key=nomination.award_key, kind=kind, body=body, now=now)
