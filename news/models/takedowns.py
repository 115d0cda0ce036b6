"""Stories that were taken down in every language, what stood there before, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Takedown(models.Model):
    """One taking down of one story; ``before`` names the live version of each language, to which a restoration goes back."""

    article_key = models.UUIDField(_("story"), db_index=True)
    title = models.CharField(_("headline"), max_length=255)
    taken_down_at = models.DateTimeField(_("taken down at"))
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken down by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_undecided = models.BooleanField(_("taken down now, to be decided later"), default=False)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=80, blank=True)
    public_reason_vi = models.CharField(_("reason told to readers (Vietnamese)"), max_length=300, blank=True)
    public_reason_en = models.CharField(_("reason told to readers (English)"), max_length=300, blank=True)
    before = models.JSONField(_("what was live before"))
    restored_at = models.DateTimeField(_("restored at"), null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("restored by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    restored_reason = models.CharField(_("reason for the restoration"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        ordering: ClassVar = ["-taken_down_at", "-pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article_key"], condition=Q(restored_at=None), name="takedown_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(is_undecided=True) | ~Q(reason=""), name="takedown_has_reason"),
            models.CheckConstraint(
                condition=Q(restored_at=None, restored_reason="") | (~Q(restored_at=None) & ~Q(restored_reason="")),
                name="takedown_restored_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
