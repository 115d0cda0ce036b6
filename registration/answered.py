"""Answers that were checked against a version of the questions, on their way into a registration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.media.models import PrivateFile
from registration.models import Answer, QuestionVersion
from registration.question_set import Question


@dataclass(frozen=True, slots=True)
class Answered:
    """What one party answers, by the key of the question; what was not asked or left empty is missing.

    Values are text, decimals as text, ISO dates, keys of options, True for a consent, and for a file the uploaded file until
    ``domain.answers.store_files`` has taken it in.
    """

    version: QuestionVersion
    values: Mapping[str, Any]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that were answered, in their order."""
        return tuple(each for each in self.version.read() if each.key in self.values)


def value_of(answer: Answer) -> Any:
    """Return a kept answer as ``Answered`` holds it."""
    return answer.file if isinstance(answer.file, PrivateFile) else answer.value
