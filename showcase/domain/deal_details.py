"""What is said of an outcome, what of it cannot be, and which version of it a person has read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors
from showcase.deal_enums import DealOrigin, DealStage, ValueBand
from showcase.models import Deal

OLDEST: Final = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class DealDetails:
    """What is said of an outcome."""

    stage: DealStage
    origin: DealOrigin
    happened_on: date
    value_band: ValueBand | str = ""
    is_ip_asset: bool = False
    is_imported: bool = False
    from_institute: bool = False
    with_intermediary: bool = False
    note: str = ""


class CorrectedMeanwhileError(errors.DomainError):
    """The person answers a version that is no longer the newest."""

    default_message = _("It was corrected meanwhile. Please read the new version, then decide again.")


class FormUsedError(errors.DomainError):
    """The key of the form belongs to something else."""

    default_message = _("This form was used already. Open it again to begin another one.")


def check(*, details: DealDetails, now: datetime) -> None:
    """Raise DomainError, with the field to blame, for details that cannot be."""
    today = clock.local(now).date()
    if details.happened_on > today:
        raise errors.DomainError(_("Report what has happened; this day is still to come."), field="happened_on")
    if details.happened_on < today - OLDEST:
        raise errors.DomainError(_("That is more than five years ago."), field="happened_on")
    if details.stage == DealStage.CONTRACT and not details.value_band:
        raise errors.DomainError(_("Choose the band in which the contract's value lies."), field="value_band")
    if details.is_imported and details.origin != DealOrigin.FOREIGN:
        raise errors.DomainError(_("What is imported comes from abroad."), field="is_imported")
    if details.stage != DealStage.CONTRACT and details.value_band:
        raise errors.DomainError(_("Only a contract has a value."), field="value_band")


def check_read(*, deal: Deal, version: int | None) -> None:
    """Raise CorrectedMeanwhileError unless ``version`` is the newest of a locked report: nobody agrees to what they did not read."""
    if version != deal.version:
        raise CorrectedMeanwhileError
