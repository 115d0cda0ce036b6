"""Choices of needs that a local focal point enters for an organisation, and of its consent."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class ConsentMethod(TextChoices):
    """How an organisation agrees that a focal point enters its need."""

    PAPER = "paper", _("Signed on paper, kept by the focal point")
    LINK = "link", _("By the link in an e-mail")
    PHONE = "phone", _("By telephone, with a note")


class ConsentState(TextChoices):
    """Where the consent stands."""

    WAITING = "waiting", _("Waiting for an answer")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CONSENT_MOVES: Final = TransitionTable(
    {
        ConsentState.WAITING: frozenset({ConsentState.GIVEN, ConsentState.REFUSED}),
        ConsentState.GIVEN: frozenset({ConsentState.WITHDRAWN}),
    }
)
OPEN_CONSENTS: Final = (ConsentState.WAITING, ConsentState.GIVEN)

CONSENT_VERSION: Final = "2026-11"
CONSENT_TEXTS: Final = {
    "2026-11": _(
        "The focal point may describe this need on the portal for the organisation, as it is shown below. The portal "
        "publishes it after a review. The person and address named here are used for this need only and are not shown. "
        "The organisation can take the need over, change it or withdraw its consent at any time."
    ),
}
"""Every version ever shown; a record keeps the version it was given under. Never change a text, add a version."""
