"""Publishing the questions of a subject: the draft becomes a version that never changes, and its options get their places."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from registration import drafts, permissions, question_queries
from registration.domain import audit, gate, places
from registration.enums import CHOICE_KINDS, PLACE_HOLDING_STATES
from registration.models import Answer, OptionPlace, PlaceKind, Pool, QuestionSheet, QuestionVersion
from registration.organiser_enums import AuditAction
from registration.question_set import Option, Question, chosen, frozen


@transaction.atomic
def publish(*, subject: uuid.UUID, by: User, now: datetime) -> QuestionVersion:
    """Freeze the draft of a subject as its next version and return it; an unchanged draft gives the version in force.

    Options with places become pools of the subject. Who chose an option before it had places counts now. Raises
    NotAllowedError, DomainError for a draft that is not ready, LimitReachedError for an option with fewer places than are taken.
    """
    if not permissions.may_edit_questions(by):
        raise NotAllowedError
    gate.lock(subject=subject)
    sheet = QuestionSheet.objects.select_for_update(of=("self",)).filter(subject=subject).first()
    if sheet is None:
        raise DomainError(_("There are no questions to publish yet."))
    questions = drafts.read(sheet.draft, list(PlaceKind.objects.of(subject).filter(session=None)))
    content = [frozen(question) for question in questions]
    last = question_queries.current(subject)
    if last is not None and last.questions == content:
        return last
    if last is None and not content:
        raise DomainError(_("There are no questions to publish yet."))
    version = QuestionVersion.objects.create(
        subject=subject, number=last.number + 1 if last is not None else 1, questions=content, created_at=now, by=by
    )
    for question in questions:
        for option in question.options:
            if option.places is not None:
                _open(subject, question, option, option.places, now)
    audit.record(
        action=AuditAction.QUESTIONS_PUBLISHED,
        by=by,
        now=now,
        subject=subject,
        about=version,
        changes=[("version", None if last is None else last.number, version.number), *_differences(last, version)],
    )
    return version


def _differences(last: QuestionVersion | None, version: QuestionVersion) -> list[audit.Change]:
    """Return which questions a version added, changed and removed, by their Vietnamese words."""
    before = {} if last is None else {each["key"]: each for each in last.questions}
    after = {each["key"]: each for each in version.questions}

    def named(questions: Iterable[dict[str, Any]]) -> list[str] | None:
        return [each["label"][Language.VIETNAMESE] for each in questions] or None

    added = named(each for key, each in after.items() if key not in before)
    changed = named(each for key, each in after.items() if key in before and before[key] != each)
    removed = named(each for key, each in before.items() if key not in after)
    found = [
        ("questions_added", None, added),
        ("questions_changed", None, changed),
        ("questions_removed", removed, None),
    ]
    return [each for each in found if each[1:] != (None, None)]


def _open(subject: uuid.UUID, question: Question, option: Option, capacity: int, now: datetime) -> None:
    """Open the pool of an option, with those who chose it earlier."""
    too_few = LimitReachedError(
        _("More people have “%(option)s” than it would have places: raise the number.") % {"option": option.label}
    )
    existing = Pool.objects.filter(subject=subject, code=option.pool_code).first()
    missing = _without_place(subject, question, option, existing)
    taken = sum(place.quantity for place in missing) + (existing.taken if existing is not None else 0)
    if missing and taken > capacity:
        raise too_few
    try:
        pool = places.open_pool(
            subject=subject,
            code=option.pool_code,
            name_vi=option.label.vi,
            name_en=option.label.en,
            capacity=capacity,
            now=now,
        )
    except LimitReachedError:
        raise too_few from None
    if missing:
        for place in missing:
            place.pool, place.taken_at = pool, now
        OptionPlace.objects.bulk_create(missing)
        gate.take(pool_ids=[pool.pk], quantity=sum(place.quantity for place in missing))


def _without_place(subject: uuid.UUID, question: Question, option: Option, pool: Pool | None) -> list[OptionPlace]:
    """Return places, not yet saved, of those who have a seat and the option, but chose it while it had no limit."""
    if question.kind not in CHOICE_KINDS:
        return []
    answers = Answer.objects.filter(
        question=question.key,
        registration__place_kind__subject=subject,
        registration__state__in=PLACE_HOLDING_STATES,
    )
    if pool is not None:
        answers = answers.exclude(registration__option_places__pool=pool)
    rows = answers.order_by("pk").values_list("value", "registration_id", "registration__party_size")
    return [
        OptionPlace(registration_id=registration_id, quantity=size)
        for value, registration_id, size in rows
        if option.key in chosen(value)
    ]
