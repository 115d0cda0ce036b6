"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.records import Registration, RegistrationLog
from registration.models.tickets import Ticket, TicketKey

__all__ = [
    "Announcement",
    "Hold",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "Registration",
    "RegistrationLog",
    "Ticket",
    "TicketKey",
]
