"""Forms in which organisers set the mails of their events."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from portal.ui import forms as ui_forms
from registration.enums import LeadTime, ReminderAudience, WordedMail
from registration.models import ReminderRule
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

    def __init__(self, *args: Any, replaced: Sequence[ReminderRule] = (), **kwargs: Any) -> None:
        """``replaced`` are general rules that an event's own rule for the same people would take the place of."""
        super().__init__(*args, **kwargs)
        if replaced:
            leads: dict[str, list[str]] = defaultdict(list)
            for rule in replaced:
                leads[rule.get_audience_display()].append(rule.get_minutes_before_display())
            told = "; ".join(f"{audience}: {', '.join(when)}" for audience, when in leads.items())
            self.fields["audience"].help_text = _(
                "The event’s own reminders take the place of the general ones for the same people. Whoever you choose here is no longer "
                "reminded by these, so add every moment that you want to keep: %(rules)s."
            ) % {"rules": told}


class DropForm(ui_forms.Form):
    """Nothing but the button."""
