"""The organiser's questions as fields of a form. Without JavaScript every question shows, with the words that say when it counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kernel import converters, formats
from portal.kernel.errors import DomainError
from portal.media.models import PrivateFile
from portal.ui import forms as ui_forms
from portal.ui import sentences
from registration import errors, question_queries
from registration.answered import Answered
from registration.domain import answers
from registration.enums import QuestionKind
from registration.models import PlaceKind, QuestionVersion
from registration.question_set import Option, Question, for_kinds, read_alike

VERSION_FIELD: Final = "questions_version"
ACCEPTED_FILES: Final = "application/pdf,image/jpeg,image/png,image/webp"


class OptionSelect(forms.RadioSelect):
    """Radio buttons of which some cannot be chosen because no place is left."""

    full: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Disable what is full."""
        return _disabled(super().create_option(name, value, *args, **kwargs), value, self.full)


class OptionsSelect(forms.CheckboxSelectMultiple):
    """Check boxes of which some cannot be ticked because no place is left."""

    full: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Disable what is full."""
        return _disabled(super().create_option(name, value, *args, **kwargs), value, self.full)


def _disabled(made: dict[str, Any], value: Any, full: frozenset[str]) -> dict[str, Any]:
    if str(value) in full:
        made["attrs"]["disabled"] = True
        made["attrs"].pop("required", None)
    return made


def _choices(options: Sequence[Option], left: Mapping[str, int]) -> list[tuple[str, str]]:
    def words(option: Option) -> str:
        free = left.get(option.key)
        if free is None:
            return str(option.label)
        if free <= 0:
            return _("%(option)s (no place left)") % {"option": option.label}
        return ngettext("%(option)s (%(left)s place left)", "%(option)s (%(left)s places left)", free) % {
            "option": option.label,
            "left": formats.number(free),
        }

    return [(option.key, words(option)) for option in options]


def _options_field(question: Question, left: Mapping[str, int], own: Sequence[str], **common: Any) -> forms.Field:
    choices = _choices(question.options, left)
    full = frozenset(key for key, free in left.items() if free <= 0 and key not in own)
    if question.kind is QuestionKind.CHOICES:
        several = OptionsSelect()
        several.full = full
        return forms.MultipleChoiceField(choices=choices, widget=several, **common)
    one = OptionSelect()
    one.full = full
    if not common["required"]:
        choices = [*choices, ("", _("No answer"))]
    return forms.ChoiceField(choices=choices, widget=one, **common)


def _plain_field(question: Question, **common: Any) -> forms.Field:
    match question.kind:
        case QuestionKind.SHORT_TEXT:
            return forms.CharField(
                max_length=answers.SHORT_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "off"}), **common
            )
        case QuestionKind.LONG_TEXT:
            return forms.CharField(max_length=answers.LONG_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), **common)
        case QuestionKind.NUMBER:
            return forms.DecimalField(
                max_digits=12,
                decimal_places=answers.DECIMAL_PLACES,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"invalid": _("Write a number in figures.")},
                **common,
            )
        case QuestionKind.DATE:
            return ui_forms.DateField(**common)
        case QuestionKind.FILE:
            return forms.FileField(
                allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}), **common
            )
        case _:
            return forms.BooleanField(**common)


def hint_lines(question: Question, *, kept: str = "") -> list[str]:
    """Return what stands beneath a question: help, the form of the answer, why it is asked and how long it is kept."""
    said = [str(question.help)]
    if question.kind is QuestionKind.DATE:
        said.append(_("Day/month/year, for example 25/12/2026"))
    if question.kind is QuestionKind.FILE:
        said.append(_("A PDF, JPEG, PNG or WebP file of at most 5 MB. Only the organisers can open it."))
    if kept:
        said.append(_("“%(name)s” is kept. Choose a file only to replace it.") % {"name": kept})
    if question.is_personal:
        said.append(
            ngettext(
                "Why we ask: %(purpose)s. Kept for %(days)s day after the end.",
                "Why we ask: %(purpose)s. Kept for %(days)s days after the end.",
                question.keep_days,
            )
            % {"purpose": str(question.purpose).rstrip("."), "days": formats.number(question.keep_days)}
        )
    return [sentence for sentence in said if sentence]


def _hint(question: Question, *, when: str, kept: str) -> SafeString:
    hint = conditional_escape("")
    for sentence in filter(None, [*hint_lines(question, kept=kept), when]):
        hint = format_html("{}<br>{}", hint, sentence) if hint else conditional_escape(sentence)
    return hint


def _when(question: Question, questions: Sequence[Question], kinds: Sequence[PlaceKind]) -> str:
    """Return the words that say when a question counts; nothing where it always does."""
    said = []
    if any(not question.is_for(kind.code) for kind in kinds):
        names = ", ".join(kind.name for kind in kinds if question.is_for(kind.code))
        said.append(_("Only for: %(kinds)s.") % {"kinds": names})
    condition = question.condition
    earlier = next((each for each in questions if condition is not None and each.key == condition.question), None)
    if condition is not None and earlier is not None:
        labels = [str(option.label) for option in earlier.options if option.key in condition.options]
        said.append(
            _("Only if you chose “%(options)s” under “%(question)s”.")
            % {"options": "” / “".join(labels), "question": earlier.label}
        )
    return " ".join(said)


def field_for(
    question: Question,
    *,
    questions: Sequence[Question],
    kinds: Sequence[PlaceKind],
    left: Mapping[str, int],
    answer: Any = None,
) -> forms.Field:
    """Return the field of a question for people of some kinds of place; ``left`` are places by option, ``answer`` what was said.

    What is needed only under a condition is not required of the browser: the server decides when it knows all answers.
    """
    kept = answer.original_name if isinstance(answer, PrivateFile) else ""
    when = _when(question, questions, kinds)
    common: dict[str, Any] = {
        "label": str(question.label),
        "required": question.required and not when and not kept,
        "help_text": _hint(question, when=when, kept=kept),
    }
    if question.options:
        own = (answer,) if isinstance(answer, str) else tuple(answer or ())
        field = _options_field(question, left, own, **common)
    else:
        field = _plain_field(question, **common)
    if when and question.required:
        field.needed_when = _("needed in this case")  # type: ignore[attr-defined]  # read by the field's template
    if when:
        attributes = field.widget.attrs
        attributes["data-asked-of"] = " ".join(str(kind.pk) for kind in kinds if question.is_for(kind.code))
        if question.condition is not None:
            attributes["data-asked-if"] = f"q_{question.condition.question}"
            attributes["data-asked-values"] = " ".join(question.condition.options)
    if not kept and answer is not None:
        field.initial = _initial(question, answer)
    return field


def _initial(question: Question, answer: Any) -> Any:
    if question.kind is QuestionKind.NUMBER:
        return Decimal(answer)
    return date.fromisoformat(answer) if question.kind is QuestionKind.DATE else answer


class AsksQuestionsMixin:
    """For a form that asks the organiser's questions; stands before the form's class. Call ``ask_questions`` at the end of ``__init__``."""

    answered: Answered | None = None
    version: QuestionVersion | None = None

    def ask_questions(
        self,
        *,
        version: QuestionVersion | None,
        kinds: Sequence[PlaceKind],
        left: Mapping[str, int],
        earlier: Mapping[str, Any] | None = None,
        before: str = "",
    ) -> None:
        """Add the questions of a version for these kinds of place, in front of the field ``before``; ``earlier`` answers show."""
        form: Any = self
        self.version, self._earlier = version, earlier or {}
        if version is None:
            return
        questions = version.read()
        self._asked = for_kinds(questions, [kind.code for kind in kinds])
        made = {
            question.field_name: field_for(
                question, questions=questions, kinds=kinds, left=left, answer=self._earlier.get(question.key)
            )
            for question in self._asked
        }
        sentences.instruct(made)
        last = {before: form.fields.pop(before)} if before else {}
        form.fields |= {**made, **last, VERSION_FIELD: forms.CharField(required=False, widget=forms.HiddenInput)}
        form.initial.setdefault(VERSION_FIELD, str(version.number))

    def check_answers(self, place_kind: PlaceKind) -> None:
        """Check what was answered for this kind of place; sentences stand beside the fields. From the form's ``clean``."""
        form: Any = self
        if self.version is None:
            return
        given = {}
        for question in self._asked:
            said, kept = form.cleaned_data.get(question.field_name), self._kept(question)
            given[question.key] = kept if kept is not None and not said else said
        try:
            self.answered = answers.check(version=self.version, place_kind=place_kind, given=given)
        except errors.AnswersRefusedError as refusal:
            for name, sentence in refusal.refusals.items():
                if name not in form.errors:
                    form.add_error(name if name in form.fields else None, sentence)
        self._check_version(place_kind.code)

    def _kept(self, question: Question) -> PrivateFile | None:
        earlier = self._earlier.get(question.key)
        return earlier if isinstance(earlier, PrivateFile) else None

    def _check_version(self, kind: str) -> None:
        """Show the form once more where it was made from another version that reads otherwise: nobody answers unseen questions."""
        form: Any = self
        assert self.version is not None  # noqa: S101 -- the caller has looked
        number = str(form.cleaned_data.get(VERSION_FIELD, ""))
        if number == str(self.version.number):
            return
        key = converters.record_number(number)
        seen = question_queries.numbered(self.version.subject, key) if key is not None else None
        if not read_alike(seen.read() if seen is not None else (), self.version.read(), kind=kind):
            form.add_error(
                None,
                _(
                    "The organiser has changed the questions since you opened this page. What you typed is still here: "
                    "look over the questions and send the form again."
                ),
            )
        form.retype(VERSION_FIELD, str(self.version.number))

    def ask_for_files_again(self) -> None:
        """Say beside each file that was sent with a wrong form that it must be chosen again: browsers do not send it twice.

        Of one that would be refused the reason is told now, not after the next attempt.
        """
        form: Any = self
        for name in form.files if form.errors else ():
            if name in form.fields and name not in form.errors:
                try:
                    answers.check_file(file=form.files[name], field=name)
                except DomainError as refusal:
                    form.add_error(name, str(refusal))
                else:
                    form.add_error(name, _("Choose the file again: it was not kept, because something else was wrong."))
