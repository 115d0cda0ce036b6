"""Who has come so far: by default from the log; a room with a better source, such as scans at the door, registers it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import TruncHour

from portal.kernel import clock
from registration.enums import RegistrationState
from registration.models import Registration, RegistrationLog


@dataclass(frozen=True, slots=True)
class Arrival:
    """How many came for one kind of place in one hour, which begins at ``hour``."""

    place_kind_id: int
    hour: datetime
    registrations: int
    people: int


Source = Callable[[uuid.UUID], list[Arrival]]
_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Put a source in the place of the log, from an AppConfig.ready(): it gets a subject and costs a constant number of queries."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def unregister(source: Source) -> None:
    """Remove a source."""
    _SOURCES.remove(source)


def of(subject: uuid.UUID) -> list[Arrival]:
    """Return the arrivals of a subject by kind and hour of Việt Nam, the earliest first."""
    return (_SOURCES[-1] if _SOURCES else from_log)(subject)


def from_log(subject: uuid.UUID) -> list[Arrival]:
    """Return the arrivals of those who are marked as attended, at the moment of their last mark: one query."""
    marked = (
        RegistrationLog.objects.filter(registration=OuterRef("pk"), to_state=RegistrationState.ATTENDED)
        .order_by("-pk")
        .values("at")[:1]
    )
    rows = (
        Registration.objects.of_subjects([subject])
        .filter(state=RegistrationState.ATTENDED)
        .annotate(came=Subquery(marked))
        .exclude(came=None)
        .annotate(hour=TruncHour("came", tzinfo=clock.VIETNAM))
        .order_by()
        .values("place_kind_id", "hour")
        .annotate(registrations=Count("pk"), people=Sum("party_size"))
        .order_by("hour", "place_kind_id")
    )
    return [Arrival(row["place_kind_id"], row["hour"], row["registrations"], row["people"]) for row in rows]
