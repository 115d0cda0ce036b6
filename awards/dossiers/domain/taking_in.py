"""The moment in which a dossier becomes the secretariat's."""

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from awards.dossiers import emails
from awards.dossiers.domain import common
from awards.enums import NominationState
from awards.models import Nomination
from portal.kernel import errors

TOO_LATE: Final = _(
    "The call has ended. Dossiers were taken until the last moment before its end, by the clock of the portal's database."
)


def take_in(*, nomination: Nomination, by: Any, now: datetime) -> Nomination:
    """Bring a locked, complete dossier to the secretariat and send the receipts; in the caller's transaction."""
    nomination.submitted_at = now
    nomination.nominee_consented_at = now
    try:
        with transaction.atomic():
            common.move(nomination=nomination, to=NominationState.SUBMITTED, by=by, now=now)
    except IntegrityError:
        raise errors.DomainError(_("This was nominated in this category already."), field="title") from None
    emails.receipt(nomination=nomination)
    return nomination
