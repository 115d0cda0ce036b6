"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.check_in import Device, Gate, GateWindow, Scan
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.records import Registration, RegistrationLog
from registration.models.tickets import Ticket, TicketKey

__all__ = [
    "Announcement",
    "Device",
    "Gate",
    "GateWindow",
    "Hold",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "Registration",
    "RegistrationLog",
    "Scan",
    "Ticket",
    "TicketKey",
]
