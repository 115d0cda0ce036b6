"""Keeping the value of an indicator for a year."""

from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from plan import permissions
from plan.enums import Unit
from plan.models import Indicator, IndicatorValue
from portal.kernel import errors

HIGHEST_PERCENT: Final = Decimal(1000)
LOG_ACTION: Final = "plan.value"
LOGGED: Final = ("value", "source_vi", "source_en", "note_vi", "note_en", "is_illustrative")


@transaction.atomic
def record_value(
    *,
    indicator: Indicator,
    year: int,
    value: Decimal,
    source_vi: str,
    by: Any,
    source_en: str = "",
    note_vi: str | None = None,
    note_en: str | None = None,
    is_illustrative: bool = False,
) -> IndicatorValue:
    """Keep a year's value, replacing an older one of that year; a note of None leaves the one that editors wrote.

    The history of the indicator tells who recorded what in place of what; recording the same again adds nothing to it. Raises NotAllowedError for a person who may not keep the plan's figures, and DomainError for a figure that cannot be.
    """
    if not permissions.may_record_values(by):
        raise errors.NotAllowedError
    if indicator.unit == Unit.PERCENT and value > HIGHEST_PERCENT:
        raise errors.DomainError(_("A share or growth of more than 1,000 per cent cannot be right."), field="value")
    locked = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    record = IndicatorValue.objects.filter(indicator=locked, year=year).first() or IndicatorValue(
        indicator=locked, year=year
    )
    before = _facts(record) if record.pk else {}
    record.value = value
    record.source_vi = source_vi
    record.source_en = source_en
    record.note_vi = record.note_vi if note_vi is None else note_vi
    record.note_en = record.note_en if note_en is None else note_en
    record.is_illustrative = is_illustrative
    try:
        record.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise errors.DomainError(messages[0], field=field) from error
    record.save()
    record.refresh_from_db()
    after = _facts(record)
    if after != before:
        log(instance=locked, action=LOG_ACTION, user=by, data={"year": year, "from": before, "to": after})
    return record


def _facts(record: IndicatorValue) -> dict[str, Any]:
    facts = {name: getattr(record, name) for name in LOGGED}
    return {**facts, "value": str(record.value)}
