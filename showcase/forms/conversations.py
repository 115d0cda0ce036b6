"""Forms of conversations: declining, writing, sharing contact details, reporting to the officer, asking for the link again."""

import uuid
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from showcase.enquiry_enums import AbuseReason, DeclineReason

LONGEST: Final = 4000


class DeclineForm(ui_forms.Form):
    """One of nine reasons, and words of one's own."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        help_text=_("The sender reads it. Counted together, reasons show you and the office what to improve."),
    )
    note = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=1000,
        help_text=_("For example: what would have to change, or who else could help"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MessageForm(ui_forms.Form):
    """A message to the other side."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        help_text=_("The other side gets a copy by mail. Your address is not given away unless you write it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ShareForm(ui_forms.Form):
    """Agreeing to share what stands above the form."""

    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("Leave it empty to share none"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class ReportForm(ui_forms.Form):
    """Telling the officer."""

    reason = forms.ChoiceField(label=_("Reason"), choices=AbuseReason.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What happened"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class LinkAgainForm(ui_forms.Form):
    """Reference number and address of an enquiry whose link is lost."""

    reference = forms.CharField(
        label=_("Reference number"), max_length=16, help_text=_("It stands in every mail about the enquiry: QT-…")
    )
    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
