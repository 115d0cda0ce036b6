"""Readers' opinions: the comment, the steps of its life, and the rules that the portal sets for them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from news.enums import CommentAction, CommentRule, CommentState
from portal.kernel import languages
from portal.kernel.languages import Language

LONGEST_COMMENT = 2000
LONGEST_REPLY = 2000
LONGEST_RULES = 4000
MOST_PINNED = 3
"""So many opinions of one story stand first; an editorial choice, few enough that the others are still read."""
UNDECIDED = (CommentState.UNVERIFIED, CommentState.PENDING)
DECIDED = (CommentState.APPROVED, CommentState.REFUSED)


class Comment(models.Model):
    """A reader's opinion on a story; plain text, held until its address is proven and the newsroom approves it.

    The address is never shown. ``original_text`` keeps what was written where the newsroom left personal data out of ``text``.
    """

    article_key = models.UUIDField(_("story"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail address"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reference = models.CharField(_("reference number"), max_length=20, unique=True, null=True, editable=False)
    text = models.TextField(_("words of the comment"), max_length=LONGEST_COMMENT)
    original_text = models.TextField(_("words as they were sent"), max_length=LONGEST_COMMENT, blank=True, default="")
    struck_at = models.DateTimeField(_("personal data left out at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CommentState.choices, default=CommentState.PENDING)
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    submitted_at = models.DateTimeField(_("sent at"))
    confirmed_at = models.DateTimeField(_("address proven at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reply = models.TextField(_("answer"), max_length=LONGEST_REPLY, blank=True, default="")
    reply_desk = models.CharField(_("who answers"), max_length=120, blank=True, default="")
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    pin = models.PositiveSmallIntegerField(_("place among those that stand first"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader's comment")
        verbose_name_plural = _("readers' comments")
        ordering: ClassVar = ["-submitted_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["article_key", "state", "submitted_at"], name="comment_shown"),
            models.Index(fields=["email", "submitted_at"], name="comment_of_address"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=CommentState.values), name="comment_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED, decided_at=None)
                | (Q(state__in=DECIDED) & ~Q(decided_at=None))
                | Q(state=CommentState.WITHDRAWN),
                name="comment_decided_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=CommentState.UNVERIFIED, confirmed_at=None)
                | (Q(state__in=[CommentState.PENDING, *DECIDED]) & ~Q(confirmed_at=None))
                | Q(state=CommentState.WITHDRAWN),
                name="comment_verified_has_time",
            ),
            models.CheckConstraint(
                condition=Q(reply="", reply_desk="", replied_at=None)
                | (~Q(reply="") & ~Q(reply_desk="") & ~Q(replied_at=None)),
                name="comment_reply_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(original_text="", struck_at=None) | (~Q(original_text="") & ~Q(struck_at=None)),
                name="comment_struck_keeps_original",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(name=""), name="comment_has_name_and_text"),
            models.CheckConstraint(
                condition=Q(pin=None) | Q(pin__range=(1, MOST_PINNED), state=CommentState.APPROVED),
                name="comment_pinned_is_shown",
            ),
            models.UniqueConstraint(fields=["article_key", "pin"], name="comment_one_at_a_pin"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CommentMove(models.Model):
    """One step in the life of a comment: who did what, when, and why."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("reader's comment"), on_delete=models.CASCADE, related_name="moves"
    )
    action = models.CharField(_("step"), max_length=14, choices=CommentAction.choices, default=CommentAction.MOVED)
    source = models.CharField(_("state before"), max_length=10, choices=CommentState.choices)
    target = models.CharField(_("state after"), max_length=10, choices=CommentState.choices)
    rule = models.CharField(_("rule"), max_length=14, choices=CommentRule.choices, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    words = models.TextField(_("words of the answer"), max_length=LONGEST_REPLY, blank=True, default="")
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
                condition=~Q(action=CommentAction.MOVED)
                | ~Q(target=CommentState.REFUSED)
                | (~Q(rule="") & (~Q(rule=CommentRule.OTHER) | ~Q(reason=""))),
                name="comment_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=(Q(action=CommentAction.MOVED) & ~Q(source=F("target")))
                | (~Q(action=CommentAction.MOVED) & Q(source=F("target"))),
                name="comment_only_moves_change_state",
            ),
            models.CheckConstraint(condition=Q(rule__in=["", *CommentRule.values]), name="comment_rule_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


@register_setting(icon="comment")
class CommentRules(BaseGenericSetting):
    """The rules for readers' comments in the portal's own words; where they are empty, its standing rules are shown."""

    words_vi = models.TextField(
        _("rules in Vietnamese"), max_length=LONGEST_RULES, blank=True, help_text=_("Empty shows the standing rules.")
    )
    words_en = models.TextField(
        _("rules in English"), max_length=LONGEST_RULES, blank=True, help_text=_("Empty shows the standing rules.")
    )

    panels: ClassVar = [FieldPanel("words_vi"), FieldPanel("words_en")]

    class Meta:
        verbose_name = _("rules for comments")

    @classmethod
    def current_words(cls) -> str:
        """Return the rules in the active language, "" where the portal has none of its own in it. Makes no row."""
        found = cls.objects.first()
        if found is None:
            return ""
        return str(found.words_en if languages.current() is Language.ENGLISH else found.words_vi)
