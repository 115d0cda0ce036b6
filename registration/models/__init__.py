"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.parties import Consent, PartyMember
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.records import Registration, RegistrationLog
from registration.models.sessions import SessionPlace

__all__ = [
    "Announcement",
    "Consent",
    "Hold",
    "PartyMember",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "Registration",
    "RegistrationLog",
    "SessionPlace",
]
