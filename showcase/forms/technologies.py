"""The short steps in which an exhibitor describes a technology."""

from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from portal.kernel import clock, errors
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms
from showcase.domain import technology as technologies
from showcase.enums import FileDisclosure
from showcase.forms.fields import FOR_REVIEW, MoneyField, rows
from showcase.forms.guided import GuidedForm
from showcase.models import TechnologyPage

DAY_HINT: Final = _("Day/month/year, for example 25/12/2026")


class TitleForm(ui_forms.Form):
    """The first thing asked: what the technology does. Its key keeps a form that is sent twice from making two drafts."""

    title = forms.CharField(
        label=_("What the technology does"),
        max_length=180,
        help_text=_(
            "Name the effect, not the brand. For example: Heat pump drying of garlic, 0.52 kWh for each kilogram of water"
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class IdentityForm(KeepsUploadsMixin, GuidedForm):
    """Step 1: name, field, place, a picture."""

    needed_when: ClassVar = {"picture_alt": _("needed with a picture")}

    picture = forms.FileField(
        label=_("Add a picture"),
        required=False,
        help_text=_("PNG, JPEG, WebP or GIF, at most 8 MB. Camera data and the file's name are removed."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    picture_alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=250,
        help_text=_("One sentence, read aloud to blind readers"),
    )

    class Meta:
        model = TechnologyPage
        fields: ClassVar = [
            "title",
            "summary",
            "kind",
            "field",
            "further_fields",
            "ipc_codes",
            "product_chain",
            "keywords",
            "place",
        ]
        formsets: ClassVar = {"pictures": rows(["alt"], 0)}
        widgets: ClassVar = {"summary": forms.Textarea}

    def clean(self) -> dict[str, Any]:
        """Ask for the words that go with a picture, and for the picture that goes with words."""
        cleaned = super().clean()
        if cleaned.get("picture") and not cleaned.get("picture_alt"):
            self.add_error("picture_alt", _("Say in one sentence what the picture shows."))
        if cleaned.get("picture_alt") and "picture" in cleaned and not cleaned["picture"]:
            self.add_error("picture", _("Choose the picture that your sentence tells of, or clear the sentence."))
        return cleaned


class SolutionForm(GuidedForm):
    """Step 2: the problem, the solution and its figures."""

    class Meta:
        model = TechnologyPage
        fields: ClassVar = [
            "problem",
            "solution",
            "advantages",
            "compared_with",
            "evidence",
            "environmental_impact",
            "waste",
            "standards",
        ]
        formsets: ClassVar = {"specifications": rows(["name", "value", "unit"], 4)}


class RightForm(ui_forms.TidyDataMixin, ClusterForm):  # type: ignore[misc]  # modelcluster ships no types
    """One right: its date is typed as people write dates."""

    granted_on = ui_forms.DateField(label=_("date"), required=False)


class MaturityForm(KeepsUploadsMixin, GuidedForm):
    """Step 3: readiness, rights, and the files that prove them."""

    needed_when: ClassVar = {"trl_evidence": _("needed from TRL 7"), "upload_title": _("needed with a file")}

    upload = forms.FileField(
        label=_("Add a file"),
        required=False,
        help_text=_("PDF, PNG, JPEG or WebP, at most 10 MB: a test report, a certificate, a drawing"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg,image/webp"}),
    )
    upload_title = forms.CharField(
        label=_("Title of the file"),
        required=False,
        max_length=150,
        help_text=_("For example: Test report, drying rate"),
    )
    upload_disclosure = forms.ChoiceField(
        label=_("Who may open the file"),
        required=False,
        choices=FileDisclosure.choices,
        initial=FileDisclosure.AFTER_INTEREST,
    )

    class Meta:
        model = TechnologyPage
        fields: ClassVar = ["trl", "trl_evidence", "trl_assessed_on", "ip_holder", "inventors", "state_funded"]
        field_classes: ClassVar = {"trl_assessed_on": ui_forms.DateField}
        help_texts: ClassVar = {"trl_assessed_on": DAY_HINT}
        formsets: ClassVar = {
            "rights": rows(["kind", "status", "number", "country", "granted_on"], 2, form=RightForm),
            "files": rows(["title", "disclosure"], 0),
        }

    def clean_trl_assessed_on(self) -> date | None:
        """Refuse a day that has not come."""
        day: date | None = self.cleaned_data["trl_assessed_on"]
        try:
            technologies.check_assessed_on(day=day, today=clock.today())
        except errors.DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the title that goes with a file, and for the file that goes with a title."""
        cleaned = super().clean()
        if cleaned.get("upload") and not cleaned.get("upload_title"):
            self.add_error("upload_title", _("Say what the file is."))
        if cleaned.get("upload_title") and "upload" in cleaned and not cleaned["upload"]:
            self.add_error("upload", _("Choose the file that belongs to this title, or clear the title."))
        return cleaned


class DealForm(GuidedForm):
    """Step 4: what is transferred and how, the price, what the receiver needs, who is named."""

    needed_when: ClassVar = {"transfer_forms": FOR_REVIEW}

    class Meta:
        model = TechnologyPage
        fields: ClassVar = [
            "transfer_objects",
            "transfer_forms",
            "transfer_methods",
            "transfer_rights",
            "cooperation",
            "territory",
            "price_min",
            "price_max",
            "price_negotiable",
            "warranty",
            "product_url",
            "receiver_space",
            "receiver_utilities",
            "receiver_materials",
            "receiver_staff",
            "installation_time",
            "operating_cost",
            "disclosure",
            "is_anonymous",
        ]
        field_classes: ClassVar = {"price_min": MoneyField, "price_max": MoneyField}


STEPS: Final = {
    "identity": (_("What it is"), IdentityForm),
    "solution": (_("Problem and solution"), SolutionForm),
    "maturity": (_("Maturity, rights and files"), MaturityForm),
    "deal": (_("Transfer and price"), DealForm),
}
