"""Forms of reviewers and officers in the admin."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from showcase.enums import Compliance
from showcase.models import TransferList

LARGEST_TABLE = 2 * 1024 * 1024


class ReadForm(ui_forms.Form):
    """Says which revision the person has read; a form that does not say it has read none."""

    NOTHING: Final = 0

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def read(self) -> int:
        """The revision that was read, of a form that was checked."""
        number: int | None = self.cleaned_data.get("revision")
        return number or self.NOTHING


class ListsForm(ReadForm):
    """What comparing with the lists of transfer found."""

    compliance = forms.ChoiceField(
        label=_("Result of the comparison"),
        choices=[
            ("", _("Choose one")),
            *((kind.value, kind.label) for kind in Compliance if kind is not Compliance.UNCHECKED),
        ],
    )
    transfer_list = forms.ModelChoiceField(label=_("Version of the lists"), queryset=TransferList.objects.all())
    transfer_permit = forms.CharField(
        label=_("Transfer permit"),
        required=False,
        max_length=120,
        help_text=_("Number and date; needed for a restricted technology"),
    )


class DecisionForm(ReadForm):
    """A reviewer's words to the author."""

    reason = forms.CharField(
        label=_("Comment or reason for the author"),
        required=False,
        max_length=2000,
        help_text=_("Needed when you return or refuse. The author reads it in a mail and at the desk."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RemarkForm(ui_forms.Form):
    """Why the officer decides so."""

    remark = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class LoadListForm(ui_forms.Form):
    """A version of the lists as a table."""

    version = forms.CharField(
        label=_("Version"), max_length=80, help_text=_("As officers cite it: number and date of the document")
    )
    source = forms.CharField(label=_("Source document"), max_length=250)
    valid_from = ui_forms.DateField(label=_("Valid from"))
    valid_to = ui_forms.DateField(label=_("Valid until"), required=False)
    is_illustrative = forms.BooleanField(
        label=_("Illustrative"), required=False, help_text=_("An invented sample; not the text of any law")
    )
    file = forms.FileField(
        label=_("Table (CSV, UTF-8)"),
        help_text=_("Columns: kind (encouraged, restricted, prohibited), code, words_vi, words_en, keywords"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Return the table's text; refuse what is too large or no text."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TABLE:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("Save the table as CSV in UTF-8.")) from error
