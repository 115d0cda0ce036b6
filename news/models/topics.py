"""A topic that somebody proposes before writing, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.desk.enums import StoryProcess, TopicState

LONGEST_PITCH = 2000
LONGEST_ANSWER = 1000
_DECIDED = (TopicState.ACCEPTED, TopicState.DRAFTED)


class TopicProposal(models.Model):
    """A topic for one newsroom (``newsroom_key`` is its translation key)."""

    newsroom_key = models.UUIDField(_("newsroom"), db_index=True)
    title = models.CharField(_("topic"), max_length=200)
    pitch = models.TextField(_("what it is about, and why now"), max_length=LONGEST_PITCH)
    process = models.CharField(_("way to publication"), max_length=9, choices=StoryProcess.choices)
    wished_on = models.DateField(_("wished day of publication"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=TopicState.choices, default=TopicState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who writes it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_at = models.DateTimeField(_("draft due"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=LONGEST_ANSWER, blank=True)
    article_key = models.UUIDField(_("story"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("topic proposal")
        verbose_name_plural = _("topic proposals")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["newsroom_key", "state"], name="topic_of_newsroom")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=TopicState.values), name="topic_state_known"),
            models.CheckConstraint(condition=models.Q(process__in=StoryProcess.values), name="topic_process_known"),
            models.CheckConstraint(condition=~models.Q(title="") & ~models.Q(pitch=""), name="topic_says_what_and_why"),
            models.CheckConstraint(
                condition=~models.Q(state=TopicState.REFUSED) | ~models.Q(answer=""), name="topic_refusal_has_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_DECIDED) | models.Q(due_at__isnull=False), name="topic_accepted_has_due"
            ),
            models.CheckConstraint(
                condition=models.Q(state=TopicState.DRAFTED, article_key__isnull=False)
                | (~models.Q(state=TopicState.DRAFTED) & models.Q(article_key=None)),
                name="topic_drafted_has_story",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TopicMove(models.Model):
    """One step in the life of a topic: who moved it, when, and why."""

    topic = models.ForeignKey(TopicProposal, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="moves")
    source = models.CharField(_("state before"), max_length=9, choices=TopicState.choices, blank=True)
    target = models.CharField(_("state after"), max_length=9, choices=TopicState.choices)
    reason = models.TextField(_("reason"), max_length=LONGEST_ANSWER, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(_("time of the step"))

    class Meta:
        verbose_name = _("step of a topic")
        verbose_name_plural = _("steps of a topic")
        ordering: ClassVar = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
