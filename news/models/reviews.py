"""Links to one version of a story for a reader without an account, and the remarks that came back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.reviews.enums import ReviewAnswer, ReviewRole
from portal.kernel.languages import Language

LONGEST_REMARK = 2000
LONGEST_PASSAGE = 300


class ReviewLink(models.Model):
    """Who may read which version of a story until when, how often it was opened and what was answered; no addresses of networks."""

    article_key = models.UUIDField(_("story"), db_index=True)
    page = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", verbose_name=_("version"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    name = models.CharField(_("name of the reviewer"), max_length=120)
    email = models.EmailField(_("e-mail of the reviewer"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=ReviewRole.choices, default=ReviewRole.INTERVIEWEE)
    note = models.CharField(_("what the reviewer is asked"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("revoked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened = models.PositiveIntegerField(_("times opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened at"), null=True, blank=True)
    answer = models.CharField(
        _("answer"), max_length=12, choices=ReviewAnswer.choices, blank=True, default=ReviewAnswer.NONE
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link for review")
        verbose_name_plural = _("links for review")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="review_link_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="review_link_has_name"),
            models.CheckConstraint(condition=models.Q(role__in=ReviewRole.values), name="review_link_role_known"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | (models.Q(answer__in=[a for a in ReviewAnswer.values if a]) & ~models.Q(answered_at=None)),
                name="review_link_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ReviewRemark(models.Model):
    """One remark on a draft, on the whole or on a passage; the newsroom sees it once it is sent, as an editor's comment too."""

    link = models.ForeignKey(
        ReviewLink, verbose_name=_("link for review"), on_delete=models.CASCADE, related_name="remarks"
    )
    passage = models.CharField(_("key of the passage"), max_length=80, blank=True)
    number = models.PositiveSmallIntegerField(_("number of the passage"), default=0)
    quote = models.CharField(_("passage"), max_length=LONGEST_PASSAGE, blank=True)
    text = models.TextField(_("remark"), max_length=LONGEST_REMARK)
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    written_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    comment = models.OneToOneField(
        "wagtailcore.Comment",
        verbose_name=_("editor's comment"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("settled by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("remark of a reviewer")
        verbose_name_plural = _("remarks of reviewers")
        ordering: ClassVar = ["number", "written_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="review_remark_has_text"),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None) | ~models.Q(sent_at=None), name="review_remark_settled_once_sent"
            ),
            models.CheckConstraint(
                condition=models.Q(comment=None) | ~models.Q(sent_at=None), name="review_remark_comment_once_sent"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
