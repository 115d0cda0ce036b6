"""Forms of certificates, revocations, and of whoever checks a code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from registration.course_forms import CheckCertificateForm


class CheckCodeForm(CheckCertificateForm):
    """The code alone: certificates of awards are counted anew for each decision, so that their number names none."""

    number = None  # type: ignore[assignment]  # how Django leaves a field out


class IssueForm(ui_forms.Form):
    """The press of a button; what is issued stands beside it."""


class ReasonForm(ui_forms.Form):
    """Why a certificate is declared invalid."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Whoever checks the certificate reads it."),
        error_messages={"required": _("Please state the reason.")},
    )


class ReplaceForm(ReasonForm):
    """The name as it should be printed, and why it changes."""

    recipient = forms.CharField(
        label=_("Recipient as it is to be printed"),
        max_length=200,
        error_messages={"required": _("Enter the full name.")},
    )
    field_order = ("recipient", "reason")


class RevokeAwardForm(ui_forms.Form):
    """By which decision a prize is taken back, and why, in words for readers."""

    number = forms.CharField(
        label=_("Number of the decision that takes the prize back"),
        max_length=60,
        help_text=_("For example 149/QĐ-UBND."),
        error_messages={"required": _("Enter the number of the decision.")},
    )
    decided_on = ui_forms.DateField(
        label=_("Date of the decision"),
        validators=[ui_forms.validate_year],
        error_messages={"required": _("Enter the day of the decision.")},
    )
    reason = forms.CharField(
        label=_("Reason, as readers see it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_(
            "It stands on the winner's page, in the hall of honour and where the certificate is checked. Name nobody who is not concerned."
        ),
        error_messages={"required": _("Please state the reason.")},
    )
    reason_en = forms.CharField(
        label=_("Reason in English"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
