"""Steps of attendance at the sessions of a course, for the page of the audit."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from registration.audit_sources import AuditFilter, AuditLine, Source
from registration.course_enums import AttendanceSource
from registration.models import SessionAttendanceLog
from registration.organiser_enums import Capacity

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

ATTENDANCE: Final = "attendance"
ACTION: Final = _("Attendance at a session of a course noted")
TRAINER: Final = _("Trainer")


def _rows(wanted: AuditFilter) -> "QuerySet[Any]":
    rows = wanted.on(SessionAttendanceLog.objects.all())
    if wanted.subject:
        rows = rows.filter(attendance__registration__place_kind__subject=wanted.subject)
    return rows.filter(attendance__registration__reference__icontains=wanted.record) if wanted.record else rows


def _lines(keys: Collection[int]) -> dict[int, AuditLine]:
    """Tell the steps; what was noted is the matter itself and is told in words, of whom only by the reference."""
    rows = SessionAttendanceLog.objects.filter(pk__in=keys).select_related(
        "by", "trainer", "attendance__registration__place_kind"
    )
    return {
        row.pk: AuditLine(
            at=row.at,
            by=str(row.by or row.trainer or ""),
            capacity=_capacity(row),
            action=str(ACTION),
            subject=row.attendance.registration.place_kind.subject,
            record=row.attendance.registration.reference,
            changes=(("state", row.get_from_state_display(), row.get_to_state_display()),),
            remark=row.get_source_display(),
        )
        for row in rows
    }


def _capacity(row: SessionAttendanceLog) -> "str | _StrPromise":
    if row.trainer_id is not None:
        return TRAINER
    if row.by_id is not None:
        return Capacity.ORGANISER.label
    return Capacity.HOLDER.label if row.source == AttendanceSource.CODE else Capacity.SYSTEM.label


SOURCE: Final = Source(_rows, _lines, {ATTENDANCE: ACTION})
