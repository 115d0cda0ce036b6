"""The form of a year's public holidays: days typed as people write them, in one field for each holiday."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel import holidays, working_days
from portal.kernel.working_days import Holiday
from portal.ui import forms as ui_forms

BETWEEN_DAYS: Final = re.compile(r"[,;\n]+")
WITHOUT_YEAR: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
MOST: Final = 30


class DaysField(forms.CharField):
    """Days of one year, divided by commas; the year may be left out."""

    def __init__(self, *, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(required=False, max_length=600, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show days as they are typed."""
        return value if isinstance(value, str) or value is None else ", ".join(f"{day:%d/%m/%Y}" for day in value)

    def clean(self, value: Any) -> list[date]:  # type: ignore[override]  # a list comes out
        """Return the days; raises ValidationError that names what cannot be read."""
        parts = [part.strip() for part in BETWEEN_DAYS.split(super().clean(value)) if part.strip()]
        if len(parts) > MOST:
            raise forms.ValidationError(_("Give %(most)d days at most.") % {"most": MOST})
        return [self._read(part) for part in parts]

    def _read(self, part: str) -> date:
        short = WITHOUT_YEAR.fullmatch(part)
        typed = f"{short[1]}/{short[2]}/{self.year}" if short else part
        for pattern in ui_forms.DAY_FORMATS:
            try:
                return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 -- a day, no instant
            except ValueError:
                continue
        raise forms.ValidationError(
            _("“%(part)s” is no day. Write day/month/year and a comma between days.") % {"part": part}
        )


class HolidayForm(ui_forms.Form):
    """Days off by holiday, make-up days, and where they are from."""

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)
        for holiday in Holiday:
            self.fields[holiday.value] = DaysField(year=year, label=holidays.NAMES[holiday])
        self.fields[working_days.MAKE_UP] = DaysField(
            year=year,
            label=_("Weekend days on which offices make up"),
            help_text=_("Days exchanged for a day off; offices work on them."),
        )
        self.fields["source"] = forms.CharField(
            label=_("Source"),
            max_length=300,
            help_text=_("Number and date of the notice or decision."),
            error_messages={"required": _("Say where the days are from.")},
        )
        self.fields["provisional"] = forms.BooleanField(
            label=_("Not decided yet: the days follow the law, the choice is a guess"), required=False
        )

    def days_off(self) -> dict[Holiday, Iterable[date]]:
        """Return the days by holiday."""
        return {holiday: self.cleaned_data[holiday.value] for holiday in Holiday}


def initial(year: int) -> dict[str, Any]:
    """Return what is known of a year; of one that is not known, what the law fixes."""
    known = working_days.years().get(year)
    off = known.days_off if known else holidays.by_law(year)
    days = {holiday.value: [day for day in sorted(off) if off[day] is holiday] for holiday in Holiday}
    return {
        **days,
        working_days.MAKE_UP: sorted(known.make_up) if known else [],
        "source": known.source if known else "",
        "provisional": known.provisional if known else True,
    }
