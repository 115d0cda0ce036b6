"""Answers to questions, for the tests of questions and of their options."""

from typing import Any

from registration import question_queries
from registration.answered import Answered
from registration.domain import answers
from registration.models import PlaceKind, Pool
from tests.factories import questions as made


def answer(kind: PlaceKind, **given: Any) -> Answered:
    version = question_queries.current(kind.subject)
    assert version is not None
    return answers.check(
        version=version, place_kind=kind, given={made.key_of(name): value for name, value in given.items()}
    )


def eat(kind: PlaceKind, meal: str = "Cơm chay") -> Answered:
    return answer(kind, **{made.LUNCH: made.key_of(meal)})


def pool(kind: PlaceKind, name: str = "Cơm chay") -> Pool:
    return Pool.objects.get(subject=kind.subject, code=f"option-{made.key_of(name)}")
