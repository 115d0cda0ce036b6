"""Reusable conditions on holds, kinds of place and registrations."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from registration.enums import LIVE_STATES, PLACE_HOLDING_STATES, RegistrationState, SessionPlaceState

if TYPE_CHECKING:
    from registration.models import Hold, PlaceKind, Registration, SessionPlace  # noqa: F401 -- quoted below


class HoldQuerySet(models.QuerySet["Hold"]):
    """Holds live or dead by the instant asked for."""

    def live(self, now: datetime) -> Self:
        """Holds that still keep their places."""
        return self.filter(expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        """Holds whose time is over, whether or not anybody has swept them away."""
        return self.filter(expires_at__lte=now)


class PlaceKindQuerySet(models.QuerySet["PlaceKind"]):
    """Kinds of place by subject."""

    def of(self, subject: uuid.UUID, session: uuid.UUID | None = None) -> Self:
        """Kinds of a subject; with a session only those of this session."""
        return self.filter(subject=subject) if session is None else self.filter(subject=subject, session=session)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations by subject and state."""

    def of_subjects(self, subjects: Collection[uuid.UUID]) -> Self:
        """Registrations for any of these subjects."""
        return self.filter(place_kind__subject__in=subjects)

    def live(self) -> Self:
        """Registrations that are not over by refusal, expiry or cancellation."""
        return self.filter(state__in=LIVE_STATES)

    def waiting(self) -> Self:
        """The waiting list in its order: class, moment of joining, number."""
        return self.filter(state=RegistrationState.WAIT_LISTED).order_by("queue_class", "joined_at", "id")

    def servable(self) -> Self:
        """Those who wait and can be served: their kind of place is open, whether or not its time for registering is over."""
        return self.filter(state=RegistrationState.WAIT_LISTED, place_kind__is_open=True)


class SessionPlaceQuerySet(models.QuerySet["SessionPlace"]):
    """Places in sessions by what can become of them."""

    def servable(self, now: datetime) -> Self:
        """Those that wait and can be given: the registration holds its own place, and the session is open until ``now``."""
        return self.filter(
            models.Q(place_kind__closes_at=None) | models.Q(place_kind__closes_at__gt=now),
            state=SessionPlaceState.WAITING,
            place_kind__is_open=True,
            registration__state__in=PLACE_HOLDING_STATES,
        )
