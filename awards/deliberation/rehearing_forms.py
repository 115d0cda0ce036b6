"""Forms of deciding anew. They check what is typed; the rules stand in the domain."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.deliberation.forms import LONGEST_WORDS, DecisionForm
from portal.ui import forms as ui_forms


def _words(label: Any, *, hint: Any = "", required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_WORDS,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OpenForm(ui_forms.Form):
    """Why an edition is decided anew."""

    reason = _words(
        _("Reason"),
        hint=_("Public, and in the mail to everybody who took part: name nobody. For example which rule was not kept."),
    )
    reason_en = _words(_("Reason in English"), required=False)


class StandForm(ui_forms.Form):
    """Why the decision stands in the end."""

    outcome = _words(
        _("Why the decision stands"), hint=_("Public, and in the mail to everybody who took part: name nobody.")
    )


class GiveBackForm(ui_forms.Form):
    """Why a sheet goes back to its juror."""

    reason = _words(_("Reason"), hint=_("The juror reads it. It tells nothing of other jurors' points."))


class ReplaceForm(DecisionForm):
    """The decision that replaces another, and why."""

    because = _words(_("Why it replaces the decision before"), hint=_("Public, beside both decisions: name nobody."))
    because_en = _words(_("The same in English"), required=False)

    field_order = ("number", "decided_on", "issued_by", "signed_by", "because", "because_en", "words", "file")

    def reasons(self) -> dict[str, str]:
        """Return why it replaces the decision before, in both languages."""
        return {name: self.cleaned_data[name] for name in ("because", "because_en")}
