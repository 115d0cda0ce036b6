"""What happened to a subject, told to everybody who is registered for it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import AnnouncementKind


class Announcement(models.Model):
    """One change of a subject. Mails go out in batches; ``told_through`` is the last registration that has its mail.

    ``changes`` holds by language what changed, as rows of term, value before and value after; ``notes`` the organiser's
    words by language. Both are kept as they were when the change was made, so that a later change tells its own story.
    ``sessions`` are the keys of the sessions that it is about; where there are any, only those who chose one of them are told.
    """

    subject = models.UUIDField(_("subject"), db_index=True)
    kind = models.CharField(_("what happened"), max_length=20, choices=AnnouncementKind.choices)
    changes = models.JSONField(_("what changed"), default=dict, blank=True)
    notes = models.JSONField(_("words of the organiser"), default=dict, blank=True)
    sessions = models.JSONField(_("only for those who chose these sessions"), default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    at = models.DateTimeField(_("moment"))
    told_through = models.PositiveBigIntegerField(_("last registration told"), default=0)
    told = models.PositiveIntegerField(_("mails"), default=0)
    finished_at = models.DateTimeField(_("everybody told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("announcement of a change")
        verbose_name_plural = _("announcements of changes")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AnnouncementKind.values), name="registration_announcement_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(finished_at__gte=models.F("at")),
                name="registration_announcement_finished_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
