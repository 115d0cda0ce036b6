"""Answers to the organiser's questions: checked against a version, kept with a registration, changed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text
from portal.kernel.errors import DomainError, NotAllowedError, StaleError
from portal.media.domain import private_files
from portal.media.models import PrivateFile
from registration import errors, permissions, question_queries, subjects
from registration.answered import Answered, value_of
from registration.domain import gate, option_places, steps
from registration.domain import waiting_list as queue
from registration.enums import (
    CANCELLABLE_STATES,
    PLACE_HOLDING_STATES,
    QuestionKind,
    Reason,
    RegistrationState,
)
from registration.models import Answer, Hold, OptionPlace, PlaceKind, Pool, QuestionVersion, Registration
from registration.question_set import POOL_PREFIX, Question, chosen, is_asked

SHORT_LENGTH: Final = 250
LONG_LENGTH: Final = 2000
LARGEST_NUMBER: Final = Decimal(10) ** 12
DECIMAL_PLACES: Final = 2
LARGEST_FILE: Final = 5 * private_files.MEGABYTE
PURPOSE: Final = "registration.answer"


def _line(question: Question, given: Any) -> Any:
    longest = SHORT_LENGTH if question.kind is QuestionKind.SHORT_TEXT else LONG_LENGTH
    said = text.line(str(given)) if question.kind is QuestionKind.SHORT_TEXT else text.paragraphs(str(given))
    if len(said) > longest:
        raise DomainError(_("Write at most %(number)s characters.") % {"number": longest})
    return said


def _options(question: Question, given: Any) -> Any:
    keys = chosen(given)
    if any(question.option(key) is None for key in keys):
        raise DomainError(_("Choose one of the options offered."))
    if question.kind is QuestionKind.CHOICE:
        return keys[0] if keys else ""
    return [option.key for option in question.options if option.key in keys]


def _number(_question: Question, given: Any) -> Any:
    if given is None or given == "":
        return ""
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        raise DomainError(_("Write a number in figures.")) from None
    if not number.is_finite() or abs(number) >= LARGEST_NUMBER:
        raise DomainError(_("This number is too large."))
    if number.as_tuple().exponent < -DECIMAL_PLACES:  # type: ignore[operator]  # a finite number has one
        raise DomainError(_("Write a number in figures."))
    return format(number.normalize(), "f")


def _day(_question: Question, given: Any) -> Any:
    if not given:
        return ""
    try:
        return (given if isinstance(given, date) else date.fromisoformat(str(given))).isoformat()
    except ValueError:
        raise DomainError(_("Write a date as day/month/year, for example 25/12/2026.")) from None


def _file(_question: Question, given: Any) -> Any:
    return given if isinstance(given, PrivateFile | UploadedFile) else None


def _consent(_question: Question, given: Any) -> Any:
    return True if given is True else None


READERS: Final[Mapping[QuestionKind, Callable[[Question, Any], Any]]] = {
    QuestionKind.SHORT_TEXT: _line,
    QuestionKind.LONG_TEXT: _line,
    QuestionKind.CHOICE: _options,
    QuestionKind.CHOICES: _options,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _day,
    QuestionKind.FILE: _file,
    QuestionKind.CONSENT: _consent,
}


def check(*, version: QuestionVersion, place_kind: PlaceKind, given: Mapping[str, Any]) -> Answered:
    """Return the answers that count, by the key of their question, from what was ``given`` (text, keys of options, dates …).

    Answers to questions that people of this kind of place are not asked, or whose condition does not hold, are dropped.
    Raises AnswersRefusedError with a sentence for each field.
    """
    values: dict[str, Any] = {}
    refusals: dict[str, str] = {}
    for question in version.read():
        if not is_asked(question, kind=place_kind.code, answers=values):
            continue
        try:
            said = given.get(question.key)
            value = READERS[question.kind](question, "" if said is None else said)
        except DomainError as refusal:
            refusals[question.field_name] = str(refusal)
            continue
        if value:
            values[question.key] = value
        elif question.required:
            refusals[question.field_name] = _missing(question)
    if refusals:
        raise errors.AnswersRefusedError(refusals)
    return Answered(version, values)


def _missing(question: Question) -> str:
    if question.kind is QuestionKind.CONSENT:
        return _("Tick “%(label)s” to go on.") % {"label": question.label}
    if question.kind is QuestionKind.FILE:
        return _("Choose a file for “%(label)s”.") % {"label": question.label}
    if question.options:
        return _("Choose an entry under “%(label)s”.") % {"label": question.label}
    return _("Fill in “%(label)s”.") % {"label": question.label}


def check_file(*, file: UploadedFile[Any], field: str) -> None:
    """Raise DomainError on ``field`` for a file that ``store_files`` would not take in."""
    private_files.check(file=file, field=field, largest=LARGEST_FILE)


def store_files(*, answered: Answered, by: User | None, now: datetime) -> Answered:
    """Take uploaded files into the private store, outside every lock; return the answers that name them.

    Raises DomainError on the question's field for a file that is too large or of another kind; then none is kept.
    """
    values = dict(answered.values)
    stored: list[PrivateFile] = []
    try:
        for question in answered.questions:
            if isinstance(file := values[question.key], UploadedFile):
                values[question.key] = private_files.store(
                    file=file,
                    purpose=PURPOSE,
                    subject=str(answered.version.subject),
                    field=question.field_name,
                    by=by,
                    now=now,
                    largest=LARGEST_FILE,
                )
                stored.append(values[question.key])
    except DomainError:
        for file in stored:
            private_files.delete(file)
        raise
    return replace(answered, values=values)


def throw_away(*, answered: Answered | None) -> None:
    """Delete files that no registration's answer names: their form was refused, or had been taken in already."""
    for value in answered.values.values() if answered is not None else ():
        if isinstance(value, PrivateFile) and not Answer.objects.filter(file=value).exists():
            private_files.delete(value)


def write(*, registration: Registration, answered: Answered | None, now: datetime) -> None:
    """Keep the answers of a registration that has none yet, in the transaction of the caller."""
    if answered is not None:
        Answer.objects.bulk_create(_rows(registration, answered, now))


def _rows(registration: Registration, answered: Answered, now: datetime) -> list[Answer]:
    rows = []
    for question in answered.questions:
        value = answered.values[question.key]
        is_file = isinstance(value, PrivateFile)
        rows.append(
            Answer(
                registration=registration,
                question=question.key,
                kind=question.kind,
                asked=str(question.label),
                value=None if is_file else value,
                file=value if is_file else None,
                keep_days=question.keep_days,
                given_at=now,
            )
        )
    return rows


def may_change(*, registration: Registration, now: datetime) -> bool:
    """Return whether the holder may still change the answers: until registration closes, while the registration lives."""
    return _is_changeable(registration, now) and _subject_accepts(registration, now)


def _is_changeable(registration: Registration, now: datetime) -> bool:
    return registration.state in CANCELLABLE_STATES and registration.place_kind.accepts(now)


def _subject_accepts(registration: Registration, now: datetime) -> bool:
    info = subjects.info(registration.place_kind.subject)
    return info is None or info.accepts(now)


def change(
    *,
    registration: Registration,
    answered: Answered,
    now: datetime,
    by: User | None = None,
    seen_at: datetime | None = None,
) -> Registration:
    """Replace all answers of a registration; its options with places are given back and taken as the answers say.

    ``by`` None means the holder of the signed link. ``seen_at`` is the record's time of change as the person read it. The log
    tells which questions, never what was answered. Raises RegistrationClosedError once registration is closed, StaleError when
    somebody changed it since, OptionFullError, and NotAllowedError for a stranger.
    """
    is_own = by is None or permissions.is_own(by, registration)
    if by is not None and not is_own and not permissions.may_decide(by):
        raise NotAllowedError
    if is_own and not _subject_accepts(registration, now):
        raise errors.RegistrationClosedError
    claims = option_places.claims(answered)
    with transaction.atomic():
        current = queue.locked(registration=registration)
        if is_own and not _is_changeable(current, now):
            raise errors.RegistrationClosedError
        if seen_at is not None and current.changed_at != seen_at:
            raise StaleError(
                _("The registration was changed meanwhile, perhaps in another window. Look it over and save again."),
                saved_at=current.changed_at,
            )
        _replace(registration=current, answered=answered, claims=claims, by=by, now=now)
    return current


def _replace(
    *,
    registration: Registration,
    answered: Answered,
    claims: tuple[option_places.Claim, ...],
    by: User | None,
    now: datetime,
) -> None:
    """Bring answers and places of options to what was answered; the registration and its pools must be locked."""
    earlier = {answer.question: answer for answer in registration.given_answers.select_related("file")}
    changed = [
        question
        for question in answered.version.read()
        if (value_of(earlier[question.key]) if question.key in earlier else None) != answered.values.get(question.key)
    ]
    gone = [answer for key, answer in earlier.items() if key not in answered.values]
    if not changed and not gone and registration.question_version_id == answered.version.pk:
        return
    _swap_options(registration=registration, claims=claims, now=now)
    kept = {value.pk for value in answered.values.values() if isinstance(value, PrivateFile)}
    Answer.objects.filter(registration=registration).delete()
    write(registration=registration, answered=answered, now=now)
    for answer in earlier.values():
        if answer.file is not None and answer.file.pk not in kept:
            private_files.delete(answer.file)
    registration.question_version = answered.version
    registration.changed_at = now
    registration.save(update_fields=["question_version", "changed_at"])
    steps.note(
        registration=registration,
        by=by,
        reason=Reason.ANSWERS_CHANGED,
        remark="; ".join(str(question.label) for question in changed),
        now=now,
    )


def are_complete(*, registration: Registration) -> bool:
    """Return whether a registration answers every question of the version in force that its kind of place must answer."""
    version = question_queries.current(registration.place_kind.subject)
    if version is None:
        return True
    given = {answer.question: value_of(answer) for answer in registration.given_answers.select_related("file")}
    try:
        check(version=version, place_kind=registration.place_kind, given=given)
    except errors.AnswersRefusedError:
        return False
    return True


def drop_unasked(*, registration: Registration) -> None:
    """Delete the answers that people of its kind of place are not asked for, with their files and places of options.

    For a registration that has just moved; the subject's pools must be locked. What only earlier versions asked stays.
    """
    version = question_queries.current(registration.place_kind.subject) if registration.question_version_id else None
    if version is None:
        return
    given = {answer.question: answer for answer in registration.given_answers.select_related("file")}
    kept: dict[str, Any] = {}
    for question in version.read():
        answer = given.get(question.key)
        if answer is None:
            continue
        if is_asked(question, kind=registration.place_kind.code, answers=kept):
            kept[question.key] = answer.value
            continue
        codes = [f"{POOL_PREFIX}{key}" for key in chosen(answer.value)]
        pools = Pool.objects.filter(subject=registration.place_kind.subject, code__in=codes)
        gate.give_back_options(registration_id=registration.pk, pool_ids=list(pools.values_list("pk", flat=True)))
        answer.delete()
        if answer.file is not None:
            private_files.delete(answer.file)


def _swap_options(*, registration: Registration, claims: tuple[option_places.Claim, ...], now: datetime) -> None:
    """Give back the options that are no longer wanted and take the new ones, where the registration has places at all.

    Expired holds are swept first, so that what they kept is not called full.
    """
    queue.serve(subject=registration.place_kind.subject, now=now)
    holds = registration.state in PLACE_HOLDING_STATES or (
        registration.state == RegistrationState.WAITING_FOR_EMAIL
        and Hold.objects.filter(registration=registration).exists()
    )
    if not holds:
        option_places.require_room(claims=claims, party_size=registration.party_size, now=now)
        return
    held = set(OptionPlace.objects.filter(registration=registration).values_list("pool_id", flat=True))
    wanted = {claim.pool_id for claim in claims}
    gate.give_back_options(registration_id=registration.pk, pool_ids=held - wanted)
    option_places.take(
        registration=registration, claims=[claim for claim in claims if claim.pool_id not in held], now=now
    )
