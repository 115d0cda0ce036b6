"""Asking trainees what they think of a course that is over, and keeping the answers apart from their names (ADR 0020)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kernel import clock, text
from portal.kernel.errors import DomainError, IllegalMoveError
from registration import courses, tasks
from registration.course_enums import CAME, EvaluationQuestion
from registration.courses import CourseFacts
from registration.enums import PLACE_HOLDING_STATES, Audience, RegistrationState
from registration.models import Evaluation, EvaluationSlip, PlaceKind, Registration, SessionAttendance

ASKED_AFTER: Final = timedelta(hours=12)
ASKED_UNTIL: Final = timedelta(days=14)
OPEN_FOR: Final = timedelta(days=45)
"""How long after the end of the course the form stays open."""
LOWEST, HIGHEST = 1, 5


def is_open(course: CourseFacts, now: datetime) -> bool:
    """Return whether the form of a course can be filled in."""
    return course.takes_place and course.ends <= now < course.ends + OPEN_FOR


def invite(*, now: datetime) -> int:
    """Ask everybody who was at a course that ended between 12 hours and 14 days ago, once each; return how many were asked."""
    keys = list(
        PlaceKind.objects.filter(audience=Audience.TRAINEE).order_by().values_list("subject", flat=True).distinct()
    )
    ended = [
        key
        for key, course in courses.info_for(keys).items()
        if course.takes_place and course.ends + ASKED_AFTER <= now < course.ends + ASKED_UNTIL
    ]
    came = SessionAttendance.objects.filter(state__in=CAME).values("registration")
    rows = Registration.objects.filter(
        place_kind__subject__in=ended, place_kind__audience=Audience.TRAINEE, evaluation_slip=None
    )
    rows = rows.filter(state=RegistrationState.ATTENDED) | rows.filter(state__in=PLACE_HOLDING_STATES, pk__in=came)
    count = 0
    for registration in rows.distinct().order_by("pk"):
        with transaction.atomic():
            slip, is_new = EvaluationSlip.objects.get_or_create(registration=registration, defaults={"asked_at": now})
            if is_new:
                tasks.send_evaluation.enqueue(slip.pk)
                count += 1
    return count


def _checked(ratings: Mapping[EvaluationQuestion, int]) -> dict[str, int]:
    for question in EvaluationQuestion:
        if not LOWEST <= ratings.get(question, 0) <= HIGHEST:
            raise DomainError(_("Choose one of the five answers."), field=question.value)
    return {question.value: ratings[question] for question in EvaluationQuestion}


@transaction.atomic
def answer(
    *, registration: Registration, ratings: Mapping[EvaluationQuestion, int], comment: str, now: datetime
) -> None:
    """Keep an answer, once for each trainee; what is kept does not say whose it is. Returns nothing, so that nobody keeps both.

    Raises IllegalMoveError for somebody without a place and outside the time of the form, DomainError for a second answer and, on
    the question, for a rating that is none.
    """
    course = courses.info(registration.place_kind.subject)
    given = _checked(ratings)
    current = Registration.objects.select_for_update().get(pk=registration.pk)
    if course is None or current.state not in PLACE_HOLDING_STATES or not is_open(course, now):
        raise IllegalMoveError
    slip, _made = EvaluationSlip.objects.get_or_create(registration=current, defaults={"asked_at": now})
    if slip.is_answered:
        raise DomainError(_("You have answered already. Thank you."))
    slip.is_answered = True
    slip.save(update_fields=["is_answered"])
    Evaluation.objects.create(
        subject=course.key,
        course_ended_on=clock.local(course.ends).date(),
        comment=text.paragraphs(comment)[:1000],
        **given,
    )
