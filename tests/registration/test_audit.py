"""The audit: rows are only ever added, personal values are masked, everything that counts is written down and readable."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, erasure
from portal.kernel.errors import LimitReachedError
from registration import audit_sources, audit_words
from registration.audit_sources import AuditFilter
from registration.domain import audit, changing, moving, places, registrations
from registration.enums import RegistrationState, WordedMail
from registration.group_filters import GroupFilter
from registration.models import AuditRow, Pool, ReminderRule
from registration.organiser_enums import AuditAction, BadgeLayout, BulkAction, Capacity
from registration.personal_data import AUDIT_RETENTION
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, organiser: User, site: Site) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def actions() -> list[str]:
    return list(AuditRow.objects.order_by("pk").values_list("action", flat=True))


def test_a_row_is_never_written_again_and_never_deleted(organiser: User) -> None:
    row = audit.record(action=AuditAction.EXPORTED, by=organiser, now=NOON)
    row.remark = "anders"
    rows: Any = AuditRow.objects.all()
    for act in (
        row.save,
        row.delete,
        rows.delete,
        lambda: rows.update(remark="x"),
        lambda: rows.update(by=None, remark="x"),
        lambda: rows.bulk_update([row], ["remark"]),
    ):
        with pytest.raises(TypeError):
            act()
    assert AuditRow.objects.get().remark == ""


def test_a_person_who_is_gone_leaves_the_row(organiser: User) -> None:
    audit.record(action=AuditAction.EXPORTED, by=organiser, now=NOON)
    organiser.delete()
    assert AuditRow.objects.get().by is None


def test_after_its_time_a_row_no_longer_says_who(organiser: User) -> None:
    old = audit.record(action=AuditAction.EXPORTED, by=organiser, now=NOON)
    young = audit.record(action=AuditAction.EXPORTED, by=organiser, now=NOON + timedelta(days=1))
    later = NOON + AUDIT_RETENTION + timedelta(hours=1)
    sweep = erasure.sweeps()["registration.audit"]
    assert [done.number for done in sweep(now=later, dry_run=True)] == [1]
    assert [done.number for done in sweep(now=later)] == [1]
    for row in (old, young):
        row.refresh_from_db()
    assert (old.by, old.action, young.by) == (None, AuditAction.EXPORTED, organiser)
    assert [done.number for done in sweep(now=later)] == [0]


def test_personal_values_are_masked_and_others_are_not() -> None:
    registration = make_registration(make_kind())
    row = audit.record(
        action=AuditAction.CLASS_CHANGED,
        by=None,
        now=NOON,
        about=registration,
        changes=[("full_name", "Nguyễn An", "Trần Bình"), ("queue_class", 100, 5), ("phone", "", "0912")],
    )
    assert row.changes == [["full_name", "N…", "T…"], ["queue_class", 100, 5], ["phone", "", "0…"]]
    assert row.capacity == Capacity.SYSTEM


def test_changes_of_places_are_written_with_old_and_new_value(organiser: User) -> None:
    kind = make_kind(capacity=2)
    before = len(actions())
    pool = Pool.objects.get()
    places.set_capacity(pool=pool, capacity=5, now=NOON, by=organiser)
    row = AuditRow.objects.get(action=AuditAction.CAPACITY_CHANGED)
    assert (row.changes, row.by, row.subject) == ([["capacity", 2, 5]], organiser, kind.subject)
    again: dict[str, Any] = {
        "subject": kind.subject,
        "code": kind.code,
        "name_vi": kind.name_vi,
        "name_en": kind.name_en,
    }
    places.open_place_kind(pools=[pool], **again, now=NOON, by=organiser)
    assert len(actions()) == before + 1
    places.open_place_kind(pools=[pool], **again, needs_approval=True, now=NOON, by=organiser)
    changed = AuditRow.objects.get(action=AuditAction.KIND_CHANGED)
    assert changed.changes == [["needs_approval", False, True]]
    places.freeze(subject=kind.subject, now=NOON, by=organiser)
    places.freeze(subject=kind.subject, now=NOON, by=organiser)
    places.reopen(subject=kind.subject, now=NOON, by=organiser)
    assert actions()[-2:] == [AuditAction.PLACES_FROZEN, AuditAction.PLACES_REOPENED]


def test_every_rule_of_a_kind_of_place_has_words_for_readers(organiser: User) -> None:
    make_kind(needs_names=True, by=organiser)
    told = {name for row in AuditRow.objects.all() for name, _before, _after in row.changes}
    assert "needs_names" in told
    assert told <= set(audit_words.NAMES)


def test_a_change_that_is_rolled_back_leaves_no_row(organiser: User) -> None:
    kind = make_kind(capacity=1)
    make_registration(kind)
    before = len(actions())
    with pytest.raises(LimitReachedError):
        places.set_capacity(pool=Pool.objects.get(), capacity=0, now=NOON, by=organiser)
    assert len(actions()) == before


def test_the_page_tells_steps_and_changes_together_and_filters(
    desk: Client, organiser: User, fair: SubjectInfo
) -> None:
    kind = make_kind(subject=fair.key, needs_approval=True)
    row = make_registration(kind)
    other = make_registration(make_kind())
    registrations.reject(registration=row, by=organiser, now=NOON + timedelta(minutes=1), why="Ngoài tỉnh")
    url = reverse("registrations:audit")
    page = desk.get(url).content.decode()
    assert row.reference in page
    assert other.reference in page
    assert "Ngoài tỉnh" in page
    mine = desk.get(url, {"subject": str(fair.key), "action": "step"})
    assert {line["line"].record for line in mine.context["lines"]} == {row.reference}
    assert [line["line"].by for line in mine.context["lines"]] == [str(organiser), ""]
    assert desk.get(url, {"person": "organiser@"}).context["window"].total == 1
    assert desk.get(url, {"day_from": "24/11/2026", "day_to": "24/11/2026"}).context["window"].total == 0
    assert desk.get(url, {"record": other.reference}).context["window"].total == 1
    assert desk.get(url, {"action": "nonsense", "day_from": "x"}).status_code == 200


def test_holders_of_a_link_are_told_from_the_portal(desk: Client, fair: SubjectInfo) -> None:
    row = make_registration(make_kind(subject=fair.key, code="hall", party_maximum=2))
    details = changing.details_of(row)
    values = {name: getattr(details, name) for name in details.__dataclass_fields__}
    for changed in ({"note": "Xe lăn"}, {"party_size": 2}):
        changing.change(registration=row, now=clock.now(), **(values | {"note": "Xe lăn"} | changed))
    moving.move(registration=row, to=make_kind(subject=fair.key, code="screen", party_maximum=2), now=clock.now())
    registrations.cancel(registration=row, now=NOON)
    lines = desk.get(reverse("registrations:audit"), {"record": row.reference}).context["lines"]
    assert {str(line["line"].capacity) for line in lines} == {str(Capacity.HOLDER.label)}


def test_export_has_no_formulas_and_is_written_down(desk: Client, organiser: User, fair: SubjectInfo) -> None:
    audit.record(action=AuditAction.EXPORTED, by=organiser, now=clock.now(), label="=1+1", subject=fair.key)
    url = reverse("registrations:audit")
    answer = desk.post(f"{url}?action=exported")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    assert AuditRow.objects.filter(action=AuditAction.AUDIT_EXPORTED).count() == 1


def test_the_page_costs_the_same_for_one_and_for_thirty(desk: Client, organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=99)
    url = reverse("registrations:audit")
    costs = []
    for more in (1, 30):
        for _number in range(more):
            make_registration(kind)
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "–"),
        (True, "có"),
        ([], "–"),
        ("2026-12-12T07:00+00:00", "14:00 12/12/2026"),
        ("T-shirt", "T-shirt"),
        (5, "5"),
    ],
)
def test_values_are_told_as_people_write_them(raw: Any, words: str) -> None:
    assert audit_words.value(raw) == words


def test_a_group_is_told_in_words_of_the_reader(organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, name_vi="Khách tham quan")
    group = GroupFilter(
        subject=fair.key,
        kinds=(kind.pk,),
        states=(RegistrationState.CONFIRMED,),
        party_from=2,
        day_from=NOON.date(),
        has_note=True,
        text="Nguyễn Lan",
    )
    row = audit.record(
        action=AuditAction.EXPORTED, by=organiser, now=NOON, changes=[("filters", None, group.for_audit())]
    )
    ((name, before, after),) = AuditRow.objects.get(pk=row.pk).changes
    assert "Lan" not in str(after)
    with translation.override("vi"):
        _name, _before, words = audit_words.change(name, before, after)
    assert words.startswith("Khách tham quan; Đã xác nhận; ")
    assert "N…" in words
    assert not any(raw in words for raw in ("{", "[", "confirmed", str(fair.key)))
    with translation.override("vi"):
        assert audit_words.change("filters", None, GroupFilter(subject=fair.key).for_audit())[2] == "tất cả mọi người"


@pytest.mark.parametrize(
    ("action", "kept", "told"),
    [
        (AuditAction.BADGES_MADE, BadgeLayout.EIGHT.value, "A4, tám thẻ 90 × 55 mm"),
        (AuditAction.BULK_UNDONE, BulkAction.ATTENDED.value, "Ghi nhận đã tham dự"),
        (AuditAction.WORDS_CHANGED, WordedMail.CONFIRMED.value, "Đăng ký đã được xác nhận"),
    ],
)
def test_records_named_by_our_own_words_are_told_in_the_readers(
    organiser: User, action: AuditAction, kept: str, told: str
) -> None:
    audit.record(action=action, by=organiser, now=NOON, label=kept)
    with translation.override("vi"):
        (line,) = audit_sources.lines_of(list(audit_sources.find(AuditFilter(action=action))))
    assert line.record == told


def test_a_record_without_a_name_is_told_by_what_people_call_its_kind(organiser: User) -> None:
    audit.record(action=AuditAction.RULE_ADDED, by=organiser, now=NOON, about=ReminderRule(pk=3))
    with translation.override("vi"):
        (line,) = audit_sources.lines_of(list(audit_sources.find(AuditFilter(action=AuditAction.RULE_ADDED))))
    assert line.record == "quy tắc nhắc 3"


def test_a_move_names_the_kind_of_place_before_and_after_also_when_more_moves_follow(
    organiser: User, fair: SubjectInfo
) -> None:
    hall, screen, balcony = (
        make_kind(subject=fair.key, capacity=2, name_vi=name) for name in ("Trực tiếp", "Trực tuyến", "Ban công")
    )
    row = make_registration(screen)
    moving.move(registration=row, to=hall, now=NOON, by=organiser)
    moving.move(registration=row, to=balcony, now=NOON, by=organiser)
    found = audit_sources.find(audit_sources.AuditFilter(record=row.reference))
    changes = [line.changes for line in audit_sources.lines_of(list(found)) if "kind" in str(line.changes)]
    assert changes == [(("place_kind", "Trực tiếp", "Ban công"),), (("place_kind", "Trực tuyến", "Trực tiếp"),)]
    assert audit_words.change(*changes[1][0]) == ("Loại chỗ", "Trực tuyến", "Trực tiếp")


def test_a_move_from_the_waiting_list_tells_kind_and_state(fair: SubjectInfo) -> None:
    hall, screen = (make_kind(subject=fair.key, capacity=1, name_vi=name) for name in ("Trực tiếp", "Trực tuyến"))
    make_registration(hall)
    row = make_registration(hall)
    moving.move(registration=row, to=screen, now=NOON)
    [line] = [
        line
        for line in audit_sources.lines_of(list(audit_sources.find(audit_sources.AuditFilter(record=row.reference))))
        if "place_kind" in str(line.changes)
    ]
    assert line.changes == (
        ("place_kind", "Trực tiếp", "Trực tuyến"),
        ("state", "Trong danh sách chờ", "Đã xác nhận"),
    )


@pytest.mark.parametrize("words", ["Sông Mơ", "song mo", "SÔNG MƠ", "sông mơ"])
def test_a_record_is_found_without_marks_and_by_any_size(organiser: User, words: str) -> None:
    for label in ("Sảnh Sông Mơ", "Sảnh Núi Đá"):
        audit.record(action=AuditAction.HALL_ADDED, by=organiser, now=NOON, label=label)
    found = audit_sources.lines_of(list(audit_sources.find(AuditFilter(record=words))))
    assert [line.record for line in found] == ["Sảnh Sông Mơ"]
