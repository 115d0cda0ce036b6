"""How a person is told of work, and what waits for the daily mail."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.desk.enums import NoticeKind


class WorkPreference(models.Model):
    """A person's wish to be told once a day; without a row everything is told at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="work_preference"
    )
    is_daily = models.BooleanField(_("told once a day"), default=False)

    class Meta:
        verbose_name = _("way of being told of work")
        verbose_name_plural = _("ways of being told of work")

    def __str__(self) -> str:
        return f"{self.user_id}"


class WorkNotice(models.Model):
    """One thing that a person is told in the next daily mail; it is deleted as that mail is queued."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recipient"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=NoticeKind.choices)
    article = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("story"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    topic = models.ForeignKey(
        "news.TopicProposal", verbose_name=_("topic"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    step = models.CharField(_("step"), max_length=255, blank=True)
    words = models.TextField(_("reason or comment"), blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who acted"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    happened_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("notice of work")
        verbose_name_plural = _("notices of work")
        ordering: ClassVar = ["happened_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=NoticeKind.values), name="work_notice_kind_known"),
            models.CheckConstraint(
                condition=models.Q(article=None, topic__isnull=False) | models.Q(article__isnull=False, topic=None),
                name="work_notice_about_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.recipient_id}"
