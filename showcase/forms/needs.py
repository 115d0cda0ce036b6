"""The one form in which an exhibitor describes a need."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from portal.ui import forms as ui_forms
from showcase.forms.fields import DraftForm, FigureField, rows
from showcase.forms.technologies import DAY_HINT
from showcase.models import NeedPage


class MeasureForm(ClusterForm):  # type: ignore[misc]  # modelcluster ships no types
    """One figure: its value is typed as people write numbers."""

    value = FigureField(label=_("value"))


class NeedForm(DraftForm):
    """Everything about a need."""

    class Meta:
        model = NeedPage
        fields: ClassVar = [
            "title",
            "summary",
            "field",
            "further_fields",
            "product_chain",
            "keywords",
            "situation",
            "scale",
            "constraint_space",
            "constraint_power",
            "constraint_standard",
            "needed_by",
            "trl_minimum",
            "cooperation",
            "absorption",
            "ip_expectations",
            "budget_band",
            "funding",
            "decision_on",
            "place",
            "disclosure",
            "is_anonymous",
        ]
        widgets: ClassVar = {"summary": forms.Textarea}
        field_classes: ClassVar = {"needed_by": ui_forms.DateField, "decision_on": ui_forms.DateField}
        help_texts: ClassVar = {"needed_by": DAY_HINT, "decision_on": DAY_HINT}
        formsets: ClassVar = {"measures": rows(["role", "name", "operator", "value", "unit"], 4, form=MeasureForm)}
