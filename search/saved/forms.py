"""The form by which a search is kept by mail."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import traps
from search.enums import DigestRhythm


class KeepForm(traps.TrappedForm):
    """An address and how often."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Only for this search. Nobody else gets it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=DigestRhythm.choices,
        initial=DigestRhythm.DAILY,
        help_text=_("A mail comes only when there is something new."),
        widget=forms.RadioSelect,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def clean_form_key(self) -> uuid.UUID:
        """Return the key; a form that came without one gets its own."""
        return self.cleaned_data.get("form_key") or uuid.uuid4()
