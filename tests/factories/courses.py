"""Courses for the tests of attendance and certificates: a course that a resolver of the test knows, and its trainees."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from portal.kernel.languages import Language
from registration import courses
from registration.courses import CertificateTerms, CourseFacts, SessionFacts
from registration.enums import Audience
from registration.models import PlaceKind, Registration
from tests.factories.registration import NOON, make_kind, make_registration

SESSION_HOURS: Final = 3
START: Final = NOON
"""The first session begins; one follows each day."""


def facts(*, sessions: int = 5, terms: CertificateTerms | None = None, **values: Any) -> CourseFacts:
    """Return a course of so many sessions of three hours, one a day; by default 80 per cent of them are needed."""
    rows = tuple(
        SessionFacts(
            uuid.uuid4(),
            f"Buổi {number + 1}",
            START + timedelta(days=number),
            START + timedelta(days=number, hours=SESSION_HOURS),
        )
        for number in range(sessions)
    )
    return CourseFacts(
        **{
            "key": uuid.uuid4(),
            "title": "Môi giới công nghệ",
            "url": "/dao-tao/moi-gioi/",
            "sessions": rows,
            "hours": Decimal(SESSION_HOURS * sessions),
            "issuer": "Trung tâm Ứng dụng (mẫu)",
            "terms": terms or CertificateTerms(share=80),
            "materials": list,
            **values,
        }
    )


@contextmanager
def known(course: CourseFacts) -> Iterator[dict[uuid.UUID, CourseFacts]]:
    """Let the seat engine know a course in both languages while the block runs; the table can be changed."""
    table = {course.key: course}

    def resolve(keys: Collection[uuid.UUID], language: Language) -> dict[uuid.UUID, CourseFacts]:
        english = language is Language.ENGLISH
        return {
            key: replace(table[key], title="Brokering technology", language=language) if english else table[key]
            for key in keys
            if key in table
        }

    courses.register(resolve)
    try:
        yield table
    finally:
        courses.unregister(resolve)


def place_kind(course: CourseFacts) -> PlaceKind:
    """Open places for trainees."""
    return make_kind(subject=course.key, capacity=None, audience=Audience.TRAINEE, code="on-site")


def trainee(kind: PlaceKind, **fields: Any) -> Registration:
    """Register a trainee who has a place."""
    return make_registration(kind, **{"email_verified": True, **fields})


def during(course: CourseFacts, number: int = 0, minutes: int = 5) -> datetime:
    """Return a moment in a session: so many minutes after it began."""
    return course.sessions[number].starts + timedelta(minutes=minutes)


def after(course: CourseFacts) -> datetime:
    """Return the moment of the end."""
    return course.ends + timedelta(hours=1)
