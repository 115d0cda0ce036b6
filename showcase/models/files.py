"""Files that belong to a technology: drawings, test reports, certificates."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin

from showcase.enums import FileDisclosure


class TechnologyFile(TranslatableMixin, Orderable):
    """One file with its title. Its bytes are always a private file; ``permissions.can_open_file`` says who reads them."""

    page = ParentalKey("showcase.TechnologyPage", on_delete=models.CASCADE, related_name="files")
    title = models.CharField(
        _("title"), max_length=150, help_text=_("What the file is: test report, drawing, certificate")
    )
    disclosure = models.CharField(
        _("who may open it"), max_length=14, choices=FileDisclosure.choices, default=FileDisclosure.AFTER_INTEREST
    )
    file = models.ForeignKey("media.PrivateFile", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        unique_together: ClassVar = [("translation_key", "locale")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(disclosure__in=FileDisclosure.values), name="technology_file_disclosure_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({FileDisclosure(self.disclosure).label})"
