"""Forms of the newsroom's queue: filters, a decision, words to leave out, an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.enums import CommentRule, CommentState
from news.models.comments import LONGEST_REPLY
from portal.kernel.languages import Language
from portal.ui import forms as ui_forms

ALL = "all"
SEEN_STATES = [state for state in CommentState if state is not CommentState.UNVERIFIED]


class FilterForm(ui_forms.Form):
    """What of the queue is listed."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*((state.value, state.label) for state in SEEN_STATES), (ALL, _("All, those that wait first"))],
    )
    story = forms.ChoiceField(label=_("Story"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All languages")), *Language.choices]
    )
    days = forms.ChoiceField(
        label=_("Sent"),
        required=False,
        choices=[
            ("", _("At any time")),
            ("1", _("Today and yesterday")),
            ("7", _("Within 7 days")),
            ("30", _("Within 30 days")),
        ],
    )

    def __init__(self, data: Any, *, stories: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["story"].choices = [("", _("All stories")), *stories]  # type: ignore[attr-defined]  # a choice field

    def chosen(self, name: str) -> str:
        """Return what a filter is set to, "" where it is set to nothing that exists."""
        return str(self.cleaned_data.get(name) or "") if self.is_valid() or name in self.cleaned_data else ""


class DecisionForm(ui_forms.Form):
    """Show or refuse; a refusal names a rule, or says why in words."""

    rule = forms.ChoiceField(
        label=_("Rule that it does not keep to"),
        choices=[("", _("Choose a rule")), *CommentRule.choices],
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason in words"),
        max_length=300,
        required=False,
        help_text=_("The writer reads it. Needed where no listed rule fits."),
    )


class StrikeForm(ui_forms.Form):
    """Words with personal data that are left out."""

    found = forms.MultipleChoiceField(
        label=_("Found in the comment"), required=False, widget=forms.CheckboxSelectMultiple
    )
    passage = forms.CharField(
        label=_("Other words to leave out, as they stand in the comment"), max_length=300, required=False
    )

    def __init__(self, data: Any = None, *, passages: list[str]) -> None:
        super().__init__(data)
        self.fields["found"].choices = [(passage, passage) for passage in passages]  # type: ignore[attr-defined]  # a choice field
        if not passages:
            del self.fields["found"]


class AnswerForm(ui_forms.Form):
    """The newsroom's answer beneath a comment."""

    desk = forms.CharField(
        label=_("Who answers"), max_length=120, help_text=_("The newsroom, a desk or the body concerned.")
    )
    words = forms.CharField(label=_("Answer"), max_length=LONGEST_REPLY, widget=forms.Textarea({"rows": 5}))


class PinForm(ui_forms.Form):
    """Asks for nothing; carries the sentence why a comment cannot stand first."""
