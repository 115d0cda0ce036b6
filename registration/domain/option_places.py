"""Options with places: each is a pool of the subject that a registration draws on beside those of its kind (ADR 0017).

A row of ``OptionPlace`` stands for every place that is taken. It is written where the seat is taken and goes where the seat goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from registration import errors, question_queries
from registration.answered import Answered
from registration.domain import gate
from registration.models import Answer, OptionPlace, Pool, QuestionVersion, Registration
from registration.question_set import FIELD_PREFIX, chosen


@dataclass(frozen=True, slots=True)
class Claim:
    """An option with places that a party wants."""

    pool_id: int
    question: str
    option: str
    label: str

    def refusal(self) -> errors.OptionFullError:
        """Return the error that says that it is full, beside its question."""
        return errors.OptionFullError(
            _("No place is left for “%(option)s”. Choose another one.") % {"option": self.label},
            field=f"{FIELD_PREFIX}{self.question}",
        )


def claims(answered: Answered | None) -> tuple[Claim, ...]:
    """Return the options with places among some answers: one query, none where there are no such options."""
    return _claims(answered.version, answered.values) if answered is not None else ()


def _claims(version: QuestionVersion, values: Any) -> tuple[Claim, ...]:
    wanted = {
        option.pool_code: (question.key, option)
        for question in version.read()
        for key in chosen(values.get(question.key))
        if (option := question.option(key)) is not None and option.places is not None
    }
    if not wanted:
        return ()
    rows = Pool.objects.filter(subject=version.subject, code__in=wanted).order_by("pk").values_list("pk", "code")
    return tuple(Claim(pk, wanted[code][0], wanted[code][1].key, str(wanted[code][1].label)) for pk, code in rows)


def require_room(*, claims: Sequence[Claim], party_size: int, now: datetime) -> None:
    """Look without a lock; raise OptionFullError for the first option that has no room for a party of this size."""
    left = question_queries.left_by_pool([claim.pool_id for claim in claims], now) if claims else {}
    for claim in claims:
        if left[claim.pool_id] < party_size:
            raise claim.refusal()


def note(*, registration: Registration, claims: Sequence[Claim], now: datetime) -> None:
    """Write the rows of places that the caller takes from their pools in the same transaction."""
    if claims:
        OptionPlace.objects.bulk_create(
            OptionPlace(
                registration=registration, pool_id=claim.pool_id, quantity=registration.party_size, taken_at=now
            )
            for claim in claims
        )


def take(*, registration: Registration, claims: Sequence[Claim], now: datetime) -> None:
    """Take the places of options; the subject's pools must be locked. Raises OptionFullError; the caller then rolls back."""
    note(registration=registration, claims=claims, now=now)
    for claim in claims:
        try:
            gate.take(pool_ids=[claim.pool_id], quantity=registration.party_size)
        except errors.FullError:
            raise claim.refusal() from None


def retake(*, registration: Registration, now: datetime) -> None:
    """Bring the places of options to another size of the party, where the registration takes any.

    The subject's pools must be locked. Raises OptionFullError for an option without room; the caller then rolls back.
    """
    held = set(registration.option_places.values_list("pool_id", flat=True))
    version = question_queries.current(registration.place_kind.subject) if held else None
    if version is None:
        return
    gate.give_back_options(registration_id=registration.pk)
    values = {answer.question: answer.value for answer in registration.given_answers.all()}
    wanted = [claim for claim in _claims(version, values) if claim.pool_id in held]
    take(registration=registration, claims=wanted, now=now)


def take_what_is_left(*, registration: Registration, now: datetime) -> list[str]:
    """Take the places of a registration that has just got its seat, and return the options for which none were left.

    The seat counts more than the lunch: an option without a place is taken out of the answer and noted there, so that the
    person is told. The subject's pools must be locked. Options that are taken already stay.
    """
    version = question_queries.current(registration.place_kind.subject) if registration.question_version_id else None
    if version is None:
        return []
    answers = {answer.question: answer for answer in registration.given_answers.all()}
    held = set(registration.option_places.values_list("pool_id", flat=True))
    missing: list[str] = []
    for claim in _claims(version, {key: answer.value for key, answer in answers.items()}):
        if claim.pool_id in held:
            continue
        try:
            gate.take(pool_ids=[claim.pool_id], quantity=registration.party_size)
        except errors.FullError:
            _refuse(answers[claim.question], claim.option)
            missing.append(claim.label)
        else:
            note(registration=registration, claims=[claim], now=now)
    return missing


def _refuse(answer: Answer, option: str) -> None:
    rest = [key for key in chosen(answer.value) if key != option]
    answer.value = rest if isinstance(answer.value, list) else None
    answer.refused = [*answer.refused, option]
    answer.save(update_fields=["value", "refused"])
