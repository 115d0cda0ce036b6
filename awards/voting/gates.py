"""What the vote of the public must have come to before an edition goes on."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.models import Nomination
from awards.voting import queries


def before_decision(award_key: UUID, rules: EditionRules) -> Iterator[str]:
    """Give a sentence where the public has a share, there is a finalist, and no tally stands in the log."""
    if not rules.public_share or queries.is_counted(award_key):
        return
    if Nomination.objects.filter(award_key=award_key, state=NominationState.FINALIST).exists():
        yield _("The votes of the public are not counted yet.")
