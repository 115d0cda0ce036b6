"""When calendars were last fetched, by the kind of program."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import ClientFamily
from portal.kernel.languages import Language


class CalendarFetch(models.Model):
    """When programs of one family last fetched one calendar, to the hour; whose programs they are is not kept.

    ``name`` is that of a selection (``events.calendars.selection``), never an address or a secret.
    """

    name = models.CharField(_("name"), max_length=24)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    family = models.CharField(_("program"), max_length=20, choices=ClientFamily.choices)
    fetched_at = models.DateTimeField(_("last fetched"), db_index=True)

    class Meta:
        verbose_name = _("fetch of a calendar")
        verbose_name_plural = _("fetches of calendars")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "language", "family"], name="calendar_fetch_one_row_per_family"),
            models.CheckConstraint(
                condition=models.Q(family__in=ClientFamily.values), name="calendar_fetch_family_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.language} {self.family}"
