"""Forms of focal points and of those who answer for an organisation."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel import text
from portal.ui import forms as ui_forms
from showcase.domain.consent_details import ConsentDetails
from showcase.need_enums import ConsentMethod


class OrganisationSearchForm(ui_forms.Form):
    """Looks for the organisation in the directory before its need is written down."""

    q = forms.CharField(
        label=_("Name or tax code of the organisation"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class ConsentForm(ui_forms.Form):
    """Who answers for the organisation, and how they agreed."""

    organisation_name = forms.CharField(
        label=_("Name of the organisation"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    contact_name = forms.CharField(
        label=_("Person who answers for the organisation"),
        max_length=150,
        help_text=_("Name and position; not shown on the portal"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    method = forms.ChoiceField(
        label=_("How does the organisation agree?"), choices=ConsentMethod.choices, widget=forms.RadioSelect
    )
    contact_email = forms.EmailField(
        label=_("E-mail address of this person"),
        required=False,
        help_text=_("Needed for the link. With consent on paper or by telephone a link to withdraw goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    contact_phone = forms.CharField(
        label=_("Telephone of this person"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    given_on = ui_forms.DateField(
        label=_("Day of the signature or of the call"),
        required=False,
        help_text=_("Day/month/year; empty for the link"),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=250,
        help_text=_("Where the paper is kept, or who was called and what was agreed"),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, organisation: Any | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if organisation is not None:
            del self.fields["organisation_name"]

    def details(self) -> ConsentDetails:
        """Return what was written."""
        cleaned = self.cleaned_data
        name = self.organisation.name if self.organisation is not None else cleaned["organisation_name"]
        return ConsentDetails(
            organisation_name=text.normalise(name),
            contact_name=text.normalise(cleaned["contact_name"]),
            method=ConsentMethod(cleaned["method"]),
            contact_email=cleaned["contact_email"],
            contact_phone=text.normalise(cleaned["contact_phone"]),
            given_on=cleaned["given_on"],
            note=text.normalise(cleaned["note"]),
        )


class AgreedAgainForm(ui_forms.Form):
    """That an organisation agreed, on paper or by telephone, to what a need says now."""

    given_on = ui_forms.DateField(label=_("Day of the signature or of the call"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=250,
        help_text=_("Where the paper is kept, or who was called and what was agreed"),
    )


class AnswerForm(ui_forms.Form):
    """A few words with a refusal."""

    note = forms.CharField(
        label=_("If you refuse: why?"),
        required=False,
        max_length=250,
        help_text=_("The focal point reads it"),
    )
