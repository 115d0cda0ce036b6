"""What keeps an edition at the check of eligibility."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import ngettext

from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.models import Nomination


def undecided(award_key: UUID, _rules: EditionRules) -> Iterator[str]:
    """Give a sentence for dossiers without a conclusion, and one for those whose people still have time to complete them."""
    found = Nomination.objects.filter(award_key=award_key)
    waiting = found.filter(state=NominationState.SUBMITTED).count()
    if waiting:
        words = ngettext(
            "%(number)d dossier has not been decided on in the check of eligibility.",
            "%(number)d dossiers have not been decided on in the check of eligibility.",
            waiting,
        )
        yield words % {"number": waiting}
    asked = found.filter(state=NominationState.NEEDS_CHANGES).count()
    if asked:
        words = ngettext(
            "%(number)d dossier is being completed by its people.",
            "%(number)d dossiers are being completed by their people.",
            asked,
        )
        yield words % {"number": asked}
