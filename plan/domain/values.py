"""Keeping the value of an indicator for a year."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plan import permissions
from plan.enums import Unit
from plan.models import Indicator, IndicatorValue
from portal.kernel import errors

HIGHEST_PERCENT = Decimal(1000)


@transaction.atomic
def record_value(
    *,
    indicator: Indicator,
    year: int,
    value: Decimal,
    source_vi: str,
    by: Any,
    source_en: str = "",
    note_vi: str = "",
    note_en: str = "",
    is_illustrative: bool = False,
) -> IndicatorValue:
    """Keep a year's value, replacing an older one of that year.

    Raises NotAllowedError for a person who may not keep the plan's figures, and DomainError for a figure that cannot be.
    """
    if not permissions.may_record_values(by):
        raise errors.NotAllowedError
    if indicator.unit == Unit.PERCENT and value > HIGHEST_PERCENT:
        raise errors.DomainError(_("A share or growth of more than 1,000 per cent cannot be right."), field="value")
    found = IndicatorValue.objects.filter(indicator=indicator, year=year).first()
    record = found or IndicatorValue(indicator=indicator, year=year)
    record.value = value
    record.source_vi = source_vi
    record.source_en = source_en
    record.note_vi = note_vi
    record.note_en = note_en
    record.is_illustrative = is_illustrative
    try:
        record.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise errors.DomainError(messages[0], field=field) from error
    record.save()
    return record
