"""What an organisation says of itself. The forms check what is typed; the rules stand in the domain."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitors.domain import details as organisation_details
from exhibitors.domain.details import LONGEST_DESCRIPTION, OrganisationDetails
from exhibitors.enums import Country, country_choices
from exhibitors.models import Organisation
from portal.kernel.languages import Language
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms
from portal.ui import merging
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode


class _VocabularyMixin(ui_forms.Form):
    """Fills the lists of terms and places in the active language when the form is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", _("Choose one"))]
        choices: Mapping[str, Any] = {
            "kind": [*blank, *vocabulary_queries.term_choices(VocabularyCode.ORGANISATION_KIND)],
            "roles": vocabulary_queries.term_choices(VocabularyCode.ORGANISATION_ROLE),
            "technology_fields": vocabulary_queries.term_choices(VocabularyCode.FIELD),
            "place": [("", _("Not said")), *vocabulary_queries.place_choices()],
        }
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]  # all four are choice fields


class OrganisationForm(_VocabularyMixin):
    """The few things that make an organisation."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        help_text=_("As on the registration certificate. A household or lone inventor gives their own name."),
        error_messages={"required": _("Give the organisation's name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"), error_messages={"required": _("Choose the kind of organisation.")}
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, initial=Country.VIETNAM)
    tax_code = forms.CharField(
        label=_("Tax code"),
        max_length=40,
        required=False,
        help_text=_("10 digits, 13 for a branch, 12 for a person or household. An officer uses it to verify you."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-short": ""}),
    )
    place = forms.ChoiceField(label=_("Place"), required=False, help_text=_("Where you are in Việt Nam."))
    roles = forms.MultipleChoiceField(
        label=_("What do you do on the technology market?"),
        required=False,
        help_text=_("Choose all that fit."),
        widget=forms.CheckboxSelectMultiple,
    )
    technology_fields = forms.MultipleChoiceField(
        label=_("Fields of technology"),
        required=False,
        help_text=_("Choose all that fit."),
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label=_("What you do, in one or two sentences"),
        max_length=300,
        required=False,
        help_text=_("For example: We make dryers for fruit and herbs that use a third less electricity."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def details(self) -> OrganisationDetails:
        """Return what was typed, for the domain."""
        typed = dict(self.cleaned_data)
        typed["fields"] = typed.pop("technology_fields")
        return OrganisationDetails(**{name: typed[name] for name in OrganisationDetails.__slots__ if name in typed})


class OrganisationProfileForm(merging.MergesMixin, KeepsUploadsMixin, OrganisationForm):
    """Everything that the public profile shows."""

    description = forms.CharField(
        label=_("Description"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        help_text=_("What you make or study, for whom, with which equipment and people. Blank lines part paragraphs."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    summary_en = forms.CharField(
        label=_("What you do, in one or two sentences, in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description_en = forms.CharField(
        label=_("Description in English"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write a website address such as https://example.vn.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    email = forms.EmailField(
        label=_("Public e-mail address"),
        required=False,
        help_text=_("Everyone can read it. Leave it empty if you prefer enquiries through the portal."),
        error_messages={"invalid": _("Write an e-mail address in the form name@example.vn.")},
    )
    phone = forms.CharField(
        label=_("Public telephone number"),
        max_length=40,
        required=False,
        help_text=_("With its area code, such as 0222 3822 345; from abroad with + and the country's code."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "data-short": ""}),
    )
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        allow_empty_file=True,
        help_text=_("A PNG, JPEG, WebP or GIF picture of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the present logo"), required=False)

    field_groups = (
        (_("The organisation"), ("name", "kind", "country", "tax_code", "place")),
        (_("What it does"), ("roles", "technology_fields", "summary", "description")),
        (_("In English"), ("name_en", "summary_en", "description_en")),
        (_("How to reach it"), ("website", "email", "phone")),
        (_("Picture"), ("logo_file", "remove_logo")),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        held = organisation_details.of(organisation)
        initial = {name: getattr(held, name) for name in OrganisationDetails.__slots__}
        initial["technology_fields"] = initial.pop("fields")
        initial["tax_code"] = organisation.written_tax_code
        initial["phone"] = organisation.shown_phone
        initial["seen_at"] = organisation.updated_at
        super().__init__(*args, initial=initial, **kwargs)
        place = organisation.place
        offered = self.fields["place"].choices  # type: ignore[attr-defined]  # a choice field
        if place is not None and place.code not in dict(offered):
            self.fields["place"].choices = [*offered, (place.code, place.name)]  # type: ignore[attr-defined]  # the same
        if organisation.logo_id is None:
            del self.fields["remove_logo"]
        for name in ("name_en", "summary_en", "description_en"):
            self.fields[name].widget.attrs["lang"] = Language.ENGLISH.value

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields under their headings."""
        return [(legend, [self[name] for name in names if name in self.fields]) for legend, names in self.field_groups]
