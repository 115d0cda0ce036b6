"""Choices of courses: attendance by session, certificates, materials; with their tables of legal moves."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class AttendanceState(TextChoices):
    """Whether a trainee was at a session."""

    NOT_NOTED = "not-noted", _("Not noted")
    PRESENT = "present", _("Present")
    LATE = "late", _("Came late")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


NOTED: Final = (AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.EXCUSED, AttendanceState.ABSENT)
CAME: Final = frozenset({AttendanceState.PRESENT, AttendanceState.LATE})
"""States that count for the certificate; somebody who is excused was not there."""

ATTENDANCE_MOVES: Final = TransitionTable(
    {state: frozenset(set(AttendanceState) - {state}) for state in AttendanceState}
)
"""What a trainer may note: everything that is new; back to "not noted" only by undoing."""

SELF_MOVES: Final = TransitionTable({AttendanceState.NOT_NOTED: CAME})
"""What trainees may note of themselves with the code on the screen: they never overrule the trainer."""


class AttendanceSource(TextChoices):
    """How an attendance was noted."""

    LIST = "list", _("In the list")
    CODE = "code", _("By the code on the screen")
    DOOR = "door", _("At the door")
    UNDO = "undo", _("By undoing")


class CertificateState(TextChoices):
    """Where a certificate stands."""

    ISSUED = "issued", _("Valid")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")


CERTIFICATE_MOVES: Final = TransitionTable(
    {CertificateState.ISSUED: frozenset({CertificateState.REVOKED, CertificateState.REPLACED})}
)


class EvaluationQuestion(TextChoices):
    """What trainees rate after a course, from 1 to 5; the values are fields of ``Evaluation``."""

    CONTENT = "content", _("The content was worth the time")
    TRAINERS = "trainers", _("The trainers explained well")
    ORGANISATION = "organisation", _("The course was well organised")
    USEFULNESS = "usefulness", _("I can use what I learned in my work")


RATINGS: Final = (
    (5, _("I agree fully")),
    (4, _("I agree")),
    (3, _("Neither")),
    (2, _("I do not agree")),
    (1, _("I do not agree at all")),
)
