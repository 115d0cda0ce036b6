"""Forms of the organisers in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms


class DecisionForm(ui_forms.Form):
    """The reason, where the person will read one."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads this in the mail."),
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
