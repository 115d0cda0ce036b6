"""Models of the seat engine."""

from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.records import Registration, RegistrationLog

__all__ = ["Hold", "PlaceKind", "PlaceKindPool", "Pool", "Registration", "RegistrationLog"]
