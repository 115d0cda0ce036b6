"""Steps of certificates, for the page of the audit."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from registration import audit_remarks
from registration.audit_sources import AuditFilter, AuditLine, Source
from registration.models import CertificateLog
from registration.organiser_enums import Capacity

if TYPE_CHECKING:
    from django.db.models import QuerySet

CERTIFICATE: Final = "certificate"
ACTION: Final = _("Step of a certificate")


def _rows(wanted: AuditFilter) -> "QuerySet[Any]":
    rows = wanted.on(CertificateLog.objects.all())
    if wanted.subject:
        rows = rows.filter(certificate__subject=wanted.subject)
    return rows.filter(certificate__number__icontains=wanted.record) if wanted.record else rows


def _lines(keys: Collection[int]) -> dict[int, AuditLine]:
    rows = CertificateLog.objects.filter(pk__in=keys).select_related("by", "certificate")
    return {
        row.pk: AuditLine(
            at=row.at,
            by=str(row.by or ""),
            capacity=Capacity.ORGANISER.label,
            action=str(ACTION),
            subject=row.certificate.subject,
            record=row.certificate.number,
            changes=(("state", row.get_from_state_display(), row.get_to_state_display()),),
            remark=audit_remarks.hidden(row.reason, known=[row.certificate.holder_name]),
        )
        for row in rows
    }


SOURCE: Final = Source(_rows, _lines, {CERTIFICATE: ACTION})
