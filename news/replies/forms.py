"""Forms of a request: the public one, and the newsroom's decision."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from news.models.corrections import LONGEST_NOTE
from news.models.replies import LONGEST
from news.replies.enums import Remedy, ReplyState, RequesterKind
from portal.ui import forms as ui_forms
from portal.ui import traps


class ReplyRequestForm(traps.TrappedForm):
    """Asks for a correction or a reply."""

    kind = forms.ChoiceField(label=_("Who asks"), choices=RequesterKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Your full name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    on_behalf_of = forms.CharField(
        label=_("In whose name, if not your own"),
        max_length=200,
        required=False,
        help_text=_("The organisation or person that the story is about."),
    )
    passage = forms.CharField(
        label=_("Which passage"),
        max_length=1000,
        help_text=_("Copy the words from the story, or say where they are heard or seen."),
        widget=forms.Textarea({"rows": 3}),
    )
    wrong = forms.CharField(label=_("What is wrong with it"), max_length=LONGEST, widget=forms.Textarea({"rows": 6}))
    evidence = forms.CharField(
        label=_("Evidence"), max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 4})
    )
    papers = forms.FileField(
        label=_("Papers"),
        required=False,
        help_text=_("A PDF, picture, Word or Excel file of at most 10 MB. Only the newsroom can open it."),
    )
    remedy = forms.ChoiceField(label=_("What do you ask for?"), choices=Remedy.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You get a link there; the request reaches the newsroom when you use it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"form_key": uuid.uuid4()})


class DecisionForm(ui_forms.Form):
    """What the newsroom decides, what the requester is told, and what is published with the story."""

    target = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (one.value, one.label)
            for one in (ReplyState.ACCEPTED, ReplyState.ANSWERED, ReplyState.DECLINED, ReplyState.ESCALATED)
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What the requester is told"),
        max_length=LONGEST,
        required=False,
        help_text=_("Needed to decline and to answer."),
        widget=forms.Textarea({"rows": 5}),
    )
    published_vi = forms.CharField(
        label=_("Published with the story (Vietnamese)"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_(
            "The correction or the reply; it stands at the top of the story. Left empty, nothing is published."
        ),
        widget=forms.Textarea({"rows": 4}),
    )
    published_en = forms.CharField(
        label=_("Published with the story (English)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
