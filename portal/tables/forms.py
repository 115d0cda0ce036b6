"""Forms of imports: the file, and what becomes of good rows beside wrong ones."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel import formats
from portal.tables.enums import Mode
from portal.tables.sources import LARGEST_FILE, MEGABYTE, MOST_ROWS
from portal.ui import forms as ui_forms


class UploadForm(ui_forms.Form):
    """The table to import."""

    file = forms.FileField(
        label=_("Table"),
        allow_empty_file=True,
        error_messages={
            "required": _("Choose the file with your table."),
            "invalid": _("Choose the file with your table."),
        },
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "An .xlsx or .csv file of at most %(size)d MB and %(rows)s rows. Nothing is written before you have seen it and"
            " confirmed."
        ) % {"size": LARGEST_FILE // MEGABYTE, "rows": formats.number(MOST_ROWS)}


class ConfirmForm(ui_forms.Form):
    """How to write."""

    mode = forms.ChoiceField(
        label=_("If a row cannot be written"),
        choices=Mode.choices,
        initial=Mode.ALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two ways.")},
    )
