"""Letting the ledger's confirmed contracts of a year become values of the plan's indicators."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from plan import permissions
from plan.domain import values
from plan.models import Indicator, IndicatorValue
from portal.kernel import clock, errors, small_cells
from portal.kernel.languages import Language
from portal.kernel.small_cells import Contribution
from showcase import deal_queries
from showcase.deal_enums import DealStage

# Plan 149/KH-UBND, section II: shares of intellectual property, imported technology, institutes and universities.
INDICATORS: Final = {
    "ip-share": "is_ip_asset",
    "imported-share": "is_imported",
    "institute-share": "from_institute",
}
HUNDRED: Final = Decimal(100)
TENTH: Final = Decimal("0.1")


def record(*, year: int, by: Any, now: datetime) -> list[IndicatorValue]:
    """Keep the shares of a finished year that may be public, counted from confirmed contracts; return the values.

    A share of which fewer than three parties could be recognised is left out. Raises NotAllowedError for a person who may not
    keep the plan's figures, DomainError for a year that is not over and for one without confirmed contracts.
    """
    if not permissions.may_record_values(by):
        raise errors.NotAllowedError
    if year >= clock.local(now).year:
        raise errors.DomainError(_("The year is not over yet."), field="year")
    found = deal_queries.confirmed_outcomes(before=now)
    contracts = [outcome for outcome in found if outcome.year == year and outcome.stage is DealStage.CONTRACT]
    if not contracts:
        raise errors.DomainError(_("No contract of this year is confirmed."), field="year")
    kept = []
    for indicator in Indicator.objects.filter(code__in=INDICATORS):
        field = INDICATORS[indicator.code]
        rows = [Contribution(getattr(row, field), (row.seller, row.buyer)) for row in contracts]
        table = small_cells.publish(rows, [True, False])
        count = table.cells[True]
        if count is None or table.total is None:
            continue
        kept.append(
            values.record_value(
                indicator=indicator,
                year=year,
                by=by,
                value=(HUNDRED * count / table.total).quantize(TENTH),
                source_vi=_source(Language.VIETNAMESE, table.total),
                source_en=_source(Language.ENGLISH, table.total),
                is_illustrative=any(row.is_illustrative for row in contracts),
            )
        )
    return kept


def _source(language: Language, contracts: int) -> str:
    with translation.override(language):
        return _("Ledger of outcomes of this portal: %(count)s contracts confirmed by both sides") % {
            "count": contracts
        }
