"""Forms of the event pages in the admin; they import no model of this room, because the models name them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from events.enums import FIXED_KINDS, EventKind, SpokenLanguage


class EventPageForm(WagtailAdminPageForm):  # type: ignore[misc]  # Wagtail ships no types
    """Offers languages as check boxes, and only the kinds that have no page type of their own."""

    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=SpokenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [
                (value, label) for value, label in EventKind.choices if EventKind(value) not in FIXED_KINDS
            ]
