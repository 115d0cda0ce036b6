"""The form for a reader's comment."""

import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from news.models.records import LONGEST_COMMENT
from portal.kernel import text
from portal.ui import forms as ui_forms


def _is_key(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


class CommentForm(ui_forms.Form):
    """A reader's comment; ``website`` is a trap that people do not see and machines fill in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Shown with your comment."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Only for questions of the newsroom. It is never shown."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        help_text=_("At most 2,000 characters. Leave out addresses, telephone numbers and other people's data."),
        widget=forms.Textarea({"rows": 8}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        if data is not None and not _is_key(data.get("form_key", "")):
            data = data.copy()
            data["form_key"] = str(uuid.uuid4())
        super().__init__(data)
        self.fields["form_key"].initial = uuid.uuid4

    @property
    def is_trapped(self) -> bool:
        """Whether a machine filled in the field that people do not see."""
        return bool(self.data.get("website"))

    def clean_name(self) -> str:
        """Return the name in one normal form."""
        return text.normalise(str(self.cleaned_data["name"]))
