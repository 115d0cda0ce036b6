"""Moments and members of a delegation, for the tests."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from events.delegation_enums import DelegationPaperKind, PaperStatus
from events.domain import delegation_reports, delegations
from events.models import (
    DelegationInvitation,
    DelegationMember,
    DelegationPaper,
    DelegationReport,
)
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language

NOW = clock.now()


START = NOW + timedelta(days=20)


END = START + timedelta(days=3)


AFTER = END + timedelta(days=1)


def named(invitation: DelegationInvitation, by: User, name: str = "Nguyễn Thị Lan") -> DelegationMember:
    return delegations.name_member(invitation=invitation, full_name=name, function="Giám đốc", by=by, now=NOW)


def pdf(name: str = "thu.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


def paper_of(member: DelegationMember, by: User) -> DelegationPaper:
    return delegations.add_paper(member=member, kind=DelegationPaperKind.LETTER, file=pdf(), by=by, now=NOW)


def complete(member: DelegationMember, by: User, **values: Any) -> DelegationMember:
    return delegations.set_papers(
        **{
            "member": member,
            "passport": PaperStatus.READY,
            "visa": PaperStatus.NOT_NEEDED,
            "by": by,
            "now": NOW,
            **values,
        }
    )


def report(trip: Any, by: User, now: Any = AFTER, **values: Any) -> DelegationReport:
    return delegation_reports.save_report(
        **{
            "programme": trip,
            "summaries": {
                Language.VIETNAMESE: "Đoàn đã gặp 12 đối tác.",
                Language.ENGLISH: "Twelve partners were met.",
            },
            "figures": {"travellers": 9, "contacts": 1234, "agreements": 3},
            "publish": True,
            "by": by,
            "now": now,
            **values,
        }
    )
