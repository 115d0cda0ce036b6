"""The form for a reader's comment."""

import hashlib
import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from news.domain import personal_hints
from news.domain.personal_hints import Hint
from news.models.comments import LONGEST_COMMENT
from portal.kernel import text
from portal.ui import traps


def _is_key(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


class CommentForm(traps.TrappedForm):
    """A reader's comment.

    ``as_is`` is the value of the button that sends what looks like personal data all the same: it counts only for the very words
    that were shown. A reader whose verified address is known is not asked for one.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Shown with your comment."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send a link there that you must open once. It is never shown."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        help_text=_("At most 2,000 characters. Leave out addresses, telephone numbers and other people's data."),
        widget=forms.Textarea({"rows": 8}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, verified_address: str = "", known_name: str = "") -> None:
        if data is not None and not _is_key(data.get("form_key", "")):
            data = data.copy()
            data["form_key"] = str(uuid.uuid4())
        super().__init__(data)
        self.fields["form_key"].initial = uuid.uuid4
        self.verified_address = verified_address
        if verified_address:
            del self.fields["email"]
            self.fields["name"].initial = known_name

    @property
    def hints(self) -> tuple[Hint, ...]:
        """What looks like personal data in a valid comment."""
        return personal_hints.find("\n".join((self.cleaned_data["name"], self.cleaned_data["text"])))

    @property
    def seen_value(self) -> str:
        """What the button "send it as it is" carries: it names the passages that were shown, and only those."""
        passages = "\n".join(f"{hint.kind} {hint.passage}" for hint in self.hints)
        return hashlib.sha256(passages.encode()).hexdigest()[:20]

    @property
    def must_ask(self) -> bool:
        """Whether the reader has yet to see what looks like personal data."""
        return bool(self.hints) and self.data.get("as_is") != self.seen_value

    @property
    def address(self) -> str:
        """The address that the comment comes from."""
        return self.verified_address or str(self.cleaned_data["email"])

    def clean_name(self) -> str:
        """Return the name in one normal form."""
        return text.normalise(str(self.cleaned_data["name"]))
