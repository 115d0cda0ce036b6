"""Rounds of review with their clock, and what keeps a form that is sent twice from making two drafts."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock
from showcase.enums import DECISIONS_WITH_REASON, EnquirySubject, ReviewDecision


class ReviewRound(models.Model):
    """One submission of a listing and how the review of it ended. At most one round of a listing is open."""

    subject = models.CharField(_("about"), max_length=12, choices=EnquirySubject.choices)
    translation_key = models.UUIDField(_("key of the page"))
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title at that time"), max_length=255)
    # A need that a focal point entered may be of an organisation without an account.
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"))
    due_on = models.DateField(_("decision due on"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=ReviewDecision.choices, default=ReviewDecision.OPEN
    )
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("round of review")
        verbose_name_plural = _("rounds of review")
        ordering: ClassVar = ["due_on", "sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["translation_key"],
                condition=models.Q(decision=ReviewDecision.OPEN),
                name="review_one_open_round",
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=ReviewDecision.values), name="review_decision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decision=ReviewDecision.OPEN, decided_at__isnull=True)
                | (~models.Q(decision=ReviewDecision.OPEN) & models.Q(decided_at__isnull=False)),
                name="review_decided_at_only_when_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=sorted(DECISIONS_WITH_REASON)) | ~models.Q(reason=""),
                name="review_reason_where_owed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, day: date | None = None) -> bool:
        """Return whether the decision is overdue."""
        return self.decision == ReviewDecision.OPEN and self.due_on < (day or clock.today())


class DraftStart(models.Model):
    """The random key of the form with which a draft was begun: sent twice, it leads to the same draft."""

    key = models.UUIDField(_("key of the form"), unique=True)
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("begun draft")
        verbose_name_plural = _("begun drafts")

    def __str__(self) -> str:
        return str(self.key)
