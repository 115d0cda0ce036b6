"""Fields for days and times in the admin that leave what was typed as it is.

Wagtail's picker writes the present moment over whatever it cannot read as soon as the field is left: "31/02" became now, and nobody
was told. The server says beside the field what is wrong.
"""

from typing import Any

from django.db import models
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override


class _AsTypedMixin:
    def get_config(self) -> dict[str, Any]:
        """Return the picker's options."""
        return {**super().get_config(), "validateOnBlur": False}  # type: ignore[misc]  # Wagtail's widget follows


class DayInput(_AsTypedMixin, widgets.AdminDateInput):  # type: ignore[misc]  # Wagtail ships no types
    """A day with Wagtail's picker."""


class TimeInput(_AsTypedMixin, widgets.AdminTimeInput):  # type: ignore[misc]  # the same
    """A time of day with Wagtail's picker."""


class MomentInput(_AsTypedMixin, widgets.AdminDateTimeInput):  # type: ignore[misc]  # the same
    """A day and a time with Wagtail's picker."""


def register() -> None:
    """Have the admin's forms of pages and records use these fields."""
    for field, widget in (
        (models.DateField, DayInput),
        (models.TimeField, TimeInput),
        (models.DateTimeField, MomentInput),
    ):
        register_form_field_override(field, override={"widget": widget})
