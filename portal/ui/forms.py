"""Forms in the portal's look: the renderer, date fields as people write dates, and a title that tells of errors."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import ContextMixin

DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d")
MOMENT_FORMATS = (*(f"{day} {time}" for day in DAY_FORMATS for time in ("%H:%M", "%Hh%M")), "%Y-%m-%dT%H:%M")


class PortalFormRenderer(DjangoTemplates):
    """Draws forms and fields with the portal's templates; widgets, also those of Wagtail's admin, with their own."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


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
        kwargs.setdefault("help_text", _("Day/month/year and time, for example 25/12/2026 08:30"))
        kwargs.setdefault(
            "widget", forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"autocomplete": "off", "data-short": ""})
        )
        super().__init__(**kwargs)


class ErrorTitleMixin(ContextMixin):
    """Tells the base template to begin the page's title with "Error:" where the form has errors."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context with ``form_has_errors``."""
        context = super().get_context_data(**kwargs)
        context["form_has_errors"] = has_errors(context)
        return context


def has_errors(context: Mapping[str, Any]) -> bool:
    """Return whether the form of a template context is bound and wrong."""
    form = context.get("form")
    return bool(isinstance(form, forms.BaseForm) and form.is_bound and form.errors)
