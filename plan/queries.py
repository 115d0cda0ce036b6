"""Reads of the plan room: progress of each indicator, meters for the front page, measures by part."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from plan import charts
from plan.enums import Comparison, TargetLevel, Unit
from plan.models import Indicator, IndicatorTarget, IndicatorValue, Measure, PlanPage
from portal.blocks.meters import Meter
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.pages import translations

FRONT_PAGE_METERS = 4


def page_title() -> str:
    """Return the title of the plan's page in the active language, in Vietnamese where it has no English page, else ""."""
    found = translations.listed_in(PlanPage.objects.all()).order_by("pk").values_list("title", flat=True).first()
    return found or ""


def figure(value: Decimal, unit: str) -> str:
    """Return a value with its unit in the active language: "27,5%", "3"."""
    decimals = 0 if value == value.to_integral_value() else 1
    words = formats.number(value, decimals)
    return f"{words}%" if unit == Unit.PERCENT else words


def target_words(target: IndicatorTarget, unit: str) -> str:
    """Return a target as the plan words it: "khoảng 25%", "trên 15%"."""
    return str(Comparison(target.comparison).label) % {"value": figure(target.value, unit)}


@dataclass(frozen=True)
class Progress:
    """One indicator with everything that the page and the download show."""

    indicator: Indicator
    values: Sequence[IndicatorValue]
    targets: Sequence[IndicatorTarget]
    today_year: int

    @property
    def province_targets(self) -> list[IndicatorTarget]:
        """The province's own targets by year."""
        return [target for target in self.targets if target.level == TargetLevel.PROVINCE]

    @property
    def latest(self) -> IndicatorValue | None:
        """The newest value."""
        return self.values[-1] if self.values else None

    @cached_property
    def next_target(self) -> IndicatorTarget | None:
        """The province's target that is due next; the last one when all are past."""
        own = self.province_targets
        return next((target for target in own if target.year >= self.today_year), own[-1] if own else None)

    @property
    def share(self) -> int:
        """The newest value in whole per cent of the next target, 0 to 100."""
        if self.latest is None or self.next_target is None:
            return 0
        return max(0, min(100, int(100 * self.latest.value / self.next_target.value)))

    @property
    def latest_words(self) -> str:
        """The newest value with its unit, or that there is none."""
        return figure(self.latest.value, self.indicator.unit) if self.latest else gettext("no figure yet")

    @property
    def target_words(self) -> str:
        """The next target in words."""
        return target_words(self.next_target, self.indicator.unit) if self.next_target else ""

    @property
    def is_illustrative(self) -> bool:
        """Whether any of the values is illustrative."""
        return any(value.is_illustrative for value in self.values)

    @cached_property
    def chart(self) -> SafeString:
        """The values and the province's targets as an SVG picture, empty without values."""
        if not self.values:
            return SafeString("")
        return charts.bars(
            name=f"bieu-do-{self.indicator.code}",
            title=self.indicator.name,
            description=gettext("Values by year beside the targets; the table below says the same."),
            bars=[
                charts.Bar(value.year, value.value, figure(value.value, self.indicator.unit)) for value in self.values
            ],
            marks=[
                charts.Bar(target.year, target.value, figure(target.value, self.indicator.unit))
                for target in self.province_targets
            ],
        )

    @cached_property
    def columns(self) -> list[dict[str, object]]:
        """Heads of the table twin."""
        return [
            {"label": gettext("Year"), "numeric": False},
            {"label": gettext("Value"), "numeric": True},
            {"label": gettext("Target of the province"), "numeric": True},
            {"label": gettext("Target of the nation, as reported"), "numeric": True},
            {"label": gettext("Source"), "numeric": False},
        ]

    @cached_property
    def rows(self) -> list[list[str]]:
        """Rows of the table twin: every year that has a value or a target."""
        values = {value.year: value for value in self.values}
        own = {target.year: target for target in self.province_targets}
        nation = {target.year: target for target in self.targets if target.level == TargetLevel.NATION}
        unit = self.indicator.unit
        found: list[list[str]] = []
        for year in sorted({*values, *own, *nation}):
            value = values.get(year)
            sources = [value.source, value.note] if value else []
            sources += [target.named_source for target in (own.get(year), nation.get(year)) if target]
            found.append(
                [
                    str(year),
                    figure(value.value, unit) if value else "–",
                    target_words(own[year], unit) if year in own else "–",
                    target_words(nation[year], unit) if year in nation else "–",
                    "; ".join(dict.fromkeys(source for source in sources if source)),
                ]
            )
        return found


def progress(*, front_page_only: bool = False) -> list[Progress]:
    """Return every indicator with values and targets, in three queries."""
    found = Indicator.objects.prefetch_related(
        Prefetch("values", IndicatorValue.objects.order_by("year")),
        Prefetch("targets", IndicatorTarget.objects.order_by("level", "year")),
    ).order_by("position", "code")
    if front_page_only:
        found = found.filter(on_front_page=True)
    year = clock.today().year
    return [
        Progress(indicator, list(indicator.values.all()), list(indicator.targets.all()), year) for indicator in found
    ]


def front_page_meters(language: Language, limit: int = FRONT_PAGE_METERS) -> list[Meter]:
    """Return the meters of the front page in a language; none while there is no progress page to lead to."""
    with translation.override(language):
        page = translations.listed_in(PlanPage.objects.all(), language).first()
        if page is None:
            return []
        url = page.url or ""
        return [
            Meter(
                label=item.indicator.short,
                share=item.share,
                value=item.latest_words,
                target=item.target_words,
                year=item.next_target.year if item.next_target else clock.today().year,
                measured_in=item.latest.year if item.latest else None,
                url=f"{url}#{item.indicator.code}",
                is_illustrative=item.is_illustrative,
            )
            for item in progress(front_page_only=True)[:limit]
        ]


def indicator_names(language: str) -> list[str]:
    """Return the indicators' names in a language."""
    field = "name_en" if language == Language.ENGLISH else "name_vi"
    return list(Indicator.objects.values_list(field, flat=True))


@dataclass(frozen=True)
class Part:
    """One part of the plan with its measures as table rows."""

    title: str
    rows: list[list[str]]


def measures_by_part() -> list[Part]:
    """Return the plan's measures by part, in the plan's order."""
    parts: dict[str, list[list[str]]] = {}
    for measure in Measure.objects.order_by("position", "clause"):
        parts.setdefault(measure.group, []).append([measure.clause, measure.text, measure.body])
    return [Part(title, rows) for title, rows in parts.items()]
