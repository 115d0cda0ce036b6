"""Models of the seat engine."""

from registration.models.announcements import Announcement
from registration.models.audit import AuditRow
from registration.models.badges import BadgeSheets
from registration.models.bulk import BulkRow, BulkRun, OrganiserNote
from registration.models.certificates import Certificate, CertificateLog, CertificateSeries
from registration.models.check_in import Device, Gate, GateWindow, Scan
from registration.models.courses import ExamMark, SessionAttendance, SessionAttendanceLog, TrainerLink
from registration.models.evaluation import Evaluation, EvaluationSlip
from registration.models.group_mails import GroupMail, GroupMailRecipient
from registration.models.mails import MailWords, ReminderRule, ReminderSent
from registration.models.parties import Consent, PartyMember
from registration.models.places import Hold, PlaceKind, PlaceKindPool, Pool
from registration.models.questions import Answer, OptionPlace, QuestionSheet, QuestionVersion
from registration.models.records import Registration, RegistrationLog
from registration.models.sessions import SessionPlace
from registration.models.tickets import Ticket, TicketKey

__all__ = [
    "Announcement",
    "Answer",
    "AuditRow",
    "BadgeSheets",
    "BulkRow",
    "BulkRun",
    "Certificate",
    "CertificateLog",
    "CertificateSeries",
    "Consent",
    "Device",
    "Evaluation",
    "EvaluationSlip",
    "ExamMark",
    "Gate",
    "GateWindow",
    "GroupMail",
    "GroupMailRecipient",
    "Hold",
    "MailWords",
    "OptionPlace",
    "OrganiserNote",
    "PartyMember",
    "PlaceKind",
    "PlaceKindPool",
    "Pool",
    "QuestionSheet",
    "QuestionVersion",
    "Registration",
    "RegistrationLog",
    "ReminderRule",
    "ReminderSent",
    "Scan",
    "SessionAttendance",
    "SessionAttendanceLog",
    "SessionPlace",
    "Ticket",
    "TicketKey",
    "TrainerLink",
]
