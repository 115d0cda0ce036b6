"""Forms of the exhibitors' applications; they check what is typed, the rules stand in the domain."""

import types
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import html
from django.utils.translation import gettext_lazy as _

from events.booth_enums import RequirementKind
from events.domain import answers
from events.enums import PowerNeed, StandSize
from events.models import FairAnswer, FairRequirement
from portal.kernel import errors
from portal.media.forms import KeepsUploadsMixin
from portal.ui import forms as ui_forms


def add_domain_error(form: forms.BaseForm, error: errors.DomainError) -> None:
    """Show a rule's sentence beside the field to blame, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def _field(requirement: FairRequirement, kept: FairAnswer | None) -> forms.Field:
    """Return the field of a question or a document; a document that is there need not be chosen again."""
    if requirement.kind == RequirementKind.QUESTION:
        return forms.CharField(
            label=requirement.text,
            required=requirement.is_required,
            max_length=2000,
            initial=kept.words if kept else "",
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    hint = str(_("PDF, picture, Word or Excel file of at most 10 MB. Only the organisers of the fair see it."))
    if kept is not None and kept.file is not None:
        hint = str(_("The file %(name)s is kept. Choose another one only to replace it.")) % {
            "name": kept.file.original_name
        }
    return forms.FileField(
        label=requirement.text,
        required=requirement.is_required and not (kept and kept.file),
        help_text=html.escape(hint),
    )


class ApplicationForm(ui_forms.Form):
    """What the organisers of a fair need to know of an exhibitor."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    stand_size = forms.ChoiceField(
        label=_("Size of the stand"),
        choices=StandSize.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the size of the stand.")},
    )
    technologies = forms.MultipleChoiceField(
        label=_("Technologies you want to show"),
        required=False,
        help_text=_("Technologies of your organisation on this portal. You can add more later."),
        widget=forms.CheckboxSelectMultiple,
    )
    power = forms.ChoiceField(
        label=_("Electricity"),
        choices=PowerNeed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which electricity you need.")},
    )
    needs_water = forms.BooleanField(label=_("We need water and a drain"), required=False)
    stand_wishes = forms.CharField(
        label=_("Wishes for the stand"),
        required=False,
        max_length=1000,
        help_text=_("For example: beside the entrance, room for a machine of 2 tonnes, next to a partner."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_phone = forms.RegexField(
        label=_("Telephone for questions"),
        regex=r"^\+?[0-9][0-9 .\-]{7,24}$",
        max_length=30,
        help_text=_("Only the organisers of the fair see it."),
        error_messages={
            "required": _("Give a telephone number at which the organisers reach you."),
            "invalid": _("Write the number in figures, such as 0912 345 678 or +84 912 345 678."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    note = forms.CharField(
        label=_("Anything else the organisers should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    accepts_conditions = forms.BooleanField(
        label=_("We have read the conditions for exhibitors and keep to them"),
        error_messages={"required": _("You can only apply if you keep to the conditions.")},
    )

    def __init__(
        self,
        *args: Any,
        technologies: list[tuple[str, str]],
        requirements: Sequence[FairRequirement] = (),
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.requirements = requirements
        self.fields["accepts_conditions"] = self.fields.pop("accepts_conditions")
        if is_draft:
            for name, asked in self.fields.items():
                asked.required = name == "submission_key"
        field = self.fields["technologies"]
        field.choices = technologies  # type: ignore[attr-defined]  # a choice field
        if not technologies:
            del self.fields["technologies"]

    def details(self) -> dict[str, Any]:
        """Return the answers as the domain takes them."""
        data = self.cleaned_data
        return {
            "submission_key": data["submission_key"],
            "stand_size": StandSize(data["stand_size"] or StandSize.STANDARD),
            "technologies": [uuid.UUID(key) for key in data.get("technologies", [])],
            "power": PowerNeed(data["power"] or PowerNeed.NONE),
            "needs_water": data["needs_water"],
            "stand_wishes": data["stand_wishes"],
            "contact_phone": data["contact_phone"],
            "note": data["note"],
            "answers": {row.pk: data.get(answers.field_name(row.pk)) for row in self.requirements},
        }


def application_form(requirements: Sequence[FairRequirement], kept: Mapping[int, FairAnswer]) -> type[ApplicationForm]:
    """Return the form of a fair with its questions and documents; chosen files outlive an error beside another field.

    ``kept`` has what was answered already by the number of the requirement.
    """
    asked = {answers.field_name(row.pk): _field(row, kept.get(row.pk)) for row in requirements}
    return types.new_class("FairForm", (KeepsUploadsMixin, ApplicationForm), exec_body=lambda body: body.update(asked))


class PassForm(ui_forms.Form):
    """A person who works at the booth."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
