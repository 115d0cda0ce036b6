"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.certificates import Certificate, CertificateLog, CertificateSeries
from registration.models.courses import ExamMark, SessionAttendance, SessionAttendanceLog, TrainerLink
from registration.models.evaluation import Evaluation, EvaluationSlip
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.questions import Answer, OptionPlace, QuestionSheet, QuestionVersion
from registration.models.records import Registration, RegistrationLog
from registration.models.tickets import Ticket, TicketKey

__all__ = [
    "Announcement",
    "Answer",
    "Certificate",
    "CertificateLog",
    "CertificateSeries",
    "Evaluation",
    "EvaluationSlip",
    "ExamMark",
    "Hold",
    "OptionPlace",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "QuestionSheet",
    "QuestionVersion",
    "Registration",
    "RegistrationLog",
    "SessionAttendance",
    "SessionAttendanceLog",
    "Ticket",
    "TicketKey",
    "TrainerLink",
]
