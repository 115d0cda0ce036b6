"""Forms of outcomes: reporting, correcting, contesting."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors, text
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms
from showcase.deal_enums import DealOrigin, DealStage, ValueBand
from showcase.domain.deal_details import DealDetails
from showcase.forms.fields import add_domain_error

FLAGS: Final = ("is_ip_asset", "is_imported", "from_institute", "with_intermediary")


class VersionForm(ui_forms.Form):
    """Carries the number of the version that the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def ask_again(self, error: errors.DomainError, number: int) -> None:
        """Say why, keep what was typed, and carry the version that is shown now, so that it can be sent once it is read."""
        add_domain_error(self, error)
        self.retype("version", str(number))


class DealForm(KeepsUploadsMixin, ui_forms.Form):
    """What came of it, in bands."""

    stage = forms.ChoiceField(label=_("What came of it"), choices=DealStage.choices, widget=forms.RadioSelect)
    happened_on = ui_forms.DateField(label=_("Date"), help_text=_("When it took place or was signed"))
    value_band = forms.ChoiceField(
        label=_("Value of the contract"),
        required=False,
        choices=[("", _("No contract yet")), *ValueBand.choices],
        help_text=_("A band only; nobody has to tell a price"),
    )
    origin = forms.ChoiceField(
        label=_("Where the technology comes from"), choices=DealOrigin.choices, widget=forms.RadioSelect
    )
    is_ip_asset = forms.BooleanField(label=_("Intellectual property is sold or licensed"), required=False)
    is_imported = forms.BooleanField(label=_("The technology is imported"), required=False)
    from_institute = forms.BooleanField(label=_("It comes from an institute or university"), required=False)
    with_intermediary = forms.BooleanField(label=_("An intermediary organisation took part"), required=False)
    note = forms.CharField(
        label=_("Private note"),
        required=False,
        max_length=2000,
        help_text=_("Your side and the officer read it, nobody else"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, Word, Excel or a picture, up to 10 MB. Your side and the officer open it, nobody else"),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value_band: Any = self.fields["value_band"]
        value_band.needed_when = _("needed for a contract")

    def details(self) -> DealDetails:
        """Return what was chosen and written."""
        cleaned = self.cleaned_data
        return DealDetails(
            stage=DealStage(cleaned["stage"]),
            origin=DealOrigin(cleaned["origin"]),
            happened_on=cleaned["happened_on"],
            value_band=cleaned["value_band"],
            note=cleaned["note"],
            **{flag: cleaned[flag] for flag in FLAGS},
        )


class OutsideDealForm(DealForm):
    """An outcome without an enquiry: who the other party is, and what it was about."""

    title = forms.CharField(label=_("What it is about"), max_length=255)
    partner_name = forms.CharField(
        label=_("The other party"),
        max_length=200,
        help_text=_("The name as it stands on the portal, or your own words"),
    )
    partner_email = forms.EmailField(
        label=_("Its e-mail address"),
        required=False,
        help_text=_("It gets one mail with a link to confirm or contest; not needed for an organisation of the portal"),
    )
    field_order = ("title", "partner_name", "partner_email", "stage", "happened_on", "value_band", "origin", *FLAGS)

    def clean_partner_name(self) -> str:
        """Return the name in one form of Unicode."""
        return text.normalise(self.cleaned_data["partner_name"])

    def clean_title(self) -> str:
        """Return the title in one form of Unicode."""
        return text.normalise(self.cleaned_data["title"])


class CorrectionForm(VersionForm, DealForm):
    """A new version, with the reason for it."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=500,
        help_text=_("The other side reads it"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("reason",)

    @staticmethod
    def values_of(version: Any) -> dict[str, Any]:
        """Return the values of a version to begin with; note and evidence stay with the one who wrote them."""
        names = ("stage", "happened_on", "value_band", "origin", *FLAGS)
        return {"version": version.number, **{name: getattr(version, name) for name in names}}


class ContestForm(VersionForm):
    """What is not right."""

    reason = forms.CharField(
        label=_("What is not right"),
        max_length=1000,
        help_text=_("The other side and the officer read it"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
