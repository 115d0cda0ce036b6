"""Answers as columns of an export: one for each question where the list is about one subject, else all in one column."""

from collections.abc import Sequence
from typing import Final

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from registration import answer_words, question_queries
from registration.models import Answer, QuestionVersion, Registration
from registration.question_set import Question

TOGETHER: Final = "answers_together"


def attach(rows: Sequence[Registration]) -> dict[str, str]:
    """Hang the answers on the rows as attributes; return the headings by attribute, in order. Three queries for any number.

    Questions of earlier versions that nobody is asked any more follow those in force.
    """
    if not any(row.question_version_id for row in rows):
        return {}
    prefetch_related_objects(list(rows), "question_version", "given_answers__file")
    keys = {row.place_kind.subject for row in rows}
    if len(keys) > 1:
        for row in rows:
            setattr(row, TOGETHER, "; ".join(f"{term}: {value}" for term, value in _cells(row)))
        return {TOGETHER: _("Answers")}
    versions = {row.question_version for row in rows if row.question_version is not None}
    asked = _questions(question_queries.current(keys.pop()), versions)
    for row in rows:
        given = _by_key(row)
        for key, question in asked.items():
            value = answer_words.cell_of(question, given[key]) if key in given else ""
            setattr(row, _attribute(question), value)
    return {_attribute(question): str(question.label) for question in asked.values()}


def _attribute(question: Question) -> str:
    return f"answer_{question.key}"


def _questions(current: QuestionVersion | None, versions: set[QuestionVersion]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    latest_first = sorted(versions, key=lambda version: -version.number)
    for version in [current, *latest_first] if current is not None else latest_first:
        for question in version.read():
            found.setdefault(question.key, question)
    return found


def _by_key(row: Registration) -> dict[str, Answer]:
    return {answer.question: answer for answer in row.given_answers.all()}


def _cells(row: Registration) -> list[tuple[str, str]]:
    if row.question_version is None:
        return []
    given = _by_key(row)
    return [
        (str(question.label), answer_words.text_of(question, given[question.key]))
        for question in row.question_version.read()
        if question.key in given
    ]
