"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.mails import MailWords, ReminderRule, ReminderSent
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.records import Registration, RegistrationLog

__all__ = [
    "Announcement",
    "Hold",
    "MailWords",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "Registration",
    "RegistrationLog",
    "ReminderRule",
    "ReminderSent",
]
