"""Forms of the admin's pages for halls, booths, the order of choice and draws."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from events.booth_enums import BoothKind
from events.enums import PowerNeed
from events.models import Booth, FairRequirement, FairSetup, Hall
from portal.ui import forms as ui_forms
from portal.ui.forms import TidyDataMixin

MOST_IN_A_ROW = 200
LARGEST_FEE = 10**11
"""In đồng; the amount of a VietQR code has 13 figures at most."""


class SetupForm(TidyDataMixin, forms.ModelForm):  # type: ignore[type-arg]  # Django's generic
    """How a fair takes exhibitors in."""

    builds_from = ui_forms.DateTimeField(label=_("Exhibitors set up from"), required=False)
    builds_until = ui_forms.DateTimeField(label=_("Exhibitors set up until"), required=False)

    class Meta:
        model = FairSetup
        fields = (
            "mode",
            "needs_two_people",
            "offer_hours",
            "plan_is_public",
            "passes_per_nine_metres",
            "builds_from",
            "builds_until",
            "draft_lead",
            "offer_lead",
            "bank_bin",
            "bank_account",
            "bank_holder",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("draft_lead", "offer_lead"):
            field: Any = self.fields[name]
            field.choices = [("", _("Remind nobody")), *(pair for pair in field.choices if pair[0] not in {"", None})]

    def clean(self) -> dict[str, Any]:
        """Ask for bank and account together, and for both ends of the time of setting up."""
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("builds_from"), data.get("builds_until")
        if "builds_from" not in self.errors and "builds_until" not in self.errors:
            if (starts is None) != (ends is None):
                missing = "builds_from" if starts is None else "builds_until"
                self.add_error(missing, _("Give both the beginning and the end of setting up."))
            elif starts is not None and ends is not None and ends <= starts:
                self.add_error("builds_until", _("Setting up must end after it begins."))
        pair = {name: data.get(name) for name in ("bank_bin", "bank_account")}
        if any(pair.values()) and not all(pair.values()):
            missing = next(name for name, value in pair.items() if not value)
            if missing not in self.errors:
                self.add_error(missing, _("Give the number of the bank and the account together."))
        return data


class RequirementForm(TidyDataMixin, forms.ModelForm):  # type: ignore[type-arg]  # Django's generic
    """A question or a document."""

    class Meta:
        model = FairRequirement
        fields = ("kind", "text_vi", "text_en", "is_required", "position")


class HallForm(TidyDataMixin, forms.ModelForm):  # type: ignore[type-arg]  # Django's generic
    """A hall and its measures."""

    class Meta:
        model = Hall
        fields = ("code", "name_vi", "name_en", "width", "depth", "position")


class BoothForm(TidyDataMixin, forms.ModelForm):  # type: ignore[type-arg]  # Django's generic
    """One booth in the table of a hall."""

    class Meta:
        model = Booth
        fields = ("number", "x", "y", "width", "depth", "kind", "power", "has_water", "is_corner", "fee")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fee"].validators.append(MaxValueValidator(LARGEST_FEE))

    def details(self) -> dict[str, Any]:
        """Return the booth as the domain takes it."""
        data = self.cleaned_data
        names = ("number", "x", "y", "width", "depth", "has_water", "is_corner", "fee")
        return {
            **{name: data[name] for name in names},
            "kind": BoothKind(data["kind"]),
            "power": PowerNeed(data["power"]),
        }

    def validate_unique(self) -> None:
        """Leave numbers to the rules: they look at the whole table."""

    def validate_constraints(self) -> None:
        """Leave numbers to the rules: they look at the whole table."""


class RowsForm(ui_forms.Form):
    """Booths that are numbered one after the other."""

    hall = forms.ModelChoiceField(label=_("Hall"), queryset=Hall.objects.none())
    letters = forms.RegexField(
        label=_("Letters before the number"),
        regex=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,7}$",
        help_text=_("Such as A or B1-."),
    )
    first = forms.IntegerField(label=_("First number"), min_value=1, max_value=999, initial=1)
    count = forms.IntegerField(label=_("How many booths"), min_value=1, max_value=MOST_IN_A_ROW)
    per_line = forms.IntegerField(label=_("Booths in a line"), min_value=1, max_value=MOST_IN_A_ROW)
    x = forms.IntegerField(label=_("First booth from the left, in decimetres"), min_value=0, max_value=5000, initial=0)
    y = forms.IntegerField(label=_("First booth from above, in decimetres"), min_value=0, max_value=5000, initial=0)
    width = forms.IntegerField(label=_("Width, in decimetres"), min_value=5, max_value=1000, initial=30)
    depth = forms.IntegerField(label=_("Depth, in decimetres"), min_value=5, max_value=1000, initial=30)
    aisle = forms.IntegerField(label=_("Aisle below a line, in decimetres"), min_value=0, max_value=1000, initial=30)
    kind = forms.ChoiceField(label=_("Kind"), choices=BoothKind.choices)
    power = forms.ChoiceField(label=_("Electricity"), choices=PowerNeed.choices, initial=PowerNeed.ONE_PHASE)
    fee = forms.IntegerField(label=_("Fee, in đồng"), required=False, min_value=0, max_value=LARGEST_FEE)

    def __init__(self, *args: Any, halls: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hall"].queryset = halls  # type: ignore[attr-defined]  # a model's field

    def details(self) -> dict[str, Any]:
        """Return what the domain takes."""
        data = dict(self.cleaned_data)
        return {
            "prefix": data.pop("letters"),
            **data,
            "hall": data["hall"].code,
            "kind": BoothKind(data["kind"]),
            "power": PowerNeed(data["power"]),
        }


class ImportForm(ui_forms.Form):
    """A file of booths."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or .xlsx with the headings of the template."),
        error_messages={"required": _("Choose a file.")},
    )


class ConfirmImportForm(ui_forms.Form):
    """The rows that were shown, signed."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)


class OrderForm(ui_forms.Form):
    """In which order exhibitors choose."""

    references = forms.CharField(
        label=_("Applications in the order of choice"),
        help_text=_("One reference a line. They stand here in the order in which they were submitted."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    starts_at = ui_forms.DateTimeField(label=_("The first may choose from"))
    minutes = forms.IntegerField(label=_("Minutes for each"), min_value=1, max_value=10_080, initial=60)


class DrawForm(ui_forms.Form):
    """When a draw takes place, and what is added to its seed."""

    draws_at = ui_forms.DateTimeField(label=_("Time of the draw"))
    public_source = forms.CharField(
        label=_("Public value that is added on the day"),
        required=False,
        max_length=300,
        help_text=_(
            "Something that everybody can read and nobody can know before, such as the special prize of the northern lottery "
            "on that day. Without it people may doubt that the seed was taken at random."
        ),
    )


class RunDrawForm(ui_forms.Form):
    """The public value of the day."""

    public_value = forms.CharField(
        label=_("The public value"), required=False, max_length=100, help_text=_("Exactly as it was published.")
    )


class BoothActionForm(ui_forms.Form):
    """What happens to the booths that are ticked."""

    BLOCK, UNBLOCK, DELETE = "block", "unblock", "delete"
    action = forms.ChoiceField(choices=[(BLOCK, BLOCK), (UNBLOCK, UNBLOCK), (DELETE, DELETE)])
    booths = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Tick the booths that you mean.")}
    )

    def __init__(self, *args: Any, booths: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["booths"].choices = [(pk, str(pk)) for pk in booths]  # type: ignore[attr-defined]  # choices
