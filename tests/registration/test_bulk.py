"""Decisions on several registrations: each by its own rule, told row by row, taken back where nobody was written to."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, LimitReachedError, NotAllowedError
from registration import list_filters
from registration.domain import attendance, bulk, notes, queue_classes, registrations
from registration.enums import RegistrationState
from registration.models import AuditRow, BulkRun, OrganiserNote, Registration
from registration.organiser_enums import AuditAction, BulkAction, BulkOutcome
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db
INDEX = "/admin/registrations/"
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture
def desk(client: Client, organiser: User, site: Site) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def start(action: BulkAction, rows: list[Registration], by: User, **values: Any) -> BulkRun:
    run = bulk.start(
        key=values.pop("key", uuid.uuid4()),
        action=action,
        registration_ids=[row.pk for row in rows],
        by=by,
        now=NOON,
        **values,
    )
    bulk.work(run_id=run.pk, now=NOON)
    run.refresh_from_db()
    return run


def outcomes(run: BulkRun) -> list[str]:
    return list(run.rows.order_by("pk").values_list("outcome", flat=True))


def states(rows: list[Registration]) -> list[str]:
    found = dict(Registration.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def test_each_is_decided_by_its_own_rule_and_failures_say_why(organiser: User) -> None:
    kind = make_kind(capacity=5, needs_approval=True)
    rows = [make_registration(kind) for _number in range(3)]
    registrations.reject(registration=rows[1], by=organiser, now=NOON, why="Ngoài tỉnh")
    run = start(BulkAction.APPROVE, rows, organiser)
    assert states(rows) == ["confirmed", "rejected", "confirmed"]
    assert outcomes(run) == ["done", "failed", "done"]
    assert run.rows.get(registration=rows[1]).message
    assert run.finished_at is not None


def test_refusal_carries_its_reason_and_needs_one(organiser: User) -> None:
    kind = make_kind(needs_approval=True)
    rows = [make_registration(kind)]
    with pytest.raises(DomainError) as refusal:
        start(BulkAction.REJECT, rows, organiser)
    assert refusal.value.field == "why"
    mail.outbox.clear()
    start(BulkAction.REJECT, rows, organiser, why="Chỉ dành cho giảng viên")
    assert "Chỉ dành cho giảng viên" in mail.outbox[0].body


def test_a_form_sent_twice_starts_one_run(organiser: User) -> None:
    rows = [make_registration(make_kind())]
    key = uuid.uuid4()
    assert start(BulkAction.ATTENDED, rows, organiser, key=key) == start(BulkAction.ABSENT, rows, organiser, key=key)
    assert states(rows) == ["attended"]


def test_attendance_is_taken_back_to_where_each_stood(organiser: User) -> None:
    kind = make_kind(capacity=5)
    rows = [make_registration(kind) for _number in range(4)]
    attendance.mark_absent(registration=rows[1], by=organiser, now=NOON)
    attendance.mark_attended(registration=rows[2], by=organiser, now=NOON)
    run = start(BulkAction.ATTENDED, rows, organiser)
    assert outcomes(run) == ["done", "done", "unchanged", "done"]
    attendance.mark_absent(registration=rows[3], by=organiser, now=NOON)
    bulk.undo(run=run, by=organiser, now=NOON)
    assert states(rows) == ["confirmed", "absent", "attended", "absent"]
    assert outcomes(run) == ["undone", "undone", "unchanged", "done"]
    bulk.undo(run=run, by=organiser, now=NOON)
    assert AuditRow.objects.filter(action=AuditAction.BULK_UNDONE).count() == 1


def test_what_wrote_to_people_cannot_be_taken_back(organiser: User) -> None:
    run = start(BulkAction.CANCEL, [make_registration(make_kind())], organiser, why="Hội trường hỏng")
    with pytest.raises(IllegalMoveError):
        bulk.undo(run=run, by=organiser, now=NOON)


def test_another_class_changes_the_order_and_can_be_taken_back(organiser: User) -> None:
    kind = make_kind(capacity=1)
    make_registration(kind)
    first, second = make_registration(kind), make_registration(kind)
    run = start(BulkAction.CLASS, [second], organiser, queue_class=10)
    assert list(Registration.objects.waiting().filter(place_kind=kind)) == [second, first]
    change = AuditRow.objects.get(action=AuditAction.CLASS_CHANGED)
    assert change.changes == [["queue_class", 100, 10]]
    bulk.undo(run=run, by=organiser, now=NOON)
    assert list(Registration.objects.waiting().filter(place_kind=kind)) == [first, second]


def test_a_class_that_cannot_be_is_refused(organiser: User) -> None:
    row = make_registration(make_kind(needs_approval=True))
    for number in (0, 1000):
        with pytest.raises(DomainError):
            queue_classes.set_class(registration=row, queue_class=number, by=organiser, now=NOON)
    confirmed = make_registration(make_kind())
    with pytest.raises(IllegalMoveError):
        queue_classes.set_class(registration=confirmed, queue_class=5, by=organiser, now=NOON)


def test_a_worker_that_dies_goes_on_where_it_stopped(
    organiser: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DUMMY
    monkeypatch.setattr(bulk, "BATCH", 2)
    kind = make_kind(capacity=9)
    rows = [make_registration(kind) for _number in range(5)]
    run = bulk.start(
        key=uuid.uuid4(), action=BulkAction.ATTENDED, registration_ids=[row.pk for row in rows], by=organiser, now=NOON
    )
    assert [bulk.work(run_id=run.pk, now=NOON) for _time in range(4)] == [2, 2, 1, 0]
    assert states(rows) == ["attended"] * 5


def test_strangers_and_limits(organiser: User, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = User.objects.create_user("stranger@example.org")
    kind = make_kind()
    rows = [make_registration(kind), make_registration(kind)]
    with pytest.raises(NotAllowedError):
        start(BulkAction.ATTENDED, rows, stranger)
    with pytest.raises(DomainError):
        start(BulkAction.ATTENDED, [], organiser)
    monkeypatch.setattr(bulk, "MOST", 1)
    with pytest.raises(LimitReachedError):
        start(BulkAction.ATTENDED, rows, organiser)
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize(
    "column", ["action = 'vanish'", "queue_class = 5", "undone_at = '2026-01-01', finished_at = NULL"]
)
def test_database_refuses_an_impossible_run(organiser: User, column: str) -> None:
    start(BulkAction.ATTENDED, [make_registration(make_kind())], organiser)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registration_bulkrun SET {column}")


def test_the_page_asks_with_numbers_and_tells_what_became_of_each(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=5, needs_approval=True)
    rows = [make_registration(kind), make_registration(kind)]
    seated = make_registration(make_kind(subject=fair.key))
    listed = desk.get(INDEX, {"subject": str(fair.key)}).content.decode()
    assert f'name="id" value="{rows[0].pk}"' in listed
    url = reverse("registrations:bulk")
    asked = desk.get(url, {"action": "approve", "which": "all", "subject": str(fair.key)})
    assert (asked.context["total"], asked.context["possible"]) == (3, 2)
    assert asked.context["left_out"] == [(RegistrationState.CONFIRMED.label, 1)]
    assert states(rows) == ["pending-approval"] * 2
    form = asked.context["form"]
    posted = {"key": str(form["key"].value()), "ids": form["ids"].value()}
    answer = desk.post(f"{url}?action=approve", posted, follow=True)
    assert states([*rows, seated]) == ["confirmed", "confirmed", "confirmed"]
    shown = answer.content.decode()
    assert rows[0].reference in shown
    assert str(BulkOutcome.FAILED.label) in shown


def test_the_page_takes_attendance_back(desk: Client, fair: SubjectInfo) -> None:
    row = make_registration(make_kind(subject=fair.key))
    url = reverse("registrations:bulk")
    form = desk.get(url, {"action": "attended", "id": row.pk}).context["form"]
    posted = {"key": str(form["key"].value()), "ids": form["ids"].value()}
    page = desk.post(f"{url}?action=attended", posted, follow=True)
    assert states([row]) == ["attended"]
    desk.post(page.redirect_chain[-1][0], {"do": "undo"})
    assert states([row]) == ["confirmed"]
    assert desk.post(page.redirect_chain[-1][0], {"do": "vanish"}).status_code == 404


@pytest.mark.parametrize("query", [{"action": "vanish"}, {}])
def test_an_unknown_decision_is_not_found(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(reverse("registrations:bulk"), query).status_code == 404


def test_numbers_that_no_database_can_hold_are_left_out(desk: Client) -> None:
    page = desk.get(reverse("registrations:bulk"), {"action": "attended", "id": ["7", "9" * 30, "9" * 5000]})
    assert page.context["form"]["ids"].value() == "7"


@pytest.mark.parametrize("days", [("01/01/0001", "31/12/9999"), ("1/1/1", "")])
def test_days_beyond_every_calendar_find_what_there_is(desk: Client, fair: SubjectInfo, days: tuple[str, str]) -> None:
    make_registration(make_kind(subject=fair.key))
    first, last = days
    assert desk.get(INDEX, {"created_from": first, "created_to": last}).status_code == 200
    page = desk.get(reverse("registrations:audit"), {"day_from": first, "day_to": last})
    assert page.status_code == 200
    assert page.context["lines"]


def test_invisible_signs_of_a_search_reach_no_query() -> None:
    group = list_filters.group_of(QueryDict("q=L%00an%E2%80%8B"))
    assert group is not None
    assert group.text == "Lan"


@pytest.mark.parametrize("ids", ["", "x,y", "1,drop table", "999999999", "9" * 30])
def test_bad_numbers_are_refused_with_a_sentence(desk: Client, ids: str) -> None:
    url = f"{reverse('registrations:bulk')}?action=attended"
    answer = desk.post(url, {"key": str(uuid.uuid4()), "ids": ids})
    assert answer.status_code == 200
    assert not BulkRun.objects.exists()


def test_numbers_and_days_beyond_the_database_find_nobody(desk: Client, fair: SubjectInfo) -> None:
    row = make_registration(make_kind(subject=fair.key))
    url, far = f"{reverse('registrations:bulk')}?action=attended", "9" * 30
    assert desk.get(f"{url}&id={far}&id={'9' * 5000}&id={row.pk}").context["total"] == 1
    assert desk.post(url, {"key": str(uuid.uuid4()), "ids": far}).context["form"].errors
    index = reverse("registrations:index")
    for last, number in (("9999-12-31", 1), ("0001-01-01", 0)):
        page = desk.get(index, {"created_from": "0001-01-01", "created_to": last})
        assert page.context["paginator"].count == number
    assert (
        desk.get(reverse("registrations:audit"), {"day_to": "31/12/9999", "day_from": "01/01/0001"}).status_code == 200
    )


def test_run_page_costs_the_same_for_one_and_for_thirty(desk: Client, organiser: User, fair: SubjectInfo) -> None:
    costs = []
    for number in (1, 30):
        kind = make_kind(subject=fair.key, capacity=40)
        run = start(BulkAction.ATTENDED, [make_registration(kind) for _number in range(number)], organiser)
        url = reverse("registrations:bulk-run", args=[run.pk])
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "nguyen thi dao"}, "one"),
        ({"q": "ĐÀO"}, "one"),
        ({"party_min": "2"}, "two"),
        ({"language": "en"}, "two"),
        ({"note": "true"}, "two"),
        ({"private": "true"}, "one"),
        ({"created_from": "24/11/2026"}, "two"),
        ({"created_to": "2026-11-23"}, "one"),
        ({"state": ["confirmed", "wait-listed"], "party_max": "1"}, "one"),
    ],
)
def test_filters_of_the_list(
    desk: Client, organiser: User, fair: SubjectInfo, query: dict[str, Any], found: str
) -> None:
    from datetime import timedelta

    kind = make_kind(subject=fair.key, capacity=9, party_maximum=5)
    rows = {
        "one": make_registration(kind, full_name="Nguyễn Thị Đào"),
        "two": make_registration(
            kind, full_name="Trần Văn Bình", party_size=3, language="en", note="Xe lăn", now=NOON + timedelta(days=1)
        ),
    }
    notes.add(registration=rows["one"], text="Đã gọi điện", by=organiser, now=NOON)
    shown = desk.get(INDEX, query).content.decode()
    other = "two" if found == "one" else "one"
    assert rows[found].reference in shown
    assert rows[other].reference not in shown


def test_kinds_can_be_chosen_once_the_event_is(desk: Client, fair: SubjectInfo) -> None:
    kind, other = make_kind(subject=fair.key), make_kind(subject=fair.key)
    mine, theirs = make_registration(kind), make_registration(other)
    shown = desk.get(INDEX, {"subject": str(fair.key), "kind": str(kind.pk)}).content.decode()
    assert mine.reference in shown
    assert theirs.reference not in shown


def test_notes_are_kept_removed_and_audited_without_their_words(desk: Client, fair: SubjectInfo) -> None:
    row = make_registration(make_kind(subject=fair.key))
    add = reverse("registrations:note-add", args=[row.pk])
    assert "Hãy viết" in desk.post(add, {"text": "  "}).content.decode()
    desk.post(add, {"text": "Cần phiên dịch tiếng Hàn"})
    note = OrganiserNote.objects.get()
    assert "Cần phiên dịch" in desk.get(reverse("registrations:inspect", args=[row.pk])).content.decode()
    assert "Cần phiên dịch" not in str(AuditRow.objects.get(action=AuditAction.NOTE_ADDED).changes)
    remove = reverse("registrations:note-remove", args=[row.pk, note.pk])
    assert desk.get(remove).status_code == 405
    desk.post(remove)
    assert not OrganiserNote.objects.exists()
    assert AuditRow.objects.filter(action=AuditAction.NOTE_REMOVED, object_label=row.reference).exists()


def test_a_note_is_in_the_export_of_its_person_and_goes_with_them(organiser: User) -> None:
    from portal.kernel import erasure

    person = User.objects.create_user("khach@example.org")
    row = make_registration(make_kind(), user=person, email="khach@example.org")
    notes.add(registration=row, text="Ngồi hàng đầu", by=organiser, now=NOON)
    assert "Ngồi hàng đầu" in str(erasure.export_person(user=person, addresses=["khach@example.org"]))
    erasure.erase_person(user=person, addresses=["khach@example.org"])
    assert not OrganiserNote.objects.exists()


def test_exports_are_audited_with_filters_and_may_hold_private_notes(
    desk: Client, organiser: User, fair: SubjectInfo
) -> None:
    row = make_registration(make_kind(subject=fair.key))
    make_registration(make_kind())
    notes.add(registration=row, text="=HYPERLINK(1)", by=organiser, now=NOON)
    plain = desk.get(INDEX, {"export": "csv", "subject": str(fair.key)}).content.decode("utf-8-sig")
    assert "HYPERLINK" not in plain
    assert "2026-11-23 12:00" in plain
    with_notes = desk.get(INDEX, {"export": "csv", "subject": str(fair.key), "notes": "1"}).content.decode("utf-8-sig")
    assert "=HYPERLINK(1)" in with_notes
    first = AuditRow.objects.filter(action=AuditAction.EXPORTED).earliest("pk")
    assert (first.by, first.subject) == (organiser, fair.key)
    assert ["registrations", None, 1] in first.changes
