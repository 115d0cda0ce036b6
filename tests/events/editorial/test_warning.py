"""The question before an event is published into a clash: once, with nothing lost, and no name that one may not see."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, PageViewRestriction, Revision, Site, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from events import clash_guard, clash_words, roles
from events.enums import EventStatus
from events.models import EventIndexPage, EventPage
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.events.editorial.test_calendar import CANARY, organiser, writer
from tests.factories import events as make

pytestmark = pytest.mark.django_db


@worlds.standing
def index(site: Site) -> EventIndexPage:
    found = make.make_index(site)
    role_domain.sync()
    return found


@pytest.fixture
def desk(client: Client, index: EventIndexPage) -> Client:
    client.force_login(organiser())
    return client


@worlds.standing
def rival(index: EventIndexPage) -> EventPage:
    found: EventPage = make.make_event(index, title="Việc đã công khai")
    return found


def filled(**values: Any) -> dict[str, Any]:
    """Return the form of an event as a browser sends it: by default on 12 December, 15:00 to 17:00, in the same venue."""
    data: dict[str, Any] = nested_form_data(
        {
            "title": "Việc mới",
            "slug": "viec-moi",
            "lead": "Một câu dẫn.",
            "kind": "workshop",
            "level": "provincial",
            "attendance_mode": "on-site",
            "starts_at": "2026-12-12 15:00",
            "ends_at": "2026-12-12 17:00",
            "venue_name": "NHÀ VĂN HOÁ",
            "session_gap_minutes": "0",
            "body-count": "0",
            "documents": inline_formset([]),
            "sessions": inline_formset([]),
            "organisers": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )
    return data


def add(desk: Client, index: EventIndexPage, **values: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])
    return desk.post(address, filled(**values))


def edit(desk: Client, page: EventPage, **values: Any) -> Any:
    return desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), filled(**values))


def made() -> EventPage:
    return EventPage.objects.get(slug="viec-moi")


def test_publishing_into_a_clash_saves_the_draft_and_asks_once(
    desk: Client, index: EventIndexPage, rival: EventPage
) -> None:
    asked = add(desk, index, **{"action-publish": "1"})
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("event_clashes", args=[made().pk]))
    assert not made().live
    assert made().get_latest_revision_as_object().lead == "Một câu dẫn."
    html = desk.get(asked["Location"]).content.decode()
    assert "Trùng địa điểm, trùng giờ" in html
    assert "Việc đã công khai" in html
    assert "được lưu thành bản nháp" in html
    assert not made().live, "reading the question publishes nothing"
    assert desk.post(asked["Location"]).status_code == 302
    assert made().live
    count = made().revisions.count()
    for answer in (desk.get(asked["Location"]), desk.post(asked["Location"])):
        assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[made().pk]), "nothing is left to ask"
    assert made().revisions.count() == count
    again = edit(desk, made(), lead="Câu dẫn đã sửa.", **{"action-publish": "1"})
    assert "clashes" not in again["Location"], "a clash that is public already is not asked about again"
    assert made().lead == "Câu dẫn đã sửa."


def test_a_new_clash_of_a_public_event_is_asked_about(desk: Client, index: EventIndexPage, rival: EventPage) -> None:
    add(desk, index, starts_at="2026-12-14 08:00", ends_at="2026-12-14 09:00", **{"action-publish": "1"})
    assert made().live
    asked = edit(desk, made(), **{"action-publish": "1"})
    assert "clashes" in asked["Location"]
    assert clock.local(made().starts_at).day == 14, "the public page stays as it is"
    saved = made().get_latest_revision_as_object()
    assert clock.local(saved.starts_at).day == 12
    desk.post(asked["Location"])
    assert clock.local(made().starts_at).day == 12


def test_drafts_are_saved_without_a_question(desk: Client, index: EventIndexPage, rival: EventPage) -> None:
    saved = add(desk, index)
    assert saved["Location"] == reverse("wagtailadmin_pages:edit", args=[made().pk])
    assert edit(desk, made())["Location"] == saved["Location"]


def test_without_a_clash_nothing_is_asked(desk: Client, index: EventIndexPage, rival: EventPage) -> None:
    add(desk, index, starts_at="2026-12-12 16:30", ends_at="2026-12-12 17:00", **{"action-publish": "1"})
    assert made().live


def test_scheduling_asks_and_the_schedule_itself_does_not(
    desk: Client, index: EventIndexPage, rival: EventPage
) -> None:
    moment = timezone.localtime(clock.now() + timedelta(days=3))
    asked = add(desk, index, go_live_at=f"{moment:%Y-%m-%d %H:%M}", **{"action-publish": "1"})
    assert "Vẫn hẹn giờ đăng" in desk.get(asked["Location"]).content.decode()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    desk.post(asked["Location"])
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    assert not made().live
    assert desk.get(asked["Location"])["Location"] == reverse("wagtailadmin_pages:edit", args=[made().pk])
    past = clock.now() - timedelta(days=1)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert made().live


def test_an_event_of_others_that_is_not_public_is_not_named(
    client: Client, index: EventIndexPage, rival: EventPage
) -> None:
    EventPage.objects.filter(pk=rival.pk).update(title=CANARY, draft_title=CANARY)
    PageViewRestriction.objects.create(page=rival, restriction_type=PageViewRestriction.LOGIN)
    user = writer(index)
    mine = make.make_event(index, publish=False, owner=user)
    lines = clash_words.new_lines(mine, viewer=user)
    assert [line.title for line in lines] == ["một sự kiện chưa công khai của đơn vị khác"]
    assert lines[0].url == ""
    client.force_login(user)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[mine.pk])).content.decode()
    assert "một sự kiện chưa công khai của đơn vị khác" in html
    assert CANARY not in html
    assert [line.title for line in clash_words.new_lines(mine, viewer=organiser())] == [CANARY]


def test_the_form_names_the_clashes_before_anything_is_pressed(
    desk: Client, index: EventIndexPage, rival: EventPage
) -> None:
    page = make.make_event(index, publish=False)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = desk.get(address).content.decode()
    assert "Trùng địa điểm, trùng giờ" in html
    assert reverse("wagtailadmin_pages:edit", args=[rival.pk]) in html
    EventPage.objects.filter(pk=rival.pk).update(status=EventStatus.CANCELLED)
    assert "không có gì trùng" in desk.get(address).content.decode()
    assert desk.get(reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])).status_code == 200


def test_the_question_answers_only_who_may_and_only_what_the_form_signed(
    desk: Client, index: EventIndexPage, rival: EventPage
) -> None:
    asked = add(desk, index, **{"action-publish": "1"})["Location"]
    page = made()
    address = reverse("event_clashes", args=[page.pk])
    forged = signing.dumps([page.latest_revision_id, "publish"], salt="else")
    other = clash_guard.key_for(rival, clash_guard.Wish.PUBLISH)
    for key in ("", "x", "\x00", forged, other):
        assert desk.get(address, {"key": key}).status_code == 404
    stranger = Client()
    stranger.force_login(writer(index))
    assert stranger.get(asked).status_code == 404
    assert stranger.post(asked).status_code == 404
    edit(desk, page, lead="Bản sau.")
    assert desk.post(asked)["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not made().live


def test_a_submission_is_held_and_handed_in_by_the_button(
    client: Client, index: EventIndexPage, rival: EventPage
) -> None:
    user = writer(index)
    workflow = Workflow.objects.create(name="Duyệt sự kiện")
    task = GroupApprovalTask.objects.create(name="Duyệt")
    task.groups.add(Group.objects.get(name=roles.ORGANISERS))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=index)
    client.force_login(user)
    asked = add(client, index, **{"action-submit": "1"})
    assert "clashes" in asked["Location"]
    assert made().current_workflow_state is None
    edited = edit(client, made(), lead="Sửa rồi nộp.", **{"action-submit": "1"})
    assert "clashes" in edited["Location"]
    assert "Vẫn gửi duyệt" in client.get(edited["Location"]).content.decode()
    assert client.post(edited["Location"]).status_code == 302
    assert made().current_workflow_state is not None
    assert made().get_latest_revision_as_object().lead == "Sửa rồi nộp."
    bad = add(client, index, slug="viec-khac", title="", **{"action-submit": "1"})
    assert bad.status_code == 200


def test_the_status_form_asks_before_it_moves_an_event_into_a_clash(
    desk: Client, index: EventIndexPage, rival: EventPage
) -> None:
    page = make.make_event(index, starts_at=make.day(15), ends_at=make.day(15, 9))
    address = reverse("event_status", args=[page.pk])
    given = {
        "action": "reschedule",
        "starts_at": "2026-12-12 15:00",
        "ends_at": "2026-12-12 16:00",
        "note_vi": "",
        "note_en": "",
    }
    asked = desk.post(address, given)
    html = asked.content.decode()
    assert asked.status_code == 200
    assert "Việc đã công khai" in html
    assert EventPage.objects.get(pk=page.pk).starts_at == make.day(15)
    sure = asked.context["sure"]
    other = desk.post(address, {**given, "ends_at": "2026-12-12 16:30", "sure": sure})
    assert other.status_code == 200, "another time is another question"
    assert desk.post(address, {**given, "sure": sure}).status_code == 302
    assert EventPage.objects.get(pk=page.pk).starts_at == make.day(12, 15)
    moved = {"action": "change-place", "venue_vi": "Hội trường khác", "note_vi": "", "note_en": ""}
    assert desk.post(address, moved).status_code == 302


def test_a_user_without_pages_reads_no_clashes(rival: EventPage) -> None:
    nobody = User.objects.create_user("khong@example.org", full_name="Không")
    page = make.make_event(rival.get_parent().specific, publish=False, title=CANARY)
    page.save_revision()
    assert CANARY not in {line.title for line in clash_words.of_event(rival, viewer=nobody)}


def test_the_english_page_of_a_public_event_is_not_asked_about(
    desk: Client, index: EventIndexPage, rival: EventPage
) -> None:
    two = make.make_event(index, title="Việc thứ hai")
    english = make.english(two)
    user = make.make_operator()
    assert clash_words.of_event(english, viewer=user)
    assert clash_words.new_lines(english, viewer=user) == []
    EventPage.objects.filter(pk=two.pk).update(live=False)
    EventPage.objects.filter(pk=english.pk).update(live=False)
    assert clash_words.new_lines(EventPage.objects.get(pk=english.pk), viewer=user)
