"""Records of the showcase room: enquiries, which hang on what they are about and on no page of one language."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.kernel import clock
from portal.kernel.languages import Language
from showcase.enquiry_enums import DeclineReason
from showcase.enums import DELIVERED_ENQUIRIES, RUNNING_ENQUIRIES, EnquiryState, EnquirySubject


class Enquiry(models.Model):
    """Somebody's interest in a technology or an offer for a need, and its answer."""

    reference = models.CharField(_("reference number"), max_length=16, unique=True)
    subject = models.CharField(_("about"), max_length=12, choices=EnquirySubject.choices)
    translation_key = models.UUIDField(_("key of the page"), db_index=True)
    title = models.CharField(_("title at that time"), max_length=255)
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation asked"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sender's account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    company = models.CharField(_("organisation"), max_length=200, blank=True)
    interest = models.TextField(_("what interests you"), max_length=2000)
    contribution = models.TextField(_("what you bring"), max_length=2000, blank=True)
    question = models.TextField(_("what you need to know first"), max_length=2000, blank=True)
    timing = models.CharField(_("when you want to begin"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=12, choices=EnquiryState.choices, default=EnquiryState.NEW)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decline_reason = models.CharField(
        _("reason of the refusal"), max_length=16, choices=DeclineReason.choices, blank=True, default=""
    )
    decline_note = models.TextField(_("words on the refusal"), max_length=1000, blank=True, default="")
    reply_due_on = models.DateField(_("answer due on"))
    created_at = models.DateTimeField(_("sent at"))
    delivered_at = models.DateTimeField(_("reached the organisation at"), null=True, blank=True)
    expires_on = models.DateField(_("ends without an answer on"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("organisation reminded at"), null=True, blank=True)
    alerted_at = models.DateTimeField(_("officers told at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    submission_key = models.UUIDField(_("key of the form"), unique=True)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state"], name="enquiry_organisation_state"),
            models.Index(fields=["state", "reply_due_on"], name="enquiry_state_due"),
            models.Index(fields=["email", "created_at"], name="enquiry_email_created"),
        ]
        permissions: ClassVar = [
            ("mediate_enquiry", gettext_noop("Can mediate between the sides of enquiries and outcomes"))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=EnquiryState.values), name="enquiry_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=EnquiryState.ANSWERED)
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="enquiry_answered_with_words",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(RUNNING_ENQUIRIES), closed_at__isnull=True)
                | (~models.Q(state__in=sorted(RUNNING_ENQUIRIES)) & models.Q(closed_at__isnull=False)),
                name="enquiry_closed_at_only_when_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=EnquiryState.DECLINED, decline_reason__in=DeclineReason.values)
                | (~models.Q(state=EnquiryState.DECLINED) & models.Q(decline_reason="")),
                name="enquiry_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state=EnquiryState.UNCONFIRMED, delivered_at__isnull=True)
                | (models.Q(state__in=sorted(DELIVERED_ENQUIRIES)) & models.Q(delivered_at__isnull=False))
                | models.Q(state__in=[EnquiryState.EXPIRED, EnquiryState.CLOSED, EnquiryState.WITHDRAWN]),
                name="enquiry_delivered_once_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(delivered_at__isnull=True, expires_on__isnull=True)
                | models.Q(delivered_at__isnull=False, expires_on__isnull=False),
                name="enquiry_expiry_runs_from_delivery",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def is_late(self, day: date | None = None) -> bool:
        """Return whether the answer is overdue."""
        return self.state == EnquiryState.NEW and self.reply_due_on < (day or clock.today())
