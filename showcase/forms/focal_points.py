"""The officer's forms: appointing a focal point, and the days of the report of needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.pages import admin_widgets
from portal.ui import forms as ui_forms
from portal.vocabularies.enums import PlaceLevel
from portal.vocabularies.models import AdministrativeUnit
from showcase.domain.focal_points import Office
from showcase.models import FocalPoint


class FocalPointForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """An office and its places; the person is named once, by the address of their account."""

    person = forms.EmailField(
        label=_("E-mail address of the person's account"), help_text=_("The person signs up first, without any right")
    )

    class Meta:
        model = FocalPoint
        fields = ("body", "units", "email", "phone")
        widgets = {"units": forms.CheckboxSelectMultiple}  # noqa: RUF012 -- Django reads a plain dict

    field_order = ("person", "body", "units", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"]
        units: Any = self.fields["units"]
        units.queryset = AdministrativeUnit.objects.filter(
            level__in=[PlaceLevel.DISTRICT, PlaceLevel.COMMUNE]
        ).order_by("position", "name_vi")

    def office(self) -> Office:
        """Return what was written of the office."""
        cleaned = self.cleaned_data
        return Office(
            body=cleaned["body"], email=cleaned["email"], phone=cleaned["phone"], units=tuple(cleaned["units"])
        )


class ReportForm(ui_forms.Form):
    """Between which days needs were published."""

    since = forms.DateField(label=_("Published from"), required=False, widget=admin_widgets.DayInput)
    until = forms.DateField(label=_("Published until"), required=False, widget=admin_widgets.DayInput)
