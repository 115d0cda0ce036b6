"""Steps of the members of delegations, for the page of the audit: who is meant is told by the organisation and a number."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.db.models import CharField, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from events.models import DelegationLog
from exhibitors.models import Membership
from registration import audit_remarks, folded
from registration.audit_sources import AuditFilter, AuditLine, Source
from registration.organiser_enums import Capacity

if TYPE_CHECKING:
    from django.db.models import QuerySet

DELEGATION: Final = "delegation"
ORGANISATION: Final = "member__invitation__organisation"
ACTION: Final = _("Step of a member of a delegation")


def _rows(wanted: AuditFilter) -> "QuerySet[Any]":
    rows = wanted.on(DelegationLog.objects.all())
    if wanted.subject:
        rows = rows.filter(member__invitation__programme_key=wanted.subject)
    return _named(rows, wanted.record) if wanted.record else rows


def _named(rows: "QuerySet[Any]", record: str) -> "QuerySet[Any]":
    """Return the rows whose record, as a line tells it in either language, has these words, whatever their marks and case."""
    wanted = folded.fold(record)
    found = Q()
    for field in ("name", "name_en"):
        told = Concat(f"{ORGANISATION}__{field}", Value(" #"), Cast("member_id", CharField()), output_field=TextField())
        rows = rows.annotate(**{f"told_{field}": folded.Folded(told)})
        found |= Q(**{f"told_{field}__contains": wanted})
    return rows.filter(found)


def _lines(keys: Collection[int]) -> dict[int, AuditLine]:
    rows = list(
        DelegationLog.objects.filter(pk__in=keys)
        .select_related("by", "member__invitation__organisation")
        .order_by("pk")
    )
    own = set(
        Membership.objects.filter(
            organisation__in={row.member.invitation.organisation_id for row in rows},
            user__in={row.by_id for row in rows if row.by_id},
        ).values_list("organisation_id", "user_id")
    )
    return {row.pk: _line(row, own) for row in rows}


def _line(row: DelegationLog, own: set[tuple[int, int]]) -> AuditLine:
    organisation = row.member.invitation.organisation
    is_own = (organisation.pk, row.by_id) in own
    nobody = Capacity.SYSTEM if row.by_id is None else Capacity.ORGANISER
    before = row.get_from_state_display() or None
    return AuditLine(
        at=row.at,
        by=str(row.by or ""),
        capacity=organisation.display_name if is_own else nobody.label,
        action=str(ACTION),
        subject=row.member.invitation.programme_key,
        record=f"{organisation.display_name} #{row.member_id}",
        changes=(("state", before, row.get_to_state_display()),),
        remark=audit_remarks.hidden(row.note, known=[row.member.full_name]),
    )


SOURCE: Final = Source(_rows, _lines, {DELEGATION: ACTION})
