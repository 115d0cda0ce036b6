"""Forms of the check. They read what is typed; the rules stand in the domain."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.dossiers.parts import PartName
from awards.screening import queries
from awards.screening.domain import checking, cures
from awards.screening.enums import Outcome
from portal.ui import forms as ui_forms

ELIGIBLE = _("The dossier is eligible. Its people get a mail.")
INELIGIBLE = _("The dossier is not eligible. Its people get a mail with the reason.")
SENT_BACK = _("The dossier is sent back to be completed. Its people get a mail.")


class RuleForm(ui_forms.Form):
    """What one rule says of the dossier. Nothing chosen means: not answered yet."""

    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=checking.LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for “not met” and “unclear”."),
    )

    def __init__(self, *args: Any, row: queries.RuleRow, **kwargs: Any) -> None:
        self.row = row
        start = queries.proposed(row)
        kwargs["initial"] = {
            "outcome": start.value if start is not None else "",
            "note": queries.begun_note(row),
        }
        super().__init__(*args, prefix=row.rule.key, **kwargs)
        self.fields["outcome"].choices = Outcome.choices  # type: ignore[attr-defined]  # a choice field


class ExcludeForm(ui_forms.Form):
    """Why a dossier does not take part."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=checking.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The people of the dossier read it."),
    )


class CureForm(ui_forms.Form):
    """What is to be completed, and which parts may be changed for it."""

    parts = forms.MultipleChoiceField(
        label=_("Parts that may be changed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("What is to be completed"),
        required=False,
        max_length=cures.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The people of the dossier read it, in the mail and on its page."),
    )

    def __init__(self, *args: Any, parts: Iterable[PartName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(part.code, part.title) for part in parts]  # type: ignore[attr-defined]  # the same
