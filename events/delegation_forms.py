"""Forms about delegations: at the desk of an organisation, and of organisers in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.delegation_enums import DelegationPaperKind, PaperStatus
from events.domain import delegations
from exhibitors.models import Organisation
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms


class MemberForm(ui_forms.Form):
    """Who travels."""

    full_name = forms.CharField(
        label=_("Full name"), help_text=_("As it stands in the passport. Its number is not asked for."), max_length=150
    )
    function = forms.CharField(label=_("Function"), max_length=150, required=False)


class ChecklistForm(ui_forms.Form):
    """Whether the papers are in order."""

    passport = forms.ChoiceField(
        label=_("Passport"),
        choices=PaperStatus.choices,
        help_text=_("In order: valid for six months after the return."),
    )
    visa = forms.ChoiceField(label=pgettext_lazy("paper", "Visa"), choices=PaperStatus.choices)


class PaperForm(KeepsUploadsMixin, ui_forms.Form):
    """A file about a member."""

    upload_kinds = delegations.KINDS

    kind = forms.ChoiceField(label=_("What the file is"), choices=DelegationPaperKind.choices)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_(
            "PDF, JPEG or PNG, at most 10 MB. Only your organisation and the organisers open it; it is deleted 90 days after the trip. Please hand in no copy of a passport."
        ),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class InviteForm(ui_forms.Form):
    """Which organisation may send how many people."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    seats = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=20, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.public().order_by("sort_key", "pk")  # type: ignore[attr-defined]  # a model's choices


class ReportForm(ui_forms.Form):
    """What came of the trip."""

    summary_vi = forms.CharField(
        label=_("Report in Vietnamese"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    summary_en = forms.CharField(
        label=_("Report in English"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    travellers = forms.IntegerField(label=_("People who travelled"), min_value=0, max_value=10_000, initial=0)
    contacts = forms.IntegerField(label=_("Business contacts"), min_value=0, max_value=100_000, initial=0)
    agreements = forms.IntegerField(label=_("Agreements signed"), min_value=0, max_value=100_000, initial=0)
    publish = forms.BooleanField(label=_("Publish on the page of the programme"), required=False)
