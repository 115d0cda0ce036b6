"""The form with which a suggestion is said not to fit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from showcase.match_enums import Unsuitability


class RefusalForm(ui_forms.Form):
    """One reason of a fixed list, and a few words."""

    reason = forms.ChoiceField(
        label=_("It does not fit because"), choices=Unsuitability.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=250,
        help_text=_("The other side does not see it"),
    )
