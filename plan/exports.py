"""The plan's figures as a table file."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext

from plan.queries import Progress, progress
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless


def _rows(items: Iterable[Progress]) -> Iterable[list[str]]:
    yield [
        gettext("Indicator"),
        gettext("Clause"),
        gettext("Year"),
        gettext("Value"),
        gettext("Unit"),
        gettext("Illustrative"),
        gettext("Target of the province"),
        gettext("Target of the nation, as reported"),
        gettext("Source"),
        gettext("Note"),
    ]
    for item in items:
        own = {target.year: str(target.value) for target in item.province_targets}
        nation = {target.year: str(target.value) for target in item.targets if target not in item.province_targets}
        values = {value.year: value for value in item.values}
        sources = {target.year: target.named_source for target in item.targets}
        for year in sorted({*own, *nation, *values}):
            value = values.get(year)
            yield [
                item.indicator.name,
                item.indicator.clause,
                str(year),
                str(value.value) if value else "",
                str(item.indicator.get_unit_display()),
                gettext("yes") if value and value.is_illustrative else "",
                own.get(year, ""),
                nation.get(year, ""),
                value.source if value else sources.get(year, ""),
                value.note if value else "",
            ]


def as_csv() -> str:
    """Return indicators, targets and values as CSV in the active language, with a mark by which Excel reads UTF-8.

    Figures are written with a decimal point, so that machines read them whatever the language.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerows([harmless(cell) for cell in row] for row in _rows(progress()))
    return BYTE_ORDER_MARK + target.getvalue()
