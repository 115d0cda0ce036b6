"""Forms of the event pages in the admin; they import no model of this room, because the models name them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from events.enums import FIXED_KINDS, AttendanceMode, EventKind, SpokenLanguage
from portal.kernel import clock
from portal.ui import sentences
from registration import queries

POOLS = {"capacity": AttendanceMode.ON_SITE, "online_capacity": AttendanceMode.ONLINE}


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
        sentences.name_empty_choices(self.fields)
        if "kind" in self.fields:
            self.fields["kind"].choices = [
                (value, label) for value, label in EventKind.choices if EventKind(value) not in FIXED_KINDS
            ]

    def clean(self) -> dict[str, Any]:
        """Refuse fewer places than people have taken already."""
        data: dict[str, Any] = super().clean()
        key = self.instance.translation_key
        taken = queries.taken_by_code(key, clock.now()) if key else {}
        for name, code in POOLS.items():
            wanted = data.get(name)
            if wanted is not None and wanted < taken.get(code, 0):
                words = _("%(number)d places are taken already; give at least as many.")
                self.add_error(name, words % {"number": taken[code]})
        return data
