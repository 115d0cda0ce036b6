"""Who has come so far: people whose tickets were read at a gate, and registrations that were marked by hand."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Min, OuterRef, Subquery, Sum
from django.db.models.functions import TruncHour

from portal.kernel import clock
from registration.enums import Direction, RegistrationState, ScanResult
from registration.models import Registration, RegistrationLog, Scan

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Arrival:
    """How many came for one kind of place in one hour, which begins at ``hour``."""

    place_kind_id: int
    hour: datetime
    registrations: int
    people: int


def of(subject: uuid.UUID) -> list[Arrival]:
    """Return the arrivals of a subject by kind and hour of Việt Nam, the earliest first: two queries.

    Where a ticket of a party was read, those whose tickets were read count, each at the first time; where none was, the whole
    party counts at the moment of its mark.
    """
    found: dict[tuple[datetime, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for arrival in [*_marked(subject), *_read(subject)]:
        key = arrival.hour, arrival.place_kind_id
        registrations, people = found[key]
        found[key] = registrations + arrival.registrations, people + arrival.people
    return [Arrival(kind, hour, *counts) for (hour, kind), counts in sorted(found.items())]


def _marked(subject: uuid.UUID) -> list[Arrival]:
    marked = (
        RegistrationLog.objects.filter(registration=OuterRef("pk"), to_state=RegistrationState.ATTENDED)
        .order_by("-pk")
        .values("at")[:1]
    )
    rows = (
        Registration.objects.of_subjects([subject])
        .filter(state=RegistrationState.ATTENDED)
        .exclude(Exists(_entries(subject).filter(ticket__registration=OuterRef("pk"))))
        .annotate(came=Subquery(marked))
        .exclude(came=None)
        .annotate(hour=TruncHour("came", tzinfo=clock.VIETNAM))
        .order_by()
        .values("place_kind_id", "hour")
        .annotate(registrations=Count("pk"), people=Sum("party_size"))
    )
    return [Arrival(row["place_kind_id"], row["hour"], row["registrations"], row["people"]) for row in rows]


def _entries(subject: uuid.UUID) -> "QuerySet[Scan]":
    return Scan.objects.filter(
        gate__subject=subject,
        ticket__isnull=False,
        result=ScanResult.ADMITTED,
        direction=Direction.ENTRY,
        undone_at=None,
    )


def _read(subject: uuid.UUID) -> list[Arrival]:
    """Return one arrival for each ticket, with its registration counted for the first of the party."""
    rows = (
        _entries(subject)
        .order_by()
        .values("ticket_id", registration=F("ticket__registration_id"), kind=F("ticket__registration__place_kind_id"))
        .annotate(came=Min("at"))
        .order_by("came", "ticket_id")
    )
    seen: set[int] = set()
    found = []
    for row in rows:
        is_first = row["registration"] not in seen
        seen.add(row["registration"])
        hour = clock.local(row["came"]).replace(minute=0, second=0, microsecond=0)
        found.append(Arrival(row["kind"], hour, int(is_first), 1))
    return found
