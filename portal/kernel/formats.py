"""Numbers, money and dates as Vietnamese and English readers write them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import formats, translation
from django.utils.translation import gettext as _

from portal.kernel import clock

NO_BREAK_SPACE: Final = "\u00a0"
MILLION: Final = 1_000_000
BILLION: Final = 1_000_000_000
LAST_PADDED_MONTH: Final = 2


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """Return 1.234.567,89 in Vietnamese and 1,234,567.89 in English."""
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def _short(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.1"))
    return number(rounded, 0 if rounded == rounded.to_integral_value() else 1)


def money(amount: int) -> str:
    """Return an amount of đồng in words: "1,5 tỷ đồng", "380 triệu đồng", "VND 1.5 billion"."""
    value = Decimal(amount)
    if abs(value) >= BILLION:
        return _("VND %(amount)s billion") % {"amount": _short(value / BILLION)}
    if abs(value) >= MILLION:
        return _("VND %(amount)s million") % {"amount": _short(value / MILLION)}
    return _("VND %(amount)s") % {"amount": number(value, 0)}


def document_date(day: date) -> str:
    """Return the date as a Vietnamese document prints it: "ngày 08 tháng 5 năm 2023".

    A zero stands before days under 10 and before months 1 and 2 only (Decree 30/2020/NĐ-CP, annex I).
    """
    if translation.get_language() != "vi":
        return formats.date_format(day, "j F Y")
    month = f"{day.month:02}" if day.month <= LAST_PADDED_MONTH else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def long_date(day: date) -> str:
    """Return the date with its weekday: "thứ Bảy, 12/12/2026" or "Saturday, 12 December 2026"."""
    return formats.date_format(day, "l, d/m/Y" if translation.get_language() == "vi" else "l, j F Y")


def short_date(day: date) -> str:
    """Return "12/12/2026" or "12 Dec 2026"."""
    return formats.date_format(day, "d/m/Y" if translation.get_language() == "vi" else "j M Y")


def month(day: date) -> str:
    """Return the month of a day with its year: "tháng 11 năm 2026" or "November 2026"."""
    if translation.get_language() != "vi":
        return formats.date_format(day, "F Y")
    return f"tháng {day.month} năm {day.year}"


def day_and_month(day: date) -> str:
    """Return "21/12" or "21 Dec"."""
    if translation.get_language() == "vi":
        return f"{day.day}/{day.month}"
    return formats.date_format(day, "j M")


def clock_time(instant: datetime) -> str:
    """Return the time on Việt Nam's clock, 24 hours: "14:30"."""
    return clock.local(instant).strftime("%H:%M")


def date_range(first: date, last: date) -> str:
    """Return one date, or "từ 20/12/2026 đến 22/12/2026" / "20 Dec 2026 to 22 Dec 2026"."""
    if first == last:
        return short_date(first)
    return _("%(first)s to %(last)s") % {"first": short_date(first), "last": short_date(last)}


def period(starts: datetime, ends: datetime | None = None, *, whole_days: bool = False) -> str:
    """Return when something begins and when it ends, the hours of both included, however many days lie between.

    Where whole days count only the dates are told. Something that ends at midnight ends on the day before.
    """
    first = clock.local(starts).date()
    if ends is None or ends <= starts:
        return sentence(long_date(first)) + ("" if whole_days else f", {clock_time(starts)}")
    last = clock.local(ends - timedelta(microseconds=1)).date()
    if whole_days:
        return sentence(long_date(first)) if first == last else date_range(first, last)
    if first == last:
        return f"{sentence(long_date(first))}, {clock_time(starts)}–{clock_time(ends)}"
    return _("%(opens)s on %(first)s to %(closes)s on %(last)s") % {
        "opens": clock_time(starts),
        "first": long_date(first),
        "closes": clock_time(ends),
        "last": long_date(clock.local(ends).date()),
    }


def sentence(words: str) -> str:
    """Return the words with a capital at their beginning."""
    return words[0].upper() + words[1:]
