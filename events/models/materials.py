"""Files for the trainees of a course."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import MaterialOpening
from portal.kernel import languages
from portal.kernel.languages import Language


class CourseMaterial(models.Model):
    """One file of a course, by the course's translation key: the pages of both languages share it.

    The file is private; ``session`` is the translation key of the session after which it opens.
    """

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    course_key = models.UUIDField(_("course"), db_index=True)
    title_vi = models.CharField(_("title in Vietnamese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    file = models.OneToOneField(
        "media.PrivateFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="course_material"
    )
    opening = models.CharField(
        _("available from"), max_length=15, choices=MaterialOpening.choices, default=MaterialOpening.AT_ONCE
    )
    session = models.UUIDField(_("session"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("material of a course")
        verbose_name_plural = _("materials of courses")
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(opening=MaterialOpening.AFTER_SESSION, session__isnull=False)
                | (~models.Q(opening=MaterialOpening.AFTER_SESSION) & models.Q(session__isnull=True)),
                name="course_material_names_its_session",
            ),
            models.CheckConstraint(
                condition=models.Q(opening__in=MaterialOpening.values), name="course_material_opening_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the active language; Vietnamese where English is missing."""
        return self.title_en if languages.current() is Language.ENGLISH and self.title_en else self.title_vi
