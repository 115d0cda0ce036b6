"""Forms of the awards room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards import enums
from awards.models import Nomination
from portal.ui import forms as ui_forms


class MoveNominationForm(ui_forms.Form):
    """Which state a nomination goes to next, the prize of a winner, and the reason."""

    to = forms.ChoiceField(label=_("New state"))
    honour = forms.ChoiceField(
        label=_("Prize"), required=False, choices=[("", "—"), *enums.Honour.choices], help_text=_("For winners.")
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept in the log.")
    )
    citation = forms.CharField(
        label=_("Citation"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown on the public page of finalists and winners."),
    )
    citation_en = forms.CharField(
        label=_("Citation in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown on the English page, which is made where the nomination has an English title."),
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = enums.NominationState(nomination.state)
        # A prize is taken back on a page of its own, which asks for the decision.
        following = enums.MOVES.moves.get(source, frozenset()) - {enums.NominationState.REVOKED}
        targets = sorted(following, key=list(enums.NominationState).index)
        self.fields["to"].choices = [(state.value, state.label) for state in targets]  # type: ignore[attr-defined]  # a choice field
