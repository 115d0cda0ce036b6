"""What hangs on an enquiry: its log, messages, shared contact details, refused senders, reports to the officer."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from showcase.enquiry_enums import AbuseReason, EnquiryStep, ReportState, Side
from showcase.models.records import Enquiry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _person(name: "_StrPromise") -> "models.ForeignKey[Any, Any]":
    """Return a link to the account of the one who acted; the row outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=name,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class EnquiryLog(models.Model):
    """One step of an enquiry: what, when, by which side. Rows are only ever added; the portal itself has no side."""

    enquiry = models.ForeignKey(Enquiry, verbose_name=_("enquiry"), on_delete=models.CASCADE, related_name="log")
    step = models.CharField(_("step"), max_length=20, choices=EnquiryStep.choices)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, blank=True)
    by = _person(_("by"))
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("step of an enquiry")
        verbose_name_plural = _("steps of enquiries")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(step__in=EnquiryStep.values), name="enquiry_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.step}"


class EnquiryMessage(models.Model):
    """What one side wrote to the other after the first answer."""

    enquiry = models.ForeignKey(Enquiry, verbose_name=_("enquiry"), on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    author = _person(_("author"))
    text = models.TextField(_("text"), max_length=4000)
    sent_at = models.DateTimeField(_("sent at"))
    submission_key = models.UUIDField(_("key of the form"), unique=True)

    class Meta:
        verbose_name = _("message about an enquiry")
        verbose_name_plural = _("messages about enquiries")
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="message_side_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="message_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.side} {self.sent_at:%Y-%m-%d %H:%M}"


class ContactShare(models.Model):
    """The contact details that one side is ready to share, word for word; disclosed when the other side is ready too.

    A disclosed row is the record of what was told to whom and when, and is never changed or removed.
    """

    enquiry = models.ForeignKey(Enquiry, verbose_name=_("enquiry"), on_delete=models.CASCADE, related_name="shares")
    side = models.CharField(_("whose details"), max_length=8, choices=Side.choices)
    name = models.CharField(_("name"), max_length=150)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    offered_by = _person(_("offered by"))
    offered_at = models.DateTimeField(_("offered at"))
    disclosed_at = models.DateTimeField(_("disclosed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared contact details")
        verbose_name_plural = _("shared contact details")
        ordering: ClassVar = ["offered_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enquiry", "side"], name="share_one_each_side"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="share_side_known"),
            models.CheckConstraint(
                condition=models.Q(disclosed_at__isnull=True) | models.Q(disclosed_at__gte=models.F("offered_at")),
                name="share_disclosed_after_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.side}"


class SenderBlock(models.Model):
    """An address from which an organisation takes no further enquiries; members see the name, never the address."""

    organisation = models.ForeignKey(
        "exhibitors.Organisation", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="+"
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name at that time"), max_length=150)
    made_by = _person(_("refused by"))
    made_at = models.DateTimeField(_("refused at"))

    class Meta:
        verbose_name = _("refused sender")
        verbose_name_plural = _("refused senders")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "email"], name="block_one_each_address"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.made_at:%Y-%m-%d}"


class AbuseReport(models.Model):
    """What one side of an enquiry tells the officer about the other."""

    enquiry = models.ForeignKey(Enquiry, verbose_name=_("enquiry"), on_delete=models.CASCADE, related_name="reports")
    side = models.CharField(_("reported by"), max_length=8, choices=Side.choices)
    reason = models.CharField(_("reason"), max_length=8, choices=AbuseReason.choices)
    text = models.TextField(_("what happened"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    reported_by = _person(_("account"))
    reported_at = models.DateTimeField(_("reported at"))
    handled_by = _person(_("dealt with by"))
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    remark = models.CharField(_("officer's remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("report of abuse")
        verbose_name_plural = _("reports of abuse")
        ordering: ClassVar = ["-reported_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enquiry", "side"],
                condition=models.Q(state=ReportState.OPEN),
                name="report_one_open_each_side",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReportState.OPEN, handled_at__isnull=True)
                | (~models.Q(state=ReportState.OPEN) & models.Q(handled_at__isnull=False)),
                name="report_handled_at_only_when_handled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.reason}"
