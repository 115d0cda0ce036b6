"""The runner of planned publishing: order, failures, clocks that jump, ends that come before beginnings."""

import itertools
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_save
from wagtail.models import PageLogEntry, Revision, Site

from news import roles
from news.models import ArticlePage, NewsroomPage
from portal.kernel import clock
from portal.mail.models import OutgoingMail
from portal.operations.models import JobRun, Lease
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import holds, runner, standing, troubles
from portal.pages.schedule.enums import Outcome
from tests import worlds
from tests.factories import news as factory
from tests.pages.schedule.helpers import HOUR, MINUTE, FakeClock, at_noon, newsroom, plan, poison, reload


@worlds.standing
def room(site: Site) -> NewsroomPage:
    return newsroom(site)


@pytest.fixture
def noon() -> datetime:
    return at_noon()


@pytest.fixture(autouse=True)
def _no_poison() -> Iterator[None]:
    yield
    pre_save.disconnect(sender=ArticlePage, dispatch_uid="poison")


def live_titles() -> list[str]:
    return sorted(ArticlePage.objects.filter(live=True).values_list("title", flat=True))


def test_nothing_goes_public_before_its_second_and_all_of_it_belongs_to_it(room: NewsroomPage, noon: datetime) -> None:
    story = plan(room, "Đúng giờ", noon)
    assert not story.live
    read = FakeClock(noon - timedelta(microseconds=1))
    assert not read.run()
    assert not reload(story).live
    assert read.run(microseconds=1) == {Outcome.PUBLISHED: 1}
    done = reload(story)
    assert done.live
    assert done.go_live_at == noon
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert not read.run(seconds=30)


def test_a_poisoned_first_item_keeps_no_other_waiting_and_its_time(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = plan(room, "Bài hỏng", noon - MINUTE)
    for number in range(5):
        plan(room, f"Tin {number}", noon)
    healed = poison(monkeypatch, bad)
    read = FakeClock(noon)
    assert read.run() == {Outcome.FAILED: 1, Outcome.PUBLISHED: 5}
    assert read.at == noon, "the others went public at their second"
    assert live_titles() == [f"Tin {number}" for number in range(5)]
    kept = Revision.objects.get(approved_go_live_at__isnull=False)
    assert kept.object_id == str(bad.pk)
    assert kept.approved_go_live_at == noon - MINUTE
    trouble = ScheduleTrouble.objects.get()
    assert (trouble.error, trouble.attempts, trouble.next_try_at) == ("RuntimeError", 1, noon + MINUTE)
    assert not read.run(seconds=59)
    tries = [noon]
    for _ in range(4 * 60):
        if read.run(minutes=1):
            tries.append(read.at)
    pauses = [int((after - before).total_seconds()) for before, after in itertools.pairwise(tries)]
    wanted = [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert all(0 <= pause - due <= 60 for pause, due in zip(pauses, wanted, strict=False)), pauses
    healed()
    read.at = ScheduleTrouble.objects.get().next_try_at
    assert read.run() == {Outcome.PUBLISHED: 1}
    assert reload(bad).live
    assert not ScheduleTrouble.objects.exists()


def test_a_failure_of_the_portal_is_told_after_three_tries_and_once(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = plan(room, "Bài hỏng", noon)
    poison(monkeypatch, bad)
    read = FakeClock(noon)
    OutgoingMail.objects.all().delete()
    told = []
    for _ in range(20):
        read.run(minutes=5)
        told.append(OutgoingMail.objects.filter(kind="pages/emails/publishing_failed").count())
    assert told[:2] == [0, 0]
    assert set(told[2:]) == {1}
    mail = OutgoingMail.objects.get(kind="pages/emails/publishing_failed")
    assert mail.recipient == "tong-bien-tap@bao-thu.example"
    assert "Bài hỏng" in mail.subject
    assert "RuntimeError" in mail.text


def test_what_a_person_must_mend_is_told_at_once_with_its_reason(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = plan(room, "Thiếu nguồn ảnh", noon)
    poison(monkeypatch, bad, ValidationError("Ghi nguồn của ảnh."))
    FakeClock(noon).run()
    mail = OutgoingMail.objects.get(kind="pages/emails/publishing_failed")
    assert "Ghi nguồn của ảnh." in mail.text
    assert ScheduleTrouble.objects.get().reason_vi == "Ghi nguồn của ảnh."


def test_a_story_planned_anew_is_another_matter(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = plan(room, "Bài hỏng", noon)
    poison(monkeypatch, bad, ValidationError("Sai."))
    read = FakeClock(noon)
    read.run()
    Revision.objects.filter(approved_go_live_at=noon).update(approved_go_live_at=noon + HOUR)
    read.run(minutes=2)
    assert not ScheduleTrouble.objects.exists()
    read.run(hours=1)
    assert OutgoingMail.objects.filter(kind="pages/emails/publishing_failed").count() == 2


def test_missed_moments_are_made_up_for_in_their_order(room: NewsroomPage, noon: datetime) -> None:
    for number in (3, 1, 2):
        plan(room, f"Tin {number}", noon + number * HOUR)
    assert FakeClock(noon + timedelta(days=3)).run() == {Outcome.PUBLISHED: 3}
    entries = PageLogEntry.objects.filter(action="wagtail.publish.scheduled").order_by("pk")
    assert [entry.label for entry in entries] == ["Tin 1", "Tin 2", "Tin 3"]


@pytest.mark.parametrize("jump", [-HOUR, HOUR, timedelta(days=3)])
def test_a_clock_that_jumps_publishes_nothing_early_and_nothing_twice(
    room: NewsroomPage, noon: datetime, jump: timedelta
) -> None:
    early, late = plan(room, "Sớm", noon), plan(room, "Muộn", noon + 100 * HOUR)
    read = FakeClock(noon)
    assert read.run() == {Outcome.PUBLISHED: 1}
    read.at += jump
    assert not read.run()
    assert not reload(late).live
    read.at = noon + 100 * HOUR
    assert read.run() == {Outcome.PUBLISHED: 1}
    for story in (early, late):
        assert PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish.scheduled").count() == 1


def test_a_clock_set_back_does_not_keep_a_failed_item_resting(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = plan(room, "Bài hỏng", noon - 2 * HOUR)
    healed = poison(monkeypatch, bad)
    read = FakeClock(noon)
    read.run()
    healed()
    assert read.run(hours=-1) == {Outcome.PUBLISHED: 1}


def test_a_lease_of_a_clock_set_back_holds_nobody_up(room: NewsroomPage, noon: datetime) -> None:
    Lease.objects.create(name=runner.NAME, holder="gone", until=noon + HOUR)
    plan(room, "Tin", noon - HOUR)
    assert FakeClock(noon).run() == {Outcome.PUBLISHED: 1}


def test_only_one_process_runs_and_a_dead_one_is_followed_within_two_minutes(
    room: NewsroomPage, noon: datetime
) -> None:
    plan(room, "Tin", noon - HOUR)
    Lease.objects.create(name=runner.NAME, holder="killed", until=noon + MINUTE)
    read = FakeClock(noon)
    assert runner.run(read=read) is None
    assert live_titles() == []
    assert read.run(seconds=60) == {Outcome.PUBLISHED: 1}


def test_what_was_over_before_it_was_public_is_not_shown_for_a_moment(room: NewsroomPage, noon: datetime) -> None:
    story = plan(room, "Hết hạn", noon, expire_at=noon + HOUR)
    assert FakeClock(noon + 2 * HOUR).run() == {Outcome.PASSED_OVER: 1}
    done = reload(story)
    assert (done.live, done.expired, done.first_published_at) == (False, True, None)
    assert not PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish.scheduled").exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_public_story_whose_new_version_is_over_too_is_taken_off(room: NewsroomPage, noon: datetime) -> None:
    story = factory.make_article(room, "Bản cũ")
    story.title, story.go_live_at, story.expire_at = "Bản mới", noon, noon + HOUR
    story.save_revision().publish()
    assert FakeClock(noon + 2 * HOUR).run() == {Outcome.PASSED_OVER: 1}
    done = reload(story)
    assert (done.live, done.expired, done.title) == (False, True, "Bản cũ")


def test_a_story_is_taken_off_at_its_end(room: NewsroomPage, noon: datetime) -> None:
    story = factory.make_article(room, "Tin", expire_at=noon)
    read = FakeClock(noon - MINUTE)
    assert not read.run()
    assert read.run(minutes=1) == {Outcome.TAKEN_OFF: 1}
    done = reload(story)
    assert (done.live, done.expired) == (False, True)


def test_taking_off_keeps_the_plan_of_a_version_that_comes_later(room: NewsroomPage, noon: datetime) -> None:
    story = factory.make_article(room, "Bản cũ", expire_at=noon)
    story.title, story.go_live_at, story.expire_at = "Bản mới", noon + HOUR, None
    story.save_revision().publish()
    read = FakeClock(noon)
    assert read.run() == {Outcome.TAKEN_OFF: 1}
    assert read.run(hours=1) == {Outcome.PUBLISHED: 1}
    done = reload(story)
    assert (done.live, done.expired, done.title) == (True, False, "Bản mới")


def test_end_and_new_version_both_missed_leave_the_new_version_public(room: NewsroomPage, noon: datetime) -> None:
    story = factory.make_article(room, "Bản cũ", expire_at=noon)
    story.title, story.go_live_at, story.expire_at = "Bản mới", noon + HOUR, None
    story.save_revision().publish()
    FakeClock(noon + 5 * HOUR).run()
    done = reload(story)
    assert (done.live, done.title) == (True, "Bản mới")


def test_an_end_is_kept_although_the_new_version_fails(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = factory.make_article(room, "Bản cũ", expire_at=noon)
    story.title, story.go_live_at, story.expire_at = "Bản mới", noon + HOUR, None
    story.save_revision().publish()

    def refuse(sender: Any, instance: Any, **_kwargs: Any) -> None:
        if instance.live:
            raise RuntimeError

    pre_save.connect(refuse, sender=ArticlePage, weak=False, dispatch_uid="poison")
    assert FakeClock(noon + 5 * HOUR).run() == {Outcome.TAKEN_OFF: 1, Outcome.FAILED: 1}
    assert not reload(story).live


def test_both_languages_go_public(room: NewsroomPage, noon: datetime) -> None:
    story = plan(room, "Tin", noon)
    english = factory.translate(story, "Story", go_live_at=noon)
    assert not english.live
    assert FakeClock(noon).run() == {Outcome.PUBLISHED: 2}
    assert live_titles() == ["Story", "Tin"]


def test_a_version_in_a_workflow_goes_public_and_ends_it(site: Site, noon: datetime) -> None:
    from news.domain import stories

    found = factory.make_newsroom(site)
    story = factory.make_article(found.page, "Tin", live=False, go_live_at=noon)
    stories.hand_in(article=story, by=found.editor)
    assert not FakeClock(noon).run(), "what nobody approved is not public"
    factory.approve_all(story, found.chief, factory.make_user("tong-2@example.org", roles.chiefs_group(found.page)))
    assert Revision.objects.filter(approved_go_live_at=noon).exists()
    assert FakeClock(noon).run() == {Outcome.PUBLISHED: 1}
    assert reload(story).live
    assert not reload(story).workflow_in_progress


def test_a_rule_of_a_room_holds_back_and_alarms_nobody(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = plan(room, "Cấm đăng trước", noon)
    until = noon + HOUR
    monkeypatch.setattr(holds, "_RULES", [])
    holds.register(lambda page, now: holds.Hold("Chưa hết cấm đăng.", until) if now < until else None)
    read = FakeClock(noon)
    assert read.run() == {Outcome.HELD: 1}
    row = ScheduleTrouble.objects.get()
    assert (row.is_held, row.reason_vi, row.attempts) == (True, "Chưa hết cấm đăng.", 0)
    assert standing.of(now=noon + 10 * MINUTE).overdue == 0
    assert not OutgoingMail.objects.filter(kind="pages/emails/publishing_failed").exists()
    read.at = until
    assert read.run() == {Outcome.HELD: 1}, "by this machine's clock it is still too early"
    monkeypatch.setattr("django.utils.timezone.now", lambda: until)
    assert read.run(minutes=1) == {Outcome.PUBLISHED: 1}
    assert reload(story).live
    assert not ScheduleTrouble.objects.exists()


def test_five_hundred_due_items_are_read_in_steps(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.pages.schedule import acting, items

    plan(room, "Tin", noon)
    template = Revision.objects.get(approved_go_live_at=noon)
    Revision.objects.bulk_create(
        Revision(
            content_type=template.content_type,
            base_content_type=template.base_content_type,
            object_id=str(10_000 + number),
            created_at=clock.now(),
            object_str="x",
            content={},
            approved_go_live_at=noon + timedelta(seconds=number // 3),
        )
        for number in range(499)
    )
    sizes: list[int] = []
    monkeypatch.setattr(items, "STEP", 50)
    monkeypatch.setattr(acting, "act", lambda item, now: sizes.append(1) or Outcome.GONE)
    with connection.execute_wrapper(_longest(rows := [])):
        assert FakeClock(noon + HOUR).run() == {Outcome.GONE: 500}
    assert len(sizes) == 500
    assert max(rows) <= 50


def _longest(rows: list[int]) -> Any:
    """Note of how many due versions each query asks at most."""

    def wrap(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "approved_go_live_at" in sql and (found := re.search(r"LIMIT (\d+)$", sql)):
            rows.append(int(found[1]))
        return execute(sql, params, many, context)

    return wrap


def test_the_command_does_the_same_and_fails_where_something_failed(
    room: NewsroomPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = plan(room, "Tốt", at_noon()), plan(room, "Hỏng", at_noon())
    poison(monkeypatch, bad)
    Revision.objects.update(approved_go_live_at=clock.now() - HOUR)
    Revision.objects.filter(object_id=str(room.pk)).update(approved_go_live_at=None)
    Revision.objects.exclude(object_id__in=[str(good.pk), str(bad.pk)]).update(approved_go_live_at=None)
    with pytest.raises(CommandError):
        call_command("publish_due")
    assert live_titles() == ["Tốt"]
    run = JobRun.objects.get(name=runner.NAME)
    assert (run.is_ok, run.counts) == (False, {"published": 1, "failed": 1})


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE pages_scheduletrouble SET action = 'x'",
        "UPDATE pages_scheduletrouble SET error = ''",
        "UPDATE pages_scheduletrouble SET attempts = 0",
    ],
)
def test_the_database_refuses_a_trouble_that_says_nothing(
    room: NewsroomPage, noon: datetime, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    poison(monkeypatch, plan(room, "Hỏng", noon))
    FakeClock(noon).run()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)


def test_pauses_double_up_to_an_hour() -> None:
    assert [troubles.pause_after(number) // MINUTE for number in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]
