"""What every act of screening begins with: the edition under its frozen rules, then the dossier, both locked."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.dossiers import calls
from awards.dossiers.domain import common as dossiers
from awards.editions.enums import EditionState
from awards.models import CureRequest, Nomination
from portal.kernel import errors

FIRST, SECOND = 1, 2
NOT_NOW: Final = _("Dossiers are checked while the edition is at the check of eligibility.")


def locked(nomination: Nomination, by: Any) -> tuple[calls.Call, Nomination]:
    """Return the call and the dossier for a secretary of the edition.

    Raises NotAllowedError for others, DomainError outside the check of eligibility.
    """
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    call, found = dossiers.locked_with_edition(nomination)
    if call.state is not EditionState.SCREENING:
        raise errors.DomainError(NOT_NOW)
    return call, found


def cure_of(nomination: Nomination) -> CureRequest | None:
    """Return the one request to complete a dossier, whatever came of it."""
    return CureRequest.objects.filter(nomination=nomination).first()


def round_of(cure: CureRequest | None) -> int:
    """Return which round of checks a dossier is in: the second once its request was answered or its time was over."""
    is_past = cure is not None and (cure.answered_at is not None or cure.lapsed_at is not None)
    return SECOND if is_past else FIRST
