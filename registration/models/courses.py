"""Attendance by session, marks, and the links of trainers."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.course_enums import AttendanceSource, AttendanceState
from registration.models.records import Registration


class TrainerLink(models.Model):
    """Somebody without an account who keeps the attendance of a course, or of one session of it, by a signed link."""

    subject = models.UUIDField(_("course"), db_index=True)
    session = models.UUIDField(_("session"), null=True, blank=True, help_text=_("Empty: all sessions."))
    name = models.CharField(_("name"), max_length=150)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of a trainer")
        verbose_name_plural = _("links of trainers")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="trainer_link_expires_later"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SessionAttendance(models.Model):
    """Whether one trainee was at one session; changed only by ``domain.course_attendance``."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("registration")
    )
    session = models.UUIDField(_("session"))
    state = models.CharField(_("state"), max_length=10, choices=AttendanceState.choices)
    source = models.CharField(_("how"), max_length=10, choices=AttendanceSource.choices)
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("attendance at a session")
        verbose_name_plural = _("attendance at sessions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "session"], name="session_attendance_one_each"),
            models.CheckConstraint(
                condition=models.Q(state__in=AttendanceState.values), name="session_attendance_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=AttendanceSource.values), name="session_attendance_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.state}"


class SessionAttendanceLog(models.Model):
    """One step of an attendance. Rows are only ever added; those of one ``batch`` are undone together.

    ``scan`` is the key of the scanned page that was used: each serves one trainee.
    """

    attendance = models.ForeignKey(SessionAttendance, on_delete=models.CASCADE, related_name="log")
    batch = models.UUIDField(_("batch"), default=uuid.uuid4, db_index=True)
    from_state = models.CharField(_("state before"), max_length=10, choices=AttendanceState.choices)
    to_state = models.CharField(_("state after"), max_length=10, choices=AttendanceState.choices)
    source = models.CharField(_("how"), max_length=10, choices=AttendanceSource.choices)
    scan = models.UUIDField(_("scanned page"), null=True, blank=True, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    trainer = models.ForeignKey(
        TrainerLink,
        verbose_name=_("noted by trainer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("step of an attendance")
        verbose_name_plural = _("steps of attendances")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(from_state=models.F("to_state")), name="session_attendance_log_changes_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that exists is never written again."""
        if self.pk is not None:
            raise TypeError("Log rows are only ever added.")
        super().save(*args, **kwargs)


class ExamMark(models.Model):
    """The mark of a trainee's examination, from 0 to 10, as the organiser entered it."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="exam_mark", verbose_name=_("registration")
    )
    mark = models.DecimalField(_("mark"), max_digits=4, decimal_places=2)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("mark of an examination")
        verbose_name_plural = _("marks of examinations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(mark__gte=0) & models.Q(mark__lte=10), name="exam_mark_0_to_10")
        ]

    def __str__(self) -> str:
        return str(self.mark)
