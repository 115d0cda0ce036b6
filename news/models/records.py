"""Records that hang on a story's translation key: what the department features."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FeaturedStory(models.Model):
    """A story that the department puts in front, in every language, without touching the newsroom's page."""

    article_key = models.UUIDField(_("story"), unique=True)
    featured_at = models.DateTimeField(_("featured at"))
    featured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("featured by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at = models.DateTimeField(
        _("in front from"), null=True, blank=True, help_text=_("Left empty, it is in front at once.")
    )
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Left empty, it stays until somebody withdraws it.")
    )
    position = models.PositiveSmallIntegerField(
        _("place in the order"), default=1, help_text=_("1 comes first; among the same, what was featured last.")
    )
    note = models.CharField(
        _("why"), max_length=200, blank=True, help_text=_("For colleagues of the department; never shown to readers.")
    )

    class Meta:
        verbose_name = _("featured story")
        verbose_name_plural = _("featured stories")
        ordering: ClassVar = ["position", "-featured_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("featured_at")),
                name="featured_story_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(starts_at=None) | models.Q(until__gt=models.F("starts_at")),
                name="featured_story_ends_after_its_hour",
            ),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="featured_story_position_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.article_key)
