"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.questions import Answer, OptionPlace, QuestionSheet, QuestionVersion
from registration.models.records import Registration, RegistrationLog
from registration.models.tickets import Ticket, TicketKey

__all__ = [
    "Announcement",
    "Answer",
    "Hold",
    "OptionPlace",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "QuestionSheet",
    "QuestionVersion",
    "Registration",
    "RegistrationLog",
    "Ticket",
    "TicketKey",
]
