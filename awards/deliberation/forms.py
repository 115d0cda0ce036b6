"""Forms of the council's work. They check what is typed; the rules stand in the domain."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.deliberation import council, queries
from awards.deliberation.domain import appeals, objections
from awards.deliberation.domain.deciding import Document
from awards.deliberation.domain.meetings import LONGEST_PLACE, Presence
from awards.deliberation.enums import AppealGround, CaseState, Choice, MotionKind
from awards.editions.rules import EditionRules
from awards.enums import Honour, NominationState
from awards.models import Attendance, AwardEdition, Juror, Meeting, Motion, MotionVote, Nomination
from portal.ui import forms as ui_forms
from portal.ui import traps

LONGEST_WORDS = 5000
TIE_ABSTAINS = "abstain"


def _words(label: Any, *, required: bool = True, rows: int = 4, hint: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=more.pop("max_length", LONGEST_WORDS),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


class MeetingForm(ui_forms.Form):
    """When and where the council meets."""

    held_at = ui_forms.DateTimeField(label=_("Begins"))
    place = forms.CharField(
        label=_("Where it is held"),
        max_length=LONGEST_PLACE,
        help_text=_("Room and address, or the link of an online meeting."),
    )


class ReasonForm(ui_forms.Form):
    """Why something is done."""

    reason = _words(_("Reason"))


class CloseMeetingForm(ui_forms.Form):
    """What the minutes say besides motions and votes."""

    remarks = _words(
        _("Course of the meeting"),
        required=False,
        rows=8,
        hint=_(
            "Reports, questions and what was said, for the minutes. Attendance, motions, votes and results are in them already."
        ),
        max_length=20000,
    )


class CloseMotionForm(ui_forms.Form):
    """The reasons of the council."""

    reason = _words(
        _("Reasons of the council"),
        required=False,
        hint=_("Needed where the motion is rejected, or departs from the ranking. They stand in the minutes."),
    )


class AttendanceForm(ui_forms.Form):
    """Who is there, and why others are not; two fields for each member."""

    def __init__(self, *args: Any, people: Sequence[tuple[Juror, Attendance | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for juror, noted in people:
            self.fields[f"present-{juror.pk}"] = forms.BooleanField(
                label=juror.full_name, required=False, initial=noted is not None and noted.is_present
            )
            self.fields[f"reason-{juror.pk}"] = forms.CharField(
                label=_("Reason for absence: %(name)s") % {"name": juror.full_name},
                required=False,
                max_length=250,
                initial=noted.reason if noted is not None else "",
            )

    def presences(self) -> dict[int, Presence]:
        """Return what was noted, by the key of the juror."""
        typed = self.cleaned_data
        return {
            juror.pk: Presence(typed[f"present-{juror.pk}"], typed[f"reason-{juror.pk}"])
            for juror, _noted in self.people
        }


class MotionForm(ui_forms.Form):
    """What is put to the vote."""

    category_code = forms.ChoiceField(label=_("Category"), widget=forms.RadioSelect)
    nominations = forms.MultipleChoiceField(label=_("Dossiers"), required=False, widget=forms.CheckboxSelectMultiple)
    honour = forms.ChoiceField(label=_("Prize"), choices=[("", "—"), *Honour.choices])
    words = _words(_("Question that is voted on"), hint=_("As it is read out and stands in the minutes."))

    def __init__(self, *args: Any, kind: MotionKind, meeting: Meeting, rules: EditionRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._rows: dict[str, Nomination] = {}
        if kind is MotionKind.OTHER:
            for name in ("category_code", "nominations", "honour"):
                del self.fields[name]
            return
        if kind is not MotionKind.PRIZE:
            del self.fields["honour"]
        self._choose(meeting, rules)

    def _choose(self, meeting: Meeting, rules: EditionRules) -> None:
        offered = []
        contest = council.in_contest(AwardEdition.objects.get(award_key=meeting.award_key))
        orders = council.orders(meeting.award_key, rules)
        for category in rules.categories:
            order = orders.get(category.code)
            if order is None:
                continue
            for pk, one in order.everybody.items():
                if one.state in contest:
                    self._rows[str(pk)] = one
                    rank = order.ranks.get(pk, "–")
                    offered.append((str(pk), f"{rank}. {one.alias} – {queries.title(one)} ({category.title.vi})"))
        self.fields["category_code"].choices = [(one.code, one.title.vi) for one in rules.categories]  # type: ignore[attr-defined]  # a choice field
        self.fields["nominations"].choices = offered  # type: ignore[attr-defined]  # the same

    def motion(self) -> dict[str, Any]:
        """Return what was typed, for the domain."""
        typed = self.cleaned_data
        chosen = typed.get("honour")
        return {
            "kind": self.kind,
            "words": typed["words"],
            "category_code": typed.get("category_code", ""),
            "nominations": [self._rows[pk] for pk in typed.get("nominations", [])],
            "honour": Honour(chosen) if chosen else None,
        }


def _choices(motion: Motion, named: Sequence[Nomination]) -> list[tuple[str, Any]]:
    """Return what can be chosen on a ballot: on a tie the dossier that goes in front."""
    if motion.kind == MotionKind.TIE:
        fronts = [(str(one.pk), f"{one.alias}: {queries.title(one)}") for one in named]
        return [*fronts, (TIE_ABSTAINS, Choice.ABSTAIN.label)]
    return [(choice.value, choice.label) for choice in Choice]


def _ballot(motion: Motion, named: Sequence[Nomination], value: str) -> dict[str, Any]:
    """Return choice and preferred dossier of what was chosen."""
    if motion.kind != MotionKind.TIE:
        return {"choice": Choice(value), "preferred": None}
    if value == TIE_ABSTAINS:
        return {"choice": Choice.ABSTAIN, "preferred": None}
    return {"choice": Choice.FOR, "preferred": next(one for one in named if str(one.pk) == value)}


def _chosen(vote: MotionVote | None) -> str:
    if vote is None:
        return ""
    return str(vote.preferred_id) if vote.preferred_id is not None else str(vote.choice)


class VoteForm(ui_forms.Form):
    """A member's vote on the open motion, from the own device."""

    choice = forms.ChoiceField(
        label=_("Your vote"), widget=forms.RadioSelect, error_messages={"required": _("Choose how you vote.")}
    )
    reason = _words(_("Reason"), required=False, rows=3, hint=_("It stands in the minutes, beside your name."))
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, motion: Motion, named: Sequence[Nomination], vote: MotionVote | None, **kwargs: Any
    ) -> None:
        self._motion, self._named = motion, named
        kept = {"choice": _chosen(vote), "reason": vote.reason if vote is not None else "", "number": motion.number}
        super().__init__(*args, initial=kept, **kwargs)
        self.fields["choice"].choices = _choices(motion, named)  # type: ignore[attr-defined]  # a choice field

    def ballot(self) -> dict[str, Any]:
        """Return what was chosen, for the domain."""
        return {
            **_ballot(self._motion, self._named, self.cleaned_data["choice"]),
            "reason": self.cleaned_data["reason"],
        }


class BallotsForm(ui_forms.Form):
    """The paper ballots of an open motion; two fields for each member who can vote and has not voted from an own device."""

    def __init__(
        self, *args: Any, motion: Motion, jurors: Sequence[Juror], votes: dict[int, MotionVote], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._motion, self._named = motion, list(motion.nominations.all())
        self._jurors = [one for one in jurors if one.pk not in votes or votes[one.pk].on_paper]
        for juror in self._jurors:
            vote = votes.get(juror.pk)
            self.fields[f"choice-{juror.pk}"] = forms.ChoiceField(
                label=juror.full_name,
                required=False,
                choices=[("", _("No ballot entered")), *_choices(motion, self._named)],
                initial=_chosen(vote),
            )
            self.fields[f"reason-{juror.pk}"] = forms.CharField(
                label=_("Reason on the ballot of %(name)s") % {"name": juror.full_name},
                required=False,
                max_length=1000,
                initial=vote.reason if vote is not None else "",
            )

    def ballots(self) -> dict[int, dict[str, Any]]:
        """Return what stands on the ballots that were entered, by the key of the juror."""
        typed = self.cleaned_data
        return {
            one.pk: {
                **_ballot(self._motion, self._named, typed[f"choice-{one.pk}"]),
                "reason": typed[f"reason-{one.pk}"],
            }
            for one in self._jurors
            if typed[f"choice-{one.pk}"]
        }


class ObjectionForm(traps.TrappedForm):
    """What somebody of the public holds against the shortlist."""

    nomination = forms.ChoiceField(
        label=_("What do you object to?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you object to.")},
    )
    text = _words(
        _("Your objection"),
        rows=8,
        hint=_("What is wrong, how you know it, and where that can be checked."),
        max_length=objections.LONGEST_TEXT,
        error_messages={"required": _("Write what you object to, and why.")},
    )
    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your full name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You get a link there; the objection counts once you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Write an e-mail address in the form name@example.vn.")},
    )
    agree = forms.BooleanField(
        label=_("I have read what happens to my data, and agree."),
        error_messages={"required": _("Please confirm that you agree.")},
    )

    def __init__(self, *args: Any, rows: Sequence[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = {str(one.public_id): one for one in rows}
        choices = [
            ("list", _("The shortlist as a whole")),
            *((key, queries.title(one)) for key, one in self._rows.items()),
        ]
        self.fields["nomination"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def objection(self) -> dict[str, Any]:
        """Return what was typed, for the domain."""
        typed = self.cleaned_data
        return {
            "nomination": self._rows.get(typed["nomination"]),
            "full_name": typed["full_name"],
            "email": typed["email"],
            "words": typed["text"],
        }


class AnswerForm(ui_forms.Form):
    """The answer to an objection."""

    result = forms.ChoiceField(
        label=pgettext_lazy("of a case", "Result"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (CaseState.UPHELD, CaseState.REJECTED, CaseState.WITHDRAWN)],
    )
    answer = _words(_("Answer"), rows=6, hint=_("Sent to the person by mail. Leave out what concerns other people."))
    remove_to = forms.ChoiceField(
        label=_("What becomes of the finalist"),
        required=False,
        choices=[
            ("", _("Stays on the shortlist")),
            (NominationState.NOT_SELECTED.value, _("Loses the place, and stays in the ranking")),
            (NominationState.INELIGIBLE.value, _("Not eligible: leaves the contest, and its page is taken down")),
        ],
        help_text=_("Only where the objection is upheld."),
    )

    def __init__(self, *args: Any, has_finalist: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_finalist:
            del self.fields["remove_to"]

    def said(self) -> dict[str, Any]:
        """Return what was typed, for the domain."""
        typed = self.cleaned_data
        to = typed.get("remove_to")
        return {
            "result": CaseState(typed["result"]),
            "words": typed["answer"],
            "remove_to": NominationState(to) if to else None,
        }


class DecisionForm(ui_forms.Form):
    """The document by which the result stands."""

    number = forms.CharField(label=_("Number of the decision"), max_length=60, help_text=_("For example 149/QĐ-UBND"))
    decided_on = ui_forms.DateField(label=_("Date of the decision"), validators=[ui_forms.validate_year])
    issued_by = forms.CharField(label=_("Issuing authority"), max_length=250)
    signed_by = forms.CharField(label=_("Signed by"), max_length=200)
    words = _words(_("Grounds"), required=False, hint=_("Public, beside the decision."))
    file = forms.FileField(label=_("Document"), required=False, help_text=_("PDF. Everybody can read it."))

    def document(self) -> Document:
        """Return what was typed, for the domain."""
        typed = self.cleaned_data
        return Document(**{name: typed[name] for name in ("number", "decided_on", "issued_by", "signed_by", "words")})


class AppealForm(ui_forms.Form):
    """An entrant's appeal."""

    ground = forms.ChoiceField(
        label=_("What was not kept"),
        widget=forms.RadioSelect,
        choices=AppealGround.choices,
        error_messages={"required": _("Choose what was not kept.")},
    )
    text = _words(
        _("What went wrong"),
        rows=8,
        hint=_("When it happened, which rule was not kept, and how that shows."),
        max_length=appeals.LONGEST_TEXT,
        error_messages={"required": _("Write what went wrong in the procedure.")},
    )


class AssignForm(ui_forms.Form):
    """Which officer handles an appeal."""

    officer: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("Officer"),
        queryset=None,
        help_text=_("Only people of the secretariat who had no part in the procedure are offered."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = people  # type: ignore[attr-defined]  # a model choice field


class OutcomeForm(ui_forms.Form):
    """The outcome of an appeal."""

    result = forms.ChoiceField(
        label=pgettext_lazy("of a case", "Result"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (CaseState.UPHELD, CaseState.REJECTED)],
    )
    outcome = _words(_("Outcome"), rows=6, hint=_("Sent to the entrant and published without names: name nobody."))
    follows = _words(
        _("What follows"),
        required=False,
        hint=_("Where it is upheld: what the secretariat does about it. Published too."),
    )
