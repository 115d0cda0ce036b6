"""Forms in the portal's look: the renderer, and date fields as people write dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors, text
from portal.ui import merging, sentences

DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d")
MOMENT_FORMATS = (*(f"{day} {time}" for day in DAY_FORMATS for time in ("%H:%M", "%Hh%M")), "%Y-%m-%dT%H:%M")
FIRST_YEAR, LAST_YEAR = 1900, 2999


def validate_year(moment: date) -> None:
    """Refuse a day or moment so far away that a shift by some days, or another time zone, leaves the calendar."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise forms.ValidationError(
            _("Enter a year from %(first)d to %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class PortalFormRenderer(DjangoTemplates):
    """Draws forms and fields with the portal's templates; widgets, also those of Wagtail's admin, with their own."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


class TidyDataMixin:
    """Reads what was typed without control, zero-width and direction characters, in normal form (NFC), for every field at once.

    Those characters make two texts look alike, hide words from readers, or break pages and files. What is typed is shown again
    as it is kept. Where a field has no words of its own for its errors, ``sentences`` has some. Stands before the form's class,
    and passes what it read on to a form's sets of rows. ``Form`` has it already.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(tidy(data), *args, **kwargs)  # type: ignore[call-arg]  # the form that follows
        sentences.instruct(self.fields)  # type: ignore[attr-defined]  # the same

    def retype(self, name: str, value: str | list[str]) -> None:
        """Show ``value`` in a field of a form that was sent, instead of what was sent; a list where several are chosen."""
        form: Any = self
        typed = form.data.copy()
        if isinstance(value, list) and isinstance(typed, MultiValueDict):
            typed.setlist(form.add_prefix(name), value)
        else:
            typed[form.add_prefix(name)] = value
        form.data = typed


class Form(TidyDataMixin, forms.Form):
    """The base of every plain form of the portal: on public pages, at desks and in our own views of the admin."""


class TidyQueryDict(QueryDict):
    """Posted data that was read by ``tidy``: the rows of a set of forms need not read it again."""


def tidy(data: Any) -> Any:
    """Return posted data with visible text in normal form; files and names of fields stay what they are."""
    if isinstance(data, TidyQueryDict) or not isinstance(data, Mapping):
        return data
    if not isinstance(data, MultiValueDict):
        return {name: _visible(value) for name, value in data.items()}
    read = TidyQueryDict(mutable=True, encoding=getattr(data, "encoding", None))
    for name, values in data.lists():
        read.setlist(name, [_visible(value) for value in values])
    return read


def _visible(value: Any) -> Any:
    return text.visible(value) if isinstance(value, str) else value


class DateField(forms.DateField):
    """A date typed as dd/mm/yyyy in both languages."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("help_text", _("Day/month/year, for example 25/12/2026"))
        kwargs.setdefault(
            "widget", forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})
        )
        super().__init__(**kwargs)


class DateTimeField(forms.DateTimeField):
    """A moment typed as dd/mm/yyyy hh:mm on Việt Nam's clock."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", MOMENT_FORMATS)
        kwargs.setdefault("validators", [validate_year])
        kwargs.setdefault("help_text", _("Day/month/year and time, for example 25/12/2026 08:30"))
        kwargs.setdefault(
            "widget", forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"autocomplete": "off", "data-short": ""})
        )
        super().__init__(**kwargs)


def add_domain_error(form: Any, error: errors.DomainError, *, names: Mapping[str, str] | None = None) -> None:
    """Show a rule's sentence beside the field to blame, or above the form; a newer version may be replaced once seen.

    ``names`` says what fields of the rules are called in the form, where it calls them otherwise.
    """
    name = (names or {}).get(error.field or "", error.field)
    form.add_error(name if name in form.fields else None, str(error))
    if isinstance(error, errors.StaleError):
        form.retype("seen_at", error.saved_at.isoformat())
        if isinstance(form, merging.MergesMixin):
            form.ask()


def has_errors(context: Mapping[str, Any]) -> bool:
    """Return whether the form of a template context is bound and wrong."""
    form = context.get("form")
    return bool(isinstance(form, forms.BaseForm) and form.is_bound and form.errors)
