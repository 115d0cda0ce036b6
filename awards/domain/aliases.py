"""Names by which the log, the jury and the score sheet know dossiers and jurors: drawn by chance, so that nothing follows from them."""

import secrets
from typing import Final
from uuid import UUID

from awards.models import Juror, Nomination

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Nothing that is taken for something else when it is read out."""
LENGTH: Final = 5
DOSSIER: Final = "HS"
JUROR: Final = "GK"


def _drawn(prefix: str, taken: set[str]) -> str:
    while True:
        found = f"{prefix}-{''.join(secrets.choice(LETTERS) for _place in range(LENGTH))}"
        if found not in taken:
            return found


def of_dossier(nomination: Nomination) -> str:
    """Return the alias of a dossier; one that has none gets and keeps one. The caller holds its row."""
    if not nomination.alias:
        taken = Nomination.objects.filter(award_key=nomination.award_key).values_list("alias", flat=True)
        nomination.alias = _drawn(DOSSIER, set(taken))
        nomination.save(update_fields=["alias"])
    return nomination.alias


def for_juror(award_key: UUID) -> str:
    """Return an alias that no juror of an edition has."""
    return _drawn(JUROR, set(Juror.objects.filter(award_key=award_key).values_list("alias", flat=True)))
