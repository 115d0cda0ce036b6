"""Forms in which organisers set the mails of their events."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from portal.ui import forms as ui_forms
from registration.enums import LeadTime, ReminderAudience, WordedMail
from registration.models.mails import WORDS_LIMIT


class WordsForm(ui_forms.Form):
    """A field for each mail and language; empty fields add nothing to the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for notice in WordedMail:
            for language in Language:
                self.fields[f"{notice.value}_{language.value}"] = forms.CharField(
                    label=f"{notice.label} – {language.label}",
                    max_length=WORDS_LIMIT,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 4}),
                )

    def words(self, notice: WordedMail) -> dict[Language, str]:
        """Return what was written for one mail, by language."""
        return {language: self.cleaned_data[f"{notice.value}_{language.value}"] for language in Language}


class RuleForm(ui_forms.Form):
    """Whom to remind, and when."""

    audience = forms.ChoiceField(label=_("To whom"), choices=ReminderAudience.choices)
    lead = forms.TypedChoiceField(
        label=_("How long before the beginning"),
        choices=LeadTime.choices,
        coerce=int,
        help_text=_("A moment between 22:00 and 07:00 moves to 21:00 of the evening before."),
    )


class DropForm(ui_forms.Form):
    """Nothing but the button."""
