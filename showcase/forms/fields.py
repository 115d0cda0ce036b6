"""Form fields that read figures and money as Vietnamese people write them, and rows of a formset."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet, ClusterForm

from portal.kernel import errors
from portal.kernel.clock import today
from portal.ui import forms as ui_forms
from portal.ui import sentences
from portal.vocabularies.enums import PlaceLevel
from portal.vocabularies.models import AdministrativeUnit
from showcase.domain.identity import Finding
from showcase.models.rows import read_number

MONEY: Final = re.compile(r"^\d{1,3}(?:[., ]?\d{3})*$|^\d+$")
MOST_MONEY: Final = 10**14
FOR_REVIEW: Final = _("needed for the review")
NUMERIC: Final = {"inputmode": "numeric", "autocomplete": "off", "data-short": ""}


class MoneyField(forms.IntegerField):
    """An amount in đồng, with or without separators of thousands."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs=NUMERIC)
        super().__init__(**{**kwargs, "max_value": MOST_MONEY, "min_value": 0})

    def to_python(self, value: Any) -> int | None:
        """Return đồng; refuse anything but digits and separators."""
        text = str(value or "").replace("\u00a0", " ").strip().removesuffix("đ").strip()
        if not text:
            return None
        if not MONEY.match(text):
            raise ValidationError(_("Write the amount in đồng in figures, for example 380.000.000."), code="invalid")
        return int(re.sub(r"\D", "", text))


class FigureField(forms.DecimalField):
    """A figure with a decimal comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={**NUMERIC, "inputmode": "decimal"})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs derive it from IntegerField
        """Return the figure; refuse anything else."""
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        number = read_number(text)
        if number is None:
            raise ValidationError(_("Write a number, for example 5,6."), code="invalid")
        return number


class RowFormSet(BaseChildFormSet):  # type: ignore[misc]  # modelcluster ships no types
    """Rows of a page: filled ones can be removed, their order is that of the form."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Hide the order, and offer to remove only what is there."""
        super().add_fields(form, index)
        if ORDERING_FIELD_NAME in form.fields:
            form.fields[ORDERING_FIELD_NAME].widget = forms.HiddenInput()
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].label = _("Remove this row")
            if index is None or index >= self.initial_form_count():
                form.fields[DELETION_FIELD_NAME].widget = forms.HiddenInput()
        sentences.instruct(form.fields)


def begin_with_words(field: forms.Field) -> None:
    """Let a select that begins with dashes say what to do instead; others stay as they are."""
    words = str(_("Choose one"))
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        offered = list(choices)
        if offered and offered[0] == BLANK_CHOICE_DASH[0]:
            field.choices = [("", words), *offered[1:]]


def rows(fields: list[str], extra: int, **options: Any) -> dict[str, Any]:
    """Return what a cluster form needs to know of its rows."""
    return {"fields": fields, "extra": extra, "formset": RowFormSet, "max_num": 40, **options}


class DraftForm(ui_forms.TidyDataMixin, ClusterForm):  # type: ignore[misc]  # modelcluster ships no types
    """A part of a page. With ``relaxed`` only the title must be there, so that unfinished work can be kept.

    ``needed_when`` says in the label of a field that may stay empty now, when it is needed.
    """

    needed_when: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, relaxed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_relaxed = relaxed
        for name, field in self.fields.items():
            field.needed_when = self.needed_when.get(name, "")
            field.label = capfirst(str(field.label))
            if relaxed and name != "title" and field.required:
                field.required = False
                field.needed_when = FOR_REVIEW
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)  # type: ignore[arg-type]  # Django takes its iterator
            else:
                begin_with_words(field)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5
        if "place" in self.fields:
            places: Any = self.fields["place"]
            places.queryset = AdministrativeUnit.objects.valid_on(today()).exclude(level=PlaceLevel.DISTRICT)
        for formset in self.formsets.values():
            for form in formset.forms:
                for field in form.fields.values():
                    field.label = capfirst(str(field.label))
                    begin_with_words(field)

    def clean(self) -> dict[str, Any]:
        """Keep the main field out of the further ones, so that nothing is counted twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        main = cleaned.get("field")
        if main is not None and cleaned.get("further_fields") is not None:
            cleaned["further_fields"] = cleaned["further_fields"].exclude(pk=main.pk)
        return cleaned

    def add_hint(self, name: str, hint: SafeString) -> None:
        """Say something under a field, behind what is said there already."""
        field = self.fields[name]
        field.help_text = format_html("{}<br>{}", field.help_text, hint) if field.help_text else hint

    def warn(self, findings: Iterable[Finding]) -> list[Finding]:
        """Say beside each field of this form what gives the organisation away; return the findings that were shown."""
        here = [finding for finding in findings if finding.field in self.fields or finding.field in self.formsets]
        for finding in here:
            if finding.field in self.fields:
                self.add_hint(finding.field, format_html("<strong>{}</strong>", finding.sentence))
                # A field that was read already keeps the hint that it had then.
                self[finding.field].help_text = self.fields[finding.field].help_text
        return here

    @property
    def row_errors(self) -> list[dict[str, str]]:
        """What is wrong in the rows, in words, each with the address of its field."""
        found: list[dict[str, str]] = []
        if not self.is_bound:
            return found
        for name, formset in self.formsets.items():
            title = capfirst(str(formset.model._meta.verbose_name_plural))  # noqa: SLF001 -- Django's public name
            found += [{"text": f"{title}: {error}", "href": f"#id_{name}"} for error in formset.non_form_errors()]
            for number, row in enumerate(formset.forms, start=1):
                place = f"{title} {number}"
                found += [{"text": f"{place}: {error}", "href": f"#id_{name}"} for error in row.non_field_errors()]
                found += [
                    {
                        "text": f"{place}, {field.label}: {error}",
                        "href": f"#{field.id_for_label or f'{field.auto_id}_0'}",
                    }
                    for field in row
                    for error in field.errors
                ]
        return found

    @property
    def has_errors(self) -> bool:
        """Whether the form or any of its rows is wrong."""
        return bool(self.is_bound and (self.errors or any(any(fs.errors) for fs in self.formsets.values())))


def add_domain_error(form: Any, error: errors.DomainError) -> None:
    """Show a rule's sentence beside the field to blame, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
