"""What trainees said about a course, as far as it can be shown without recognising one of them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.kernel import small_cells
from registration.course_enums import RATINGS, EvaluationQuestion
from registration.models import Evaluation, EvaluationSlip

FEWEST_ANSWERS: Final = 5
"""Below this nothing but the number of answers is shown."""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question. ``counts`` by rating, None where any of them would tell of fewer than three people."""

    question: EvaluationQuestion
    mean: Decimal
    counts: Mapping[int, int] | None


@dataclass(frozen=True, slots=True)
class Results:
    """All answers of a course; ``questions`` and ``comments`` are empty while there are too few."""

    asked: int
    answered: int
    questions: tuple[QuestionResult, ...]
    comments: tuple[str, ...]


def of(subject: uuid.UUID) -> Results:
    """Return the results of a course.

    A table that must hide a cell is hidden whole and only its mean shown: with the mean, hidden cells could be computed from
    those that are not.
    """
    answers = list(Evaluation.objects.filter(subject=subject))
    asked = EvaluationSlip.objects.filter(registration__place_kind__subject=subject).count()
    if len(answers) < FEWEST_ANSWERS:
        return Results(asked, len(answers), (), ())
    return Results(
        asked,
        len(answers),
        tuple(_result(question, answers) for question in EvaluationQuestion),
        tuple(answer.comment for answer in answers if answer.comment),
    )


def _result(question: EvaluationQuestion, answers: list[Evaluation]) -> QuestionResult:
    given = [(getattr(answer, question.value), answer.pk) for answer in answers]
    published = small_cells.publish(
        [small_cells.Contribution(rating, (key,)) for rating, key in given], [rating for rating, _label in RATINGS]
    )
    mean = (Decimal(sum(rating for rating, _key in given)) / len(given)).quantize(Decimal("0.1"))
    counts = {rating: count for rating, count in published.cells.items() if count is not None}
    return QuestionResult(question, mean, None if published.hides_something else counts)
