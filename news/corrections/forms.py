"""Forms of the admin about corrections and takedowns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from news.enums import CorrectionReason
from news.models.corrections import LONGEST_NOTE
from portal.ui import forms as ui_forms


class TypingErrorForm(ui_forms.Form):
    """Why a change needs no note."""

    why = forms.CharField(
        label=_("Why this has no effect on what is said"),
        max_length=300,
        help_text=_("Kept in the record, not shown. For example: a missing letter in “công nghệ”."),
    )


class CorrectionForm(ui_forms.Form):
    """A note for readers, in the languages that there are words for."""

    reason = forms.ChoiceField(label=_("Reason"), choices=CorrectionReason.choices)
    text_vi = forms.CharField(
        label=_("What was wrong and what is right (Vietnamese)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    text_en = forms.CharField(
        label=_("What was wrong and what is right (English)"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Left empty, English readers see the Vietnamese note, marked as not translated yet."),
        widget=forms.Textarea({"rows": 4}),
    )


class NoteWordsForm(ui_forms.Form):
    """The words that a note lacks in one language."""

    words = forms.CharField(label=_("Translation of the note"), max_length=LONGEST_NOTE)


class RemovalForm(ui_forms.Form):
    """Why an operator takes a note off the page."""

    removed_reason = forms.CharField(label=_("Reason for the removal"), max_length=300)


class TakedownForm(ui_forms.Form):
    """Why a story is taken down, and what readers are told."""

    reason = forms.CharField(
        label=_("Reason, for the record"), max_length=1000, required=False, widget=forms.Textarea({"rows": 4})
    )
    decide_later = forms.BooleanField(label=_("Take it down now and give the reason later"), required=False)
    decision_number = forms.CharField(label=_("Number of the decision, if there is one"), max_length=80, required=False)
    public_vi = forms.CharField(
        label=_("Reason told to readers (Vietnamese)"),
        max_length=300,
        required=False,
        help_text=_("Left empty, readers are told that and when the story was taken down, no reason."),
    )
    public_en = forms.CharField(label=_("Reason told to readers (English)"), max_length=300, required=False)


class RestoreForm(ui_forms.Form):
    """Why a story is put back."""

    restored_reason = forms.CharField(label=_("Reason for putting it back"), max_length=300)
