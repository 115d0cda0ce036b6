"""Reads of questions: which version is in force, what is left of options, what was answered."""

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from registration.enums import CHOICE_KINDS, LIVE_STATES
from registration.models import Answer, OptionPlace, Pool, QuestionVersion
from registration.question_set import chosen


def current(subject: uuid.UUID) -> QuestionVersion | None:
    """Return the version in force: the latest that was published; None where nothing is asked."""
    return QuestionVersion.objects.filter(subject=subject).order_by("-number").first()


def numbered(subject: uuid.UUID, number: int) -> QuestionVersion | None:
    """Return one version of a subject by its number."""
    return QuestionVersion.objects.filter(subject=subject, number=number).first()


def _left(now: datetime) -> CombinedExpression:
    expired = (
        OptionPlace.objects.filter(pool=OuterRef("pk"), registration__hold__expires_at__lte=now)
        .order_by()
        .values("pool")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    return F("capacity") - F("taken") + Coalesce(Subquery(expired), 0)


def left_by_pool(pool_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Return the places left of pools of options; what expired holds keep counts as free. One query."""
    return dict(Pool.objects.filter(pk__in=pool_ids).annotate(left=_left(now)).values_list("pk", "left"))


def left_by_option(version: QuestionVersion, now: datetime) -> dict[str, int]:
    """Return the places left by the key of the option, for options that have places. One query, none without such options."""
    keys = {
        option.pool_code: option.key
        for question in version.read()
        for option in question.options
        if option.places is not None
    }
    if not keys:
        return {}
    rows = Pool.objects.filter(subject=version.subject, code__in=keys).annotate(left=_left(now))
    return {keys[code]: left for code, left in rows.values_list("code", "left")}


def people_by_option(subject: uuid.UUID) -> Counter[str]:
    """Return how many people of live registrations chose each option, by its key; without those for whom none was left."""
    counted: Counter[str] = Counter()
    rows = Answer.objects.filter(
        registration__place_kind__subject=subject,
        registration__state__in=LIVE_STATES,
        kind__in=[kind.value for kind in CHOICE_KINDS],
    )
    for value, size in rows.values_list("value", "registration__party_size"):
        for key in chosen(value):
            counted[key] += size
    return counted


def answers_by_question(subject: uuid.UUID) -> Counter[str]:
    """Return how many live registrations answered each question, by its key."""
    rows = Answer.objects.filter(registration__place_kind__subject=subject, registration__state__in=LIVE_STATES)
    return Counter(rows.values_list("question", flat=True))
