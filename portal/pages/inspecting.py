"""Records on the admin's pages that only show them: times on Việt Nam's clock, yes or no, a dash for what is empty."""

from datetime import datetime
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _

from portal.kernel import clock

NOTHING: Final = "–"


def moment(instant: datetime) -> str:
    """Return day and time on Việt Nam's clock in figures."""
    return formats.date_format(clock.local(instant), "SHORT_DATETIME_FORMAT")


class PlainValuesMixin:
    """Shows values as people read them; stands before Wagtail's ``InspectView``."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Return what stands beside the label; Wagtail would write "None" and "False", and times as the database keeps them."""
        view: Any = self
        if getattr(view.object, field_name, None) in (None, ""):
            return NOTHING
        value = super().get_field_display_value(field_name, field)  # type: ignore[misc]  # Wagtail's view
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, datetime):
            return moment(value)
        return NOTHING if isinstance(value, str) and value in {"", "-"} else value
