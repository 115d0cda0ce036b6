"""Forms of the mail room's counter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms


class ConfirmForm(ui_forms.Form):
    """Nothing but the button."""


class SettleForm(ui_forms.Form):
    """What was done instead of the mail."""

    note = forms.CharField(
        label=_("How it was settled"),
        help_text=_("For example: called on the telephone, the address was wrong."),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
