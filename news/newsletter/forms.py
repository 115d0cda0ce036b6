"""Forms of the newsletter: asking for it, and changing what it tells."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.domain.newsletter import Wishes
from news.enums import NewsletterRhythm
from news.models import NewsletterSubscription
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.ui import forms as ui_forms
from portal.ui import traps
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode


class WishesForm(ui_forms.Form):
    """What a reader wants to read, and how often; no audience means every story."""

    audiences = forms.MultipleChoiceField(
        label=_("What do you want to read?"),
        required=False,
        help_text=_("Choose one or more groups of readers. Without a choice you get all news."),
        widget=forms.CheckboxSelectMultiple,
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=NewsletterRhythm.choices,
        initial=NewsletterRhythm.WEEKLY,
        help_text=_("A mail comes only when there is something new."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["audiences"]
        choices.choices = vocabularies.term_choices(VocabularyCode.AUDIENCE)


class AskForm(WishesForm, traps.TrappedForm):
    """Asking for the newsletter."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Only for the newsletter. Nobody else gets it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ("email", "audiences", "rhythm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def clean_form_key(self) -> uuid.UUID:
        """Return the key; a form that came without one gets its own."""
        return self.cleaned_data.get("form_key") or uuid.uuid4()

    def wishes(self) -> Wishes:
        """Return what was chosen, in the language of the page."""
        return Wishes(
            language=languages.current(),
            rhythm=NewsletterRhythm(self.cleaned_data["rhythm"]),
            audiences=self.cleaned_data["audiences"],
        )


class ChoicesForm(WishesForm):
    """Changing a subscription that runs; the language can be changed too."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, subscription: NewsletterSubscription, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "audiences": [term.code for term in subscription.audiences.all()],
            "rhythm": subscription.rhythm,
            "language": subscription.language,
        }
        super().__init__(*args, **kwargs)

    def wishes(self) -> Wishes:
        """Return what was chosen."""
        return Wishes(
            language=Language(self.cleaned_data["language"]),
            rhythm=NewsletterRhythm(self.cleaned_data["rhythm"]),
            audiences=self.cleaned_data["audiences"],
        )
