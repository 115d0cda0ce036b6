"""Records that hang on a story's translation key: what the department features, and what readers say."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.enums import CommentState
from portal.kernel.languages import Language

LONGEST_COMMENT = 2000


class FeaturedStory(models.Model):
    """A story that the department puts in front, in every language, without touching the newsroom's page."""

    article_key = models.UUIDField(_("story"), unique=True)
    featured_at = models.DateTimeField(_("featured at"))
    featured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("featured by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("featured story")
        verbose_name_plural = _("featured stories")
        ordering: ClassVar = ["-featured_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("featured_at")),
                name="featured_story_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.article_key)


class Comment(models.Model):
    """A reader's opinion on a story; plain text, held until the newsroom approves it. The address is never shown."""

    article_key = models.UUIDField(_("story"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("words of the comment"), max_length=LONGEST_COMMENT)
    state = models.CharField(_("state"), max_length=10, choices=CommentState.choices, default=CommentState.PENDING)
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    submitted_at = models.DateTimeField(_("sent at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader's comment")
        verbose_name_plural = _("readers' comments")
        ordering: ClassVar = ["-submitted_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["article_key", "state", "submitted_at"], name="comment_shown")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=CommentState.values), name="comment_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=CommentState.PENDING, decided_at=None)
                | (~models.Q(state=CommentState.PENDING) & ~models.Q(decided_at=None)),
                name="comment_decided_has_time",
            ),
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(name=""), name="comment_has_name_and_text"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CommentMove(models.Model):
    """One step in the life of a comment: who moved it, when, and why."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("reader's comment"), on_delete=models.CASCADE, related_name="moves"
    )
    source = models.CharField(_("state before"), max_length=10, choices=CommentState.choices)
    target = models.CharField(_("state after"), max_length=10, choices=CommentState.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(_("time of the step"))

    class Meta:
        verbose_name = _("step of a comment")
        verbose_name_plural = _("steps of a comment")
        ordering: ClassVar = ["moved_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(target=CommentState.REFUSED) | ~models.Q(reason=""),
                name="comment_refusal_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
