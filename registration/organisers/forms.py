"""Forms of the organisers' pages."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import forms as ui_forms
from registration.domain import notes, queue_classes
from registration.organiser_enums import BadgeLayout, BulkAction

LARGEST_NUMBER: Final = 2**63
"""What fits the database's integers."""


class NoteForm(ui_forms.Form):
    """A private note."""

    text = forms.CharField(
        label=_("Private note"),
        max_length=notes.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Organisers only. The person does not see it on the portal, but receives it when they ask for their data: write what you could say to them."
        ),
        error_messages={"required": _("Write the note first.")},
    )


class BulkForm(ui_forms.Form):
    """What is decided, on whom; the numbers are those that the page showed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    ids = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why"),
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The people read it in their mail."),
        error_messages={"required": _("Say why; the people read it in their mail.")},
    )
    queue_class = forms.IntegerField(
        label=_("Class in the queue"),
        min_value=1,
        max_value=queue_classes.LARGEST,
        help_text=_("Lower numbers are served first; 100 is the usual class."),
    )

    def __init__(self, *args: Any, action: BulkAction, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        if not asks_reason:
            del self.fields["why"]
        if action is not BulkAction.CLASS:
            del self.fields["queue_class"]

    def clean_ids(self) -> list[int]:
        """Read the numbers; anything else is refused."""
        try:
            found = [int(number) for number in str(self.cleaned_data["ids"]).split(",") if number]
        except ValueError:
            raise forms.ValidationError(_("Choose at least one registration.")) from None
        return [number for number in found if 0 < number < LARGEST_NUMBER]


class GroupMailForm(ui_forms.Form):
    """The words of a mail to a group."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    heading_vi = forms.CharField(
        label=_("Subject line in Vietnamese"),
        max_length=150,
        error_messages={"required": _("Write a subject line in Vietnamese.")},
    )
    text_vi = forms.CharField(
        label=_("Text in Vietnamese"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Salutation, event, number of the registration and its link are added by the portal."),
        error_messages={"required": _("Write the text in Vietnamese.")},
    )
    heading_en = forms.CharField(label=_("Subject line in English"), max_length=150, required=False)
    text_en = forms.CharField(
        label=_("Text in English"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Left empty, people who read English get the Vietnamese words."),
    )


class SendForm(ui_forms.Form):
    """Sends what was shown to as many people as were shown."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    is_service = forms.BooleanField(
        label=_("This mail is about this event only. It advertises nothing else."),
        error_messages={"required": _("Only mails about the event itself may go out without further consent.")},
    )


class BadgeForm(ui_forms.Form):
    """How badges lie on paper."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    layout = forms.ChoiceField(label=_("Paper"), choices=BadgeLayout.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("layout", BadgeLayout.EIGHT)
