"""The plan's indicators: real targets, illustrative yearly values up to last year."""

from decimal import Decimal

from plan.domain import baseline, values
from plan.models import Indicator
from portal.demo.builders.common import Build
from portal.kernel import clock

SOURCE_VI = "Số liệu minh họa, không phải số liệu thật"
SOURCE_EN = "Illustrative figure, not a real one"
# Values of the last years, newest last, by the code of the indicator.
SERIES: dict[str, tuple[str, ...]] = {
    "growth": ("9", "14", "17", "19", "22"),
    "ip-share": ("5", "7.5", "9", "11", "13"),
    "imported-share": ("18", "21", "24", "26", "28"),
    "institute-share": ("16", "20", "24", "29", "31"),
    "intermediaries": ("0", "0", "0", "1", "1"),
    "exchange-floor": ("0", "0", "0", "0", "0"),
}


def build(context: Build) -> None:
    """Load the plan's real targets and record invented values for the last five years."""
    baseline.load()
    last_year = clock.local(context.now).year - 1
    for indicator in Indicator.objects.all():
        series = SERIES[indicator.code]
        for age, value in enumerate(reversed(series)):
            values.record_value(
                indicator=indicator,
                year=last_year - age,
                value=Decimal(value),
                by=context.people["operator"],
                source_vi=SOURCE_VI,
                source_en=SOURCE_EN,
                is_illustrative=True,
            )
