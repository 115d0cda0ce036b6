"""Forms of enquiries: the four questions, and the answer."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel import text
from portal.ui import forms as ui_forms
from portal.ui import traps
from showcase.domain.enquiry import EnquiryDetails

LONGEST = 2000


def _long(label: Any, hint: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )


class EnquiryForm(traps.TrappedForm):
    """An expression of interest."""

    interest = _long(_("What interests you"), _("Which part of it, and for what use"), required=True)
    contribution = _long(_("What you bring"), _("Your workshop, market, money, people"))
    question = _long(_("What you need to know first"), _("The one answer that decides whether you go on"))
    timing = forms.CharField(
        label=_("When you want to begin"), required=False, max_length=200, help_text=_("For example: next quarter")
    )
    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "The answer goes there. The organisation sees it only when both of you agree to share contact details."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Shared only when both of you agree"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    company = forms.CharField(
        label=_("Your organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def details(self) -> EnquiryDetails:
        """Return what was written."""
        cleaned = self.cleaned_data
        lines = {name: cleaned[name].strip() for name in ("interest", "contribution", "question")}
        words = {name: text.normalise(cleaned[name]) for name in ("name", "timing", "phone", "company")}
        return EnquiryDetails(email=cleaned["email"], **lines, **words)


class AnswerForm(ui_forms.Form):
    """The organisation's answer."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        help_text=_("The portal sends it to the person who asked. Your address is not given away unless you write it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
