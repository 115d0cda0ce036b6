"""Forms of the desk's work in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.desk.enums import Priority, StoryProcess
from news.models.topics import LONGEST_ANSWER, LONGEST_PITCH
from portal.kernel import clock
from portal.pages import admin_widgets
from portal.ui import forms as ui_forms

LONGEST_TITLE = 200
LONGEST_WORDS = 2000
EVERYBODY = _("Everybody of this step")


class _People(forms.ModelChoiceField):  # type: ignore[type-arg]  # any people
    def label_from_instance(self, obj: Any) -> str:
        """Name a person."""
        return str(obj.get_full_name())


class ActForm(ui_forms.Form):
    """Approve or return; ``step`` is the step that the person saw."""

    prefix = "act"
    step = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Reason or comment"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Needed to return the story. The author and whoever handed it in get it by mail."),
    )


class CancelForm(ui_forms.Form):
    """Stop the approval, with a reason."""

    prefix = "cancel"
    reason = forms.CharField(
        label=_("Why the approval is stopped"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The story stays a draft with all its words. Those concerned get the reason by mail."),
    )


class AssignForm(ui_forms.Form):
    """Who is on the running step, until when, and how much it presses."""

    prefix = "assign"
    step = forms.IntegerField(widget=forms.HiddenInput)
    assignee = _People(label=_("Who is on it"), queryset=None, required=False, empty_label=EVERYBODY)
    due_at = forms.DateTimeField(
        label=_("Due"),
        widget=admin_widgets.MomentInput,
        validators=[ui_forms.validate_year],
        error_messages={"required": _("Give the time.")},
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]  # a choice of records


class ProposeForm(ui_forms.Form):
    """A topic, before anything is written."""

    newsroom: Any = forms.ModelChoiceField(label=_("Newsroom"), queryset=None, empty_label=None)
    title = forms.CharField(
        label=_("Topic"), max_length=LONGEST_TITLE, error_messages={"required": _("Give the topic a title.")}
    )
    pitch = forms.CharField(
        label=_("What it is about, and why now"),
        max_length=LONGEST_PITCH,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Say what it is about, and why now.")},
    )
    process = forms.ChoiceField(
        label=_("Way to publication"), choices=StoryProcess.choices, initial=StoryProcess.ARTICLE
    )
    wished_on = forms.DateField(
        label=_("Wished day of publication"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[ui_forms.validate_year],
    )

    def __init__(self, *args: Any, newsrooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["newsroom"].queryset = newsrooms  # type: ignore[attr-defined]  # a choice of records
        if len(newsrooms) == 1:
            self.fields["newsroom"].widget = forms.HiddenInput()
            self.fields["newsroom"].initial = newsrooms[0].pk

    def clean_wished_on(self) -> Any:
        """Refuse a day that is over."""
        day = self.cleaned_data["wished_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("This day is over."))
        return day


class AcceptForm(ui_forms.Form):
    """Who writes an accepted topic, and until when."""

    prefix = "accept"
    assignee = _People(
        label=_("Who writes it"),
        queryset=None,
        empty_label=None,
        error_messages={"required": _("Choose who writes it.")},
    )
    due_at = forms.DateTimeField(
        label=_("Draft due"),
        widget=admin_widgets.MomentInput,
        validators=[ui_forms.validate_year],
        error_messages={"required": _("Give the time.")},
    )
    note = forms.CharField(
        label=_("Note to the writer"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people  # type: ignore[attr-defined]  # a choice of records


class RefuseForm(ui_forms.Form):
    """Why a topic is refused."""

    prefix = "refuse"
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Goes to whoever proposed it."),
    )
