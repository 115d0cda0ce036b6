"""States of a certificate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class CertificateState(TextChoices):
    """Whether a certificate is valid."""

    VALID = "valid", _("Valid")
    REPLACED = "replaced", _("Replaced by another")
    REVOKED = "revoked", _("Revoked")


CERTIFICATE_MOVES = TransitionTable(
    {CertificateState.VALID: frozenset({CertificateState.REPLACED, CertificateState.REVOKED})}
)
