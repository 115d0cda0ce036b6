"""Answers in words of the active language, for pages, mails, the admin and exports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.kernel import formats
from registration.enums import QuestionKind
from registration.models import Answer, Registration
from registration.question_set import Option, Question, chosen

Cell = str | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: the question, what was answered, the record behind it."""

    term: str
    value: str
    answer: Answer
    is_personal: bool

    @property
    def may_be_mailed(self) -> bool:
        """Whether a mail may say it: neither something personal nor a file."""
        return not self.is_personal and self.answer.kind != QuestionKind.FILE


def lines(registration: Registration) -> list[Line]:
    """Return the answers of one registration in the order of its questions; two queries, none where nothing was asked."""
    version = registration.question_version
    if version is None:
        return []
    given = {answer.question: answer for answer in registration.given_answers.select_related("file")}
    return [
        Line(str(question.label), text_of(question, given[question.key]), given[question.key], question.is_personal)
        for question in version.read()
        if question.key in given
    ]


def text_of(question: Question, answer: Answer) -> str:
    """Return an answer as a reader sees it, with the options for which no place was left."""
    said = [_said(question, answer)]
    said += [
        _("%(option)s: no place was left") % {"option": option.label} for option in _options(question, answer.refused)
    ]
    return "; ".join(filter(None, said))


def cell_of(question: Question, answer: Answer) -> Cell:
    """Return an answer for a table: numbers and dates as such, everything else as text."""
    if question.kind is QuestionKind.NUMBER and answer.value:
        return Decimal(answer.value)
    if question.kind is QuestionKind.DATE and answer.value:
        return date.fromisoformat(answer.value)
    return text_of(question, answer)


def _options(question: Question, keys: Sequence[str]) -> list[Option]:
    return [option for option in question.options if option.key in keys]


def _said(question: Question, answer: Answer) -> str:
    if question.kind is QuestionKind.FILE:
        return answer.file.original_name if answer.file is not None else _("The file was erased")
    if answer.value is None:
        return ""
    if question.options:
        return ", ".join(str(option.label) for option in _options(question, chosen(answer.value)))
    plain: dict[QuestionKind, Callable[[Any], object]] = {
        QuestionKind.NUMBER: lambda value: formats.number(Decimal(value)),
        QuestionKind.DATE: lambda value: formats.short_date(date.fromisoformat(value)),
        QuestionKind.CONSENT: lambda _value: _("Agreed"),
    }
    return str(plain.get(question.kind, str)(answer.value))
