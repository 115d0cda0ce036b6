"""Papers that prove who an organisation is: private files for the officers who verify it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exhibitors.enums import PaperKind
from exhibitors.models.records import Organisation


class Paper(models.Model):
    """One paper; who handed it in and when stands in its private file."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="papers"
    )
    kind = models.CharField(_("what it proves"), max_length=20, choices=PaperKind.choices)
    file = models.OneToOneField("media.PrivateFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("for the verification", "paper")
        verbose_name_plural = pgettext_lazy("for the verification", "papers")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=PaperKind.values), name="paper_kind_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
