"""What a calendar says of one event in one language, as the bytes that stand in the file."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language


class CalendarFragment(models.Model):
    """The finished entries of an event, a deadline or a broadcast in one language; written by ``events.domain.fragments`` only.

    ``key`` is the translation key of the event, or the key of a dated entry of another room; ``group`` that of its page.
    ``short`` is the same with shorter descriptions, empty where that changes nothing. Without ``data`` the entries are gone: the
    row stays, so that whoever knows an older ``revision`` learns of it. ``facts`` is a digest of what decides in which
    calendars the entries stand and in which order, ``made_by`` of what is not in the database and yet in the bytes, ``digest`` of
    the bytes and the stamp as they were written, so that a damaged row is known when it is read.
    """

    key = models.UUIDField(_("key"))
    group = models.UUIDField(_("key of the page"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    revision = models.PositiveIntegerField(_("revision of the calendar"))
    stamp = models.CharField(_("last change of content"), max_length=16, blank=True)
    data = models.BinaryField(_("entries"), blank=True)
    short = models.BinaryField(_("entries with short descriptions"), blank=True)
    problem = models.CharField(_("what the check refuses"), max_length=300, blank=True)
    facts = models.CharField(_("digest of filters and order"), max_length=64, blank=True)
    digest = models.CharField(_("digest of the entries"), max_length=64, blank=True)
    made_by = models.CharField(_("digest of the writer"), max_length=64)

    class Meta:
        verbose_name = _("entries of a calendar")
        verbose_name_plural = _("entries of calendars")
        indexes: ClassVar = [models.Index(fields=["language", "revision"], name="calendar_fragment_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "language"], name="calendar_fragment_once_in_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language} {self.revision}"
