"""Which next issue an editor looks at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.enums import NewsletterRhythm
from news.newsletter.upcoming import Choice
from portal.ui import forms as ui_forms
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode


class ChoiceForm(ui_forms.Form):
    """A rhythm and an audience; what makes no sense counts as not chosen."""

    audience = forms.ChoiceField(label=_("Audience"), required=False)
    rhythm = forms.ChoiceField(
        label=_("How often?"), required=False, choices=NewsletterRhythm.choices, initial=NewsletterRhythm.WEEKLY
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        audience: Any = self.fields["audience"]
        audience.choices = [("", _("All news")), *vocabularies.term_choices(VocabularyCode.AUDIENCE)]

    def choice(self) -> Choice:
        """Return what was chosen."""
        self.is_valid()
        rhythm = self.cleaned_data.get("rhythm") or NewsletterRhythm.WEEKLY
        return Choice(NewsletterRhythm(rhythm), str(self.cleaned_data.get("audience") or ""))
