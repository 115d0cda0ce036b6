"""Sheets of badges that an organiser asked for."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.media.models import PrivateFile
from registration.organiser_enums import BadgeLayout, BadgeState


class BadgeSheets(models.Model):
    """Badges of those of a subject whom a filter finds, as a file that is thrown away after a week."""

    key = models.UUIDField(_("random key"), default=uuid.uuid4, unique=True, editable=False)
    subject = models.UUIDField(_("subject"), db_index=True)
    filters = models.JSONField(_("for whom"), default=dict, blank=True)
    layout = models.CharField(_("paper"), max_length=10, choices=BadgeLayout.choices, default=BadgeLayout.EIGHT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked for by")
    )
    at = models.DateTimeField(_("asked for at"))
    state = models.CharField(_("state"), max_length=10, choices=BadgeState.choices, default=BadgeState.WAITING)
    badge_count = models.PositiveIntegerField(_("badges"), default=0)
    file = models.OneToOneField(
        PrivateFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("sheets of badges")
        verbose_name_plural = _("sheets of badges")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=BadgeState.values), name="badge_sheets_state_known"),
            models.CheckConstraint(condition=models.Q(layout__in=BadgeLayout.values), name="badge_sheets_layout_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_layout_display()} {self.at:%Y-%m-%d %H:%M}"
