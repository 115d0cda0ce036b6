"""How the life of an offer ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from showcase.domain import lifecycle
from showcase.enums import LISTING_MOVES, ListingState


class EndForm(ui_forms.Form):
    """How an offer ended, and a word on it for oneself."""

    outcome = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=lifecycle.LONGEST_NOTE,
        help_text=_("For your organisation and the portal's office; it is not published."),
    )

    def __init__(self, *args: Any, state: ListingState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = [
            (outcome.value, outcome.label)
            for outcome in lifecycle.ENDINGS
            if ListingState(outcome) is not state and LISTING_MOVES.allows(state, ListingState(outcome))
        ]
