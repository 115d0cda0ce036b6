"""What editors see of planned publishing: panel, list, sentences in form and explorer, trying again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Revision, Site

from news.models import ArticlePage
from portal.kernel import clock
from portal.operations import jobs
from portal.pages.schedule import runner, sentences, standing
from portal.pages.schedule.enums import ScheduledAction
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _form
from tests.pages.schedule.helpers import HOUR, at_noon, plan, poison, reload


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture(autouse=True)
def _no_poison() -> Iterator[None]:
    yield
    pre_save.disconnect(sender=ArticlePage, dispatch_uid="poison")


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def overdue(story: ArticlePage) -> None:
    Revision.objects.filter(object_id=str(story.pk), approved_go_live_at__isnull=False).update(
        approved_go_live_at=clock.now() - HOUR
    )


def retry_address(story: ArticlePage) -> str:
    return sentences.retry_url(ScheduledAction.GO_LIVE, story)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def index_address() -> str:
    return reverse("portal_schedule:index")


def test_sentences_say_day_hour_and_distance_in_both_languages() -> None:
    now = clock.at(clock.today(), 11, 0)
    at = now + 3 * HOUR
    day = clock.local(at).date()
    with translation.override("vi"):
        said = sentences.planned(ScheduledAction.GO_LIVE, at, now=now)
        assert said == f"Sẽ đăng lúc 14:00 ngày {day.day}/{day.month}/{day.year} (còn 3 giờ)."
        assert sentences.planned(ScheduledAction.TAKE_OFF, at, now=now).startswith("Sẽ gỡ lúc 14:00 ngày ")
    with translation.override("en"):
        assert sentences.planned(ScheduledAction.GO_LIVE, at, now=now).endswith(" (in 3 hours).")


def test_the_form_says_when_and_the_list_of_pages_too(room: factory.Newsroom) -> None:
    story = plan(room.page, "Sắp đăng", at_noon())
    assert "Sẽ đăng lúc" in text_of(desk(room.chief), reverse("wagtailadmin_pages:edit", args=[story.pk]))
    listed = text_of(desk(room.editor), reverse("wagtailadmin_explore", args=[room.page.pk]))
    assert "Sẽ đăng lúc" in listed


def test_the_form_says_why_not_and_offers_another_try_to_those_who_may_publish(
    room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = plan(room.page, "Hỏng", at_noon())
    overdue(story)
    poison(monkeypatch, story, ValidationError("Ghi nguồn của ảnh."))
    runner.run()
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    chief, editor = text_of(desk(room.chief), address), text_of(desk(room.editor), address)
    for shown in (chief, editor):
        assert "chưa đăng được: Ghi nguồn của ảnh." in shown
    assert retry_address(story) in chief
    assert retry_address(story) not in editor


def test_the_panel_tells_of_a_scheduler_that_stays_away(room: factory.Newsroom) -> None:
    home = reverse("wagtailadmin_home")
    chief = desk(room.chief)
    assert "Bộ hẹn giờ không chạy" in text_of(chief, home)
    runner.run()
    assert "Bộ hẹn giờ không chạy" not in text_of(chief, home)
    long_ago = clock.now() - timedelta(minutes=3)
    jobs.record(name=runner.NAME, started_at=long_ago, finished_at=long_ago, is_ok=True, counts={})
    assert "Bộ hẹn giờ không chạy" in text_of(chief, home)
    assert "Hẹn giờ đăng, gỡ" not in text_of(desk(room.editor), home)


def test_the_watch_hears_of_late_and_failed(room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    assert standing.watch() == "late"
    runner.run()
    assert standing.watch() == "ok"
    story = plan(room.page, "Hỏng", at_noon())
    overdue(story)
    assert standing.watch() == "late"
    poison(monkeypatch, story)
    runner.run()
    assert standing.watch() == "failed"
    assert Client().get("/readyz").json()["schedule"] == "failed"


def test_trying_again_publishes_what_is_overdue(room: factory.Newsroom) -> None:
    story = plan(room.page, "Trễ", at_noon())
    chief = desk(room.chief)
    assert chief.get(retry_address(story)).status_code == 404, "not due yet"
    overdue(story)
    assert "Trễ" in text_of(chief, retry_address(story))
    assert not reload(story).live, "asking changes nothing"
    assert chief.post(retry_address(story), follow=True).status_code == 200
    assert reload(story).live


def test_trying_again_in_vain_says_so_and_keeps_the_time(
    room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = plan(room.page, "Hỏng", at_noon())
    overdue(story)
    poison(monkeypatch, story, ValidationError("Ghi nguồn của ảnh."))
    shown = desk(room.chief).post(retry_address(story), follow=True).content.decode()
    assert "Ghi nguồn của ảnh." in shown
    assert Revision.objects.filter(object_id=str(story.pk), approved_go_live_at__isnull=False).exists()


def test_others_find_nothing(room: factory.Newsroom, site: Site) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    story = plan(room.page, "Của báo", at_noon())
    overdue(story)
    assert "Của báo" in text_of(desk(room.chief), index_address())
    assert "Của báo" not in text_of(desk(other.chief), index_address())
    for person in (other.chief, room.editor):
        assert desk(person).get(retry_address(story)).status_code == 404
        assert desk(person).post(retry_address(story)).status_code == 404
    assert desk(room.editor).get(index_address()).status_code == 404
    assert not reload(story).live
    assert standing.of(other.chief).waiting == 0
    assert standing.of(room.chief).waiting == 1


def queries_of(client: Client, address: str) -> int:
    text_of(client, address)
    with CaptureQueriesContext(connection) as found:
        text_of(client, address)
    return len(found)


@pytest.mark.parametrize("name", ["portal_schedule:index", "wagtailadmin_home"])
def test_queries_do_not_grow_with_what_is_planned(room: factory.Newsroom, name: str) -> None:
    chief = desk(room.chief)
    plan(room.page, "Tin", at_noon())
    few = queries_of(chief, reverse(name))
    for number in range(9):
        plan(room.page, f"Tin {number}", at_noon(), expire_at=at_noon() + HOUR)
    assert queries_of(chief, reverse(name)) == few


def test_the_list_of_pages_asks_no_more_for_pages_that_are_planned(room: factory.Newsroom) -> None:
    chief, address = desk(room.chief), reverse("wagtailadmin_explore", args=[room.page.pk])
    for number in range(10):
        plan(room.page, f"Tin {number}", at_noon())
    planned = queries_of(chief, address)
    Revision.objects.update(approved_go_live_at=None)
    assert "Sẽ đăng lúc" not in text_of(chief, address)
    assert queries_of(chief, address) == planned


@pytest.mark.parametrize(
    "sent", [{"go_live_at": 3, "expire_at": 2}, {"expire_at": -2}], ids=["the wrong way round", "in the past"]
)
def test_refused_moment_is_named_above_the_form(room: factory.Newsroom, sent: dict[str, int]) -> None:
    """The fields themselves stand in a dialog that is closed."""
    moments = {name: f"{clock.local(clock.now() + hours * HOUR):%d/%m/%Y %H:%M}" for name, hours in sent.items()}
    answer = desk(room.chief).post(f"/admin/pages/add/news/articlepage/{room.page.pk}/", _form(**moments))
    assert answer.status_code == 200
    said = [str(message) for message in answer.context["messages"]]
    labels = answer.context["form"].fields
    for name in sent:
        assert any(line.strip().startswith(f"{labels[name].label}: ") for line in said), said


def test_only_one_button_of_the_form_has_the_key_that_saves(room: factory.Newsroom) -> None:
    story = factory.make_article(room.page, live=False)
    form = desk(room.chief).get(f"/admin/pages/{story.pk}/edit/").content.decode()
    assert "schedule-publishing-dialog" in form
    assert form.count('data-w-kbd-key-value="mod+s"') == 1
    assert "pages/editor" in form
