"""Forms of accounts."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.domain import names
from portal.kernel import languages
from portal.kernel.errors import DomainError
from portal.ui import forms as ui_forms


class SignupDetailsForm(ui_forms.Form):
    """What sign-up asks beside the e-mail address; allauth mixes it into its own form."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        help_text=_("Family name first, as on your papers."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your full name.")},
    )

    def clean_full_name(self) -> str:
        """Return the name as the rule keeps it; refuse what has no letter to read."""
        try:
            return names.checked(self.cleaned_data["full_name"])
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def signup(self, _request: HttpRequest, user: Any) -> None:
        """Keep the name, and the language in which the person signed up."""
        names.introduce(user=user, full_name=self.cleaned_data["full_name"], language=languages.current())
