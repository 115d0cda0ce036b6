"""Remarks of the audit: nobody's name, address or number is read there; everything else stays as it was written."""

import pytest

from registration import audit_remarks, audit_sources
from registration.audit_sources import AuditFilter
from registration.domain import audit, registrations
from registration.models import AuditRow
from registration.organiser_enums import AuditAction
from tests.factories.registration import NOON, make_kind, make_organiser, make_registration


@pytest.mark.parametrize(
    ("remark", "shown"),
    [
        ("Gọi lan.nguyen@example.org giúp", "Gọi l… giúp"),
        ("Gọi 0912 345 678 sau 14:00", "Gọi 0… sau 14:00"),
        ("Gọi (0204) 3856 789.", "Gọi (…."),
        ("Gọi +84 912 345 678", "Gọi +…"),
        ("CCCD 027085001234", "CCCD 0…"),
        ("Nguyễn Thị Lan không đến", "N… không đến"),
        ("nguyễn thị lan không đến", "n… không đến"),
        ("Nguyễn Thị Lanh không đến", "Nguyễn Thị Lanh không đến"),
        ("Hội chợ 08.12.2026 14:00", "Hội chợ 08.12.2026 14:00"),
        ("Phí 1.200.000.000 đồng, hồ sơ GH-26-0000", "Phí 1.200.000.000 đồng, hồ sơ GH-26-0000"),
        ("Ngoài tỉnh", "Ngoài tỉnh"),
        ("", ""),
    ],
)
def test_only_what_is_personal_is_hidden(remark: str, shown: str) -> None:
    assert audit_remarks.hidden(remark, known=["Nguyễn Thị Lan", "", None]) == shown


@pytest.mark.django_db
def test_a_row_keeps_no_personal_value_in_its_remark() -> None:
    registration = make_registration(make_kind(), full_name="Trần Văn Bình")
    row = audit.record(
        action=AuditAction.CLASS_CHANGED, by=None, now=NOON, about=registration, remark="Trần Văn Bình, 0912345678"
    )
    assert row.remark == "T…, 0…"


@pytest.mark.django_db
def test_a_remark_of_a_step_is_read_without_the_person() -> None:
    registration = make_registration(make_kind(needs_approval=True), full_name="Trần Văn Bình")
    registrations.reject(registration=registration, by=make_organiser(), now=NOON, why="Trần Văn Bình ở ngoài tỉnh")
    lines = audit_sources.lines_of(list(audit_sources.find(AuditFilter(record=registration.reference))))
    assert [line.remark for line in lines if line.remark] == ["T… ở ngoài tỉnh"]
    assert not AuditRow.objects.filter(remark__contains="Bình").exists()
