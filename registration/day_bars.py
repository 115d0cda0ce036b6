"""A bar for each day, drawn on the server as SVG with classes only; its twin is a table."""

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.kernel import formats
from registration.dashboard import DayBar

WIDTH: Final = 720
HEIGHT: Final = 180
BASE: Final = 150
TOP: Final = 20
MOST_LABELS: Final = 8


def draw(*, bars: Sequence[DayBar], title: str, description: str) -> SafeString:
    """Return the picture; screen readers hear title and description, sighted people see the values above the bars."""
    if not bars:
        return SafeString("")
    highest = max(bar.count for bar in bars) or 1
    slot = WIDTH / len(bars)
    every = max(1, -(-len(bars) // MOST_LABELS))

    def top(count: int) -> float:
        return round(BASE - (BASE - TOP) * count / highest, 1)

    drawn = format_html_join(
        "",
        '<rect class="day-bars__bar" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (round(slot * place + slot * 0.1, 1), top(bar.count), round(slot * 0.8, 1), round(BASE - top(bar.count), 1))
            for place, bar in enumerate(bars)
            if bar.count
        ),
    )
    values = format_html_join(
        "",
        '<text class="day-bars__value" x="{}" y="{}">{}</text>',
        (
            (round(slot * (place + 0.5), 1), round(top(bar.count) - 5, 1), bar.count)
            for place, bar in enumerate(bars)
            if bar.count and (bar.count == highest or place % every == 0)
        ),
    )
    days = format_html_join(
        "",
        '<text class="day-bars__day" x="{}" y="{}">{}</text>',
        (
            (round(slot * (place + 0.5), 1), HEIGHT - 8, formats.day_and_month(bar.day))
            for place, bar in enumerate(bars)
            if place % every == 0
        ),
    )
    return format_html(
        '<svg class="day-bars" viewBox="0 0 {} {}" role="img" aria-labelledby="day-bars-title day-bars-desc">'
        '<title id="day-bars-title">{}</title><desc id="day-bars-desc">{}</desc>'
        '<line class="day-bars__base" x1="0" y1="{}" x2="{}" y2="{}"/>{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        description,
        BASE,
        WIDTH,
        BASE,
        drawn,
        values,
        days,
    )
