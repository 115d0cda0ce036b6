"""Tags and filters for templates: icons, drawn pictures, times in words, sizes."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats as django_formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from heroicons.templatetags import heroicons

from portal.kernel import clock, formats, languages
from portal.ui import motifs, trl
from portal.ui.motifs import marks
from portal.ui.samples.base import Sample

register = template.Library()

ICON_STYLES = {16: heroicons.heroicon_micro, 20: heroicons.heroicon_mini, 24: heroicons.heroicon_outline}
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

MEGABYTE = 1_000_000
BETWEEN_TAGS = re.compile(r">\s+<")


@lru_cache(maxsize=512)
def _icon(name: str, size: int, css: str, label: str) -> SafeString:
    attrs: dict[str, object] = {"class": f"icon {css}".strip(), "focusable": "false"}
    attrs |= {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    drawing = ICON_STYLES.get(size, heroicons.heroicon_outline)(name, size=size, **attrs).replace(
        ' data-slot="icon"', ""
    )
    if label:
        drawing = drawing.replace(' aria-hidden="true"', "")
    return mark_safe(BETWEEN_TAGS.sub("><", drawing))  # noqa: S308 -- drawn by the icon package


@register.simple_tag
def icon(name: str, *, size: int = 20, css: str = "", label: str = "") -> SafeString:
    """Return a heroicon as inline SVG; hidden from screen readers unless it has a label."""
    return _icon(str(name), size, str(css), str(label))


@register.filter(is_safe=True)
@stringfilter
def leading(label: str) -> str:
    """Return a label as it leads to a sentence: with a colon, where it is no sentence itself."""
    return label if label.endswith((".", "?", "!", ":")) else f"{label}:"


@register.simple_tag
def drawing_url(seed: object, motif: str = "") -> str:
    """Return the address of the drawn picture of a seed; it never changes, so that it is fetched once."""
    return reverse("drawings:drawing", args=[motif if motif in motifs.SHAPES else "any", motifs.key(str(seed or ""))])


@register.simple_tag
def placeholder_svg(seed: object, motif: str = "") -> SafeString:
    """Return the picture drawn for a seed: the same for ever for one seed, different between seeds."""
    return mark_safe(motifs.picture(str(seed), motif or None))  # noqa: S308 -- built from numbers and our own paths


@register.simple_tag
def emblem(size: int = 44) -> SafeString:
    """Return the portal's emblem: a seal with the hat of the quan họ singers whose threads are circuit traces."""
    return mark_safe(marks.emblem(size))  # noqa: S308 -- built from numbers and our own paths


@register.simple_tag
def edge(*, flip: bool = False) -> SafeString:
    """Return the woodblock edge that signs a page, for under the header or, flipped, above the footer."""
    return mark_safe(marks.edge(flip=flip))  # noqa: S308 -- built from numbers and our own paths


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


@register.simple_tag
def when(starts: date | datetime | None, ends: date | datetime | None = None) -> str:
    """Return the time of something in words: one day with hours, or from day to day."""
    if not starts:
        return _("Date to be announced")
    first, last = _day(starts), _day(ends or starts)
    if first != last:
        return formats.date_range(first, last)
    hours = ""
    if isinstance(starts, datetime):
        hours = ", " + formats.clock_time(starts)
        if isinstance(ends, datetime) and ends > starts:
            hours += "–" + formats.clock_time(ends)
    words = formats.long_date(first)
    return words[0].upper() + words[1:] + hours


@register.filter
def day_of(value: date | datetime | None) -> date | None:
    """Return the day of a date or moment on Việt Nam's clock."""
    return _day(value) if isinstance(value, date) else None


@register.filter
def iso(value: date | datetime) -> str:
    """Return a date or moment for the ``datetime`` attribute."""
    return clock.local(value).isoformat() if isinstance(value, datetime) else value.isoformat()


@register.filter
def long_date(value: date | datetime) -> str:
    """Return the date with its weekday."""
    return formats.long_date(_day(value))


@register.filter
def short_date(value: date | datetime) -> str:
    """Return the date in figures (Vietnamese) or with a short month name (English)."""
    return formats.short_date(_day(value))


@register.filter
def clock_time(value: datetime) -> str:
    """Return the time of day on Việt Nam's clock."""
    return formats.clock_time(value)


@register.filter
def month_short(value: date | datetime) -> str:
    """Return the month for a date block: "Tháng 11", "Nov"."""
    day = _day(value)
    if languages.current() == languages.Language.VIETNAMESE:
        return f"Tháng {day.month}"
    return django_formats.date_format(day, "M")


@register.filter
def day_and_month(value: date | datetime) -> str:
    """Return a day without its year, for the end of a date block: "21/12", "21 Dec"."""
    return formats.day_and_month(_day(value))


@register.filter
def breakable(address: str) -> SafeString:
    """Return an address that may break after a slash or a dot, and nowhere inside a word."""
    parts = re.split(r"(?<=[/.])", str(address))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts if part))


@register.filter
def number(value: Any) -> str:
    """Return a number with the language's separators; anything else as it is."""
    return formats.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


@register.filter
def money(amount: int) -> str:
    """Return an amount of đồng in words."""
    return formats.money(amount)


@register.filter
def file_size(size: int | None) -> str:
    """Return a file's size in kB or MB, rounded to what a reader needs."""
    if not size:
        return ""
    if size < MEGABYTE:
        return f"{formats.number(max(1, round(size / 1000)))} kB"
    return f"{formats.number(round(size / MEGABYTE, 1), 1)} MB"


@register.filter
def trl_words(level: int | str | None) -> str:
    """Return the short words of a technology readiness level."""
    return trl.words(level)


@register.filter
def trl_band(level: int | str | None) -> str:
    """Return the band of a technology readiness level: idea, prototype or ready."""
    return trl.band(level)


@register.filter
def times(count: int) -> range:
    """Return the numbers from 1 to ``count``."""
    return range(1, int(count) + 1)


@register.filter
def share_of(value: float, total: float) -> int:
    """Return ``value`` as whole per cent of ``total``, between 0 and 100."""
    return max(0, min(100, round(100 * float(value) / float(total)))) if total else 0


@register.simple_tag
def page_url(query: QueryDict | None, number: int | None, param: str = "page") -> str:
    """Return the address of another page of the same list; page 1 needs no parameter."""
    params = query.copy() if isinstance(query, QueryDict) else QueryDict(mutable=True)
    name = param or "page"
    params.pop(name, None)
    if number is not None and number != 1:
        params[name] = str(number)
    return f"?{params.urlencode()}" if params else "?"


@register.filter(name="is")
def equals(value: object, other: object) -> bool:
    """Return whether two values are equal, for parameters of components."""
    return value == other


@register.filter
def error_anchor(field: BoundField) -> str:
    """Return the id of what the error summary jumps to: the control, or the first choice of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def has_password_login() -> bool:
    """Return whether people sign in with passwords at all; where they do not, nobody is offered one."""
    return any(str(name).startswith("password1") for name in settings.ACCOUNT_SIGNUP_FIELDS)


@register.filter
def without_placeholders(form: BaseForm) -> BaseForm:
    """Return the form without placeholders: they repeat the labels, and vanish when one begins to type."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.filter(name="zip")
def zip_with(row: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return the cells of a table row beside their columns."""
    return list(zip(row, columns, strict=False))


@register.filter
def inline_svg(document: str) -> SafeString:
    """Return a drawing that a library made as a document (a QR code) for use inside HTML."""
    return mark_safe(str(document)[max(0, str(document).find("<svg")) :])  # noqa: S308 -- never from a visitor


@register.filter
def webcal(url: str) -> str:
    """Return the address of a feed as calendar programs take it for a subscription."""
    return "webcal://" + str(url).partition("://")[2]


@register.simple_tag
def component(sample: Sample) -> str:
    """Return a sample of the catalogue, drawn by its own template."""
    return render_to_string(sample.template, dict(sample.context))


@register.simple_tag
def json_ld(data: object) -> SafeString:
    """Return structured data as a JSON-LD data block, safe inside HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 -- escaped above
