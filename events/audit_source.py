"""Steps of applications for stands, and booths taken out of rent, for the page of the audit."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from events.booth_enums import BoothState
from events.enums import ApplicationState
from events.models import BoothLog, FairApplication, FairApplicationLog
from registration import audit_remarks
from registration.audit_sources import AuditFilter, AuditLine, Source
from registration.organiser_enums import Capacity

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

APPLICATION: Final = "application"
BOOTH: Final = "booth"
RENT: Final = _("Booth taken out of rent or given back")
UNRENTED: Final = frozenset({BoothState.BLOCKED, BoothState.FREE})
"""What organisers alone make of a booth; its other steps are steps of an application."""
BY_APPLICANT: Final = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.SUBMITTED,
        ApplicationState.OFFER_DECLINED,
        ApplicationState.CONFIRMED,
        ApplicationState.WITHDRAWN,
    }
)
"""Where only somebody of the organisation that applied can bring an application."""


def _rows(wanted: AuditFilter) -> "QuerySet[Any]":
    rows = wanted.on(FairApplicationLog.objects.all())
    if wanted.subject:
        rows = rows.filter(application__fair_key=wanted.subject)
    return rows.filter(application__reference__icontains=wanted.record) if wanted.record else rows


def _lines(keys: Collection[int]) -> dict[int, AuditLine]:
    rows = FairApplicationLog.objects.filter(pk__in=keys).select_related(
        "by", "application__organisation", "application__contact_user"
    )
    return {row.pk: _line(row) for row in rows}


def _line(row: FairApplicationLog) -> AuditLine:
    application = row.application
    return AuditLine(
        at=row.at,
        by=str(row.by or ""),
        capacity=_capacity(row),
        action=str(_("Step of an application for a stand")),
        subject=application.fair_key,
        record=application.reference,
        changes=_changes(row),
        remark=audit_remarks.hidden(row.note, known=_people_of(application)),
    )


def _changes(row: FairApplicationLog) -> tuple[tuple[str, str, str], ...]:
    """Tell the state where it changed; a remark alone changes none."""
    if row.from_state == row.to_state:
        return ()
    return (("state", row.get_from_state_display(), row.get_to_state_display()),)


def _people_of(application: FairApplication) -> list[str]:
    contact = application.contact_user
    return [application.contact_phone, *([contact.get_full_name(), contact.email] if contact else [])]


def _capacity(row: FairApplicationLog) -> "str | _StrPromise":
    if row.by_id is None:
        return Capacity.SYSTEM.label
    is_own = row.by_id == row.application.contact_user_id or row.to_state in BY_APPLICANT
    return row.application.organisation.display_name if is_own and not row.is_internal else Capacity.ORGANISER.label


SOURCE: Final = Source(_rows, _lines, {APPLICATION: _("Step of an application for a stand")})


def _booth_rows(wanted: AuditFilter) -> "QuerySet[Any]":
    rows = wanted.on(BoothLog.objects.filter(to_state__in=UNRENTED))
    if wanted.subject:
        rows = rows.filter(booth__fair_key=wanted.subject)
    return rows.filter(booth__number__icontains=wanted.record) if wanted.record else rows


def _booth_lines(keys: Collection[int]) -> dict[int, AuditLine]:
    return {
        row.pk: AuditLine(
            at=row.at,
            by=str(row.by or ""),
            capacity=Capacity.ORGANISER.label,
            action=str(RENT),
            subject=row.booth.fair_key,
            record=row.booth.number,
            changes=(("state", row.get_from_state_display(), row.get_to_state_display()),),
            remark=audit_remarks.hidden(row.note),
        )
        for row in BoothLog.objects.filter(pk__in=keys).select_related("by", "booth")
    }


BOOTH_SOURCE: Final = Source(_booth_rows, _booth_lines, {BOOTH: RENT})
