"""Forms of the vote: a confirmation without fields, and the secretariat's answer to an alarm."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.voting.enums import AlarmState
from portal.ui import forms as ui_forms


class VoteForm(ui_forms.Form):
    """Nothing is asked: who presses the button votes for the entry that the page names."""


class AlarmForm(ui_forms.Form):
    """What the secretariat makes of an alarm, and why."""

    state = forms.ChoiceField(
        label=_("What the secretariat finds"),
        choices=[
            (AlarmState.DISMISSED.value, AlarmState.DISMISSED.label),
            (AlarmState.UPHELD.value, _("Abuse: strike these votes out")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of both.")},
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where votes are struck out, the people who gave them read this."),
        error_messages={"required": _("Write a reason.")},
    )
