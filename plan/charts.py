"""Charts drawn on the server as SVG with classes only: no script, no inline style, readable in both colour schemes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH: Final = 380
HEIGHT: Final = 220
TOP: Final = 34
BOTTOM: Final = 36
LEFT: Final = 12
ROOM_FOR_WORDS: Final = 28
HEADROOM: Final = Decimal("1.1")


@dataclass(frozen=True, slots=True)
class Bar:
    """A year with its value and the words that stand above it."""

    year: int
    value: Decimal
    words: str


def bars(*, name: str, title: str, description: str, bars: Sequence[Bar], marks: Sequence[Bar]) -> SafeString:
    """Return a bar for each year that has a value and a dashed line with words for each year that has a target.

    ``name`` must be unique on the page: it ties the picture to its title and description.
    """
    years = sorted({item.year for item in (*bars, *marks)})
    highest = max((item.value for item in (*bars, *marks)), default=Decimal(0)) * HEADROOM or Decimal(1)
    slot = (WIDTH - 2 * LEFT) / max(1, len(years))
    column = {year: LEFT + slot * index for index, year in enumerate(years)}

    def top_of(value: Decimal) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(value / highest)), 1)

    def middle(year: int) -> float:
        return round(column[year] + slot / 2, 1)

    targeted = {mark.year for mark in marks}

    def _inside(bar: Bar) -> bool:
        """Return whether the words go into the bar, because a target of that year may stand above it."""
        return bar.year in targeted and base - top_of(bar.value) > ROOM_FOR_WORDS

    width = round(slot * 0.7, 1)
    base = HEIGHT - BOTTOM
    drawn = format_html_join(
        "",
        '<rect class="chart__bar" x="{}" y="{}" width="{}" height="{}"/><text class="{}" x="{}" y="{}">{}</text>',
        (
            (
                round(middle(bar.year) - width / 2, 1),
                top_of(bar.value),
                width,
                round(base - top_of(bar.value), 1),
                "chart__value chart__value--inside" if _inside(bar) else "chart__value",
                middle(bar.year),
                round(top_of(bar.value) + (20 if _inside(bar) else -8), 1),
                bar.words,
            )
            for bar in bars
        ),
    )
    targets = format_html_join(
        "",
        '<line class="chart__target" x1="{}" y1="{}" x2="{}" y2="{}"/><text class="chart__target-value" x="{}" y="{}">{}</text>',
        (
            (
                round(column[mark.year] + slot * 0.1, 1),
                top_of(mark.value),
                round(column[mark.year] + slot * 0.9, 1),
                top_of(mark.value),
                middle(mark.year),
                round(top_of(mark.value) - 8, 1),
                mark.words,
            )
            for mark in marks
        ),
    )
    labels = format_html_join(
        "", '<text class="chart__year" x="{}" y="{}">{}</text>', ((middle(year), HEIGHT - 10, year) for year in years)
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>'
        '<line class="chart__base" x1="{}" y1="{}" x2="{}" y2="{}"/>{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        name,
        name,
        name,
        title,
        name,
        description,
        LEFT,
        base,
        WIDTH - LEFT,
        base,
        drawn,
        targets,
        labels,
    )
