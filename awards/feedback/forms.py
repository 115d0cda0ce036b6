"""The secretariat's form of remarks for an entrant: a field for each criterion, and one for the whole dossier."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.feedback.domain.releasing import LONGEST_REMARK
from awards.feedback.queries import Editing
from portal.ui import forms as ui_forms

WHOLE: Final = "whole"


def name_of(key: str) -> str:
    """Return the field of a criterion; "" is the whole dossier."""
    return f"remark-{key}" if key else WHOLE


class RemarksForm(ui_forms.Form):
    """What an entrant will read."""

    def __init__(self, *args: Any, parts: Sequence[Editing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[name_of(part.key)] = forms.CharField(
                label=part.title or _("The whole dossier"),
                required=False,
                initial=part.text,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def texts(self) -> dict[str, str]:
        """Return what was typed, by the key of the criterion."""
        return {part.key: self.cleaned_data[name_of(part.key)] for part in self.parts}

    def rows(self) -> list[tuple[Any, Editing]]:
        """Return each field beside what the jurors wrote."""
        return [(self[name_of(part.key)], part) for part in self.parts]
