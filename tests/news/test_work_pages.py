""" "My work" and the page of one story in its approval."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from news.desk.enums import Priority
from news.domain import assignments, stories
from news.models import ArticlePage, StepAssignment, WorkPreference
from portal.kernel import clock
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _client, _form

WORK = "/admin/news/my-work/"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _handed_in(room: factory.Newsroom, title: str = "Bài chờ", **fields: Any) -> ArticlePage:
    article = factory.make_article(room.page, title, live=False, owner=room.reporter, **fields)
    stories.hand_in(article=article, by=room.reporter)
    return ArticlePage.objects.get(pk=article.pk)


def _shown(person: Any, part: str = "") -> str:
    return _client(person).get(f"{WORK}?show={part}").content.decode()


def _act(person: Any, article: ArticlePage, action: str, **fields: Any) -> Any:
    step = fields.pop("step", None) or ArticlePage.objects.get(pk=article.pk).current_workflow_task_state.pk
    return _client(person).post(f"{WORK}{article.pk}/", {"action": action, "act-step": step, **fields}, follow=True)


def test_each_finds_the_own_work(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    article = _handed_in(room)
    for person, waits in ((room.editor, True), (room.chief, True), (room.legal, False), (other.chief, False)):
        assert ("Bài chờ" in _shown(person, "waiting")) is waits
    assert "Bài chờ" in _shown(room.reporter, "mine")
    assert "Bài chờ" in _shown(room.editor, "running")
    assert "Bài chờ" not in _shown(other.editor, "running")
    due = clock.now() + timedelta(hours=1)
    assignments.assign(article=article, by=room.chief, assignee=room.chief, due_at=due, priority=Priority.URGENT)
    StepAssignment.objects.update(due_at=factory.days_ago(1))
    assert "Bài chờ" not in _shown(room.editor, "waiting"), "it was given to somebody else"
    assert "Bài chờ" in _shown(room.chief, "late")
    assert "Bài chờ" in _shown(room.reporter, "late")
    assert "Bài chờ" not in _client(room.chief).get(f"{WORK}?show=waiting&priority=low").content.decode()


def test_home_and_menu_say_how_much_waits(room: factory.Newsroom) -> None:
    _handed_in(room)
    home = _client(room.chief).get("/admin/").content.decode()
    assert "Việc của tôi (1)" in home
    assert "Bài chờ" in home


def test_people_outside_newsrooms_have_no_work_page(site: Site) -> None:
    person = factory.make_user("ngoai@example.org")
    assert _client(person).get(WORK).status_code in {302, 404}


def test_story_goes_through_all_steps_on_its_page(room: factory.Newsroom) -> None:
    article = _handed_in(room, process="broadcast")
    for person in (room.editor, room.chief, room.legal, room.chief):
        assert "Bài chờ" in _shown(person, "waiting")
        answer = _act(person, article, "approve", **{"act-comment": ""})
        assert answer.status_code == 200
    assert ArticlePage.objects.get(pk=article.pk).live
    assert _client(room.legal).get(f"{WORK}{article.pk}/").status_code == 404


def test_lawyer_reads_a_story_in_the_legal_step_only(room: factory.Newsroom) -> None:
    article = _handed_in(room, process="broadcast")
    client = _client(room.legal)
    url = f"{WORK}{article.pk}/"
    assert client.get(url).status_code == 404
    stories.approve(article=article, by=room.editor)
    stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.chief)
    task = ArticlePage.objects.get(pk=article.pk).current_workflow_task
    assert client.get(url).status_code == 200
    assert client.get(f"/admin/pages/workflow/preview/{article.pk}/{task.pk}/").status_code == 200
    assert client.get(f"/admin/pages/{article.pk}/edit/").status_code in {302, 403}
    assert (
        "stop" not in client.get(url).content.decode().partition("</header>")[2].partition('action" value="cancel')[1]
    )


def test_return_without_reason_says_so_beside_the_field_and_with_one_reaches_the_author(room: factory.Newsroom) -> None:
    article = _handed_in(room)
    assert _act(room.editor, article, "return", **{"act-comment": ""}).status_code == 422
    _act(room.editor, article, "return", **{"act-comment": "Thiếu nguồn."})
    assert "Thiếu nguồn." in _shown(room.reporter, "returned")
    told = _client(room.reporter).get(f"{WORK}{article.pk}/").content.decode()
    assert "Bị trả lại" in told
    assert "Đã từ chối" not in told
    answer = _client(room.reporter).post(f"{WORK}{article.pk}/", {"action": "hand_in"}, follow=True)
    assert answer.status_code == 200
    assert ArticlePage.objects.get(pk=article.pk).workflow_in_progress


def test_second_press_is_told_and_approves_no_later_step(room: factory.Newsroom) -> None:
    article = _handed_in(room, process="short")
    step = article.current_workflow_task_state.pk
    _act(room.chief, article, "approve", step=step)
    again = _act(room.chief, article, "approve", step=step)
    assert "Lần bấm này không thay đổi gì" in again.content.decode()
    assert not ArticlePage.objects.get(pk=article.pk).live
    old = _client(room.chief).post(
        f"/admin/pages/workflow/action/{article.pk}/approve/{step}/", {"comment": ""}, follow=True
    )
    assert "Lần bấm này không thay đổi gì" in old.content.decode()
    _client(room.chief).post(
        f"/admin/pages/{article.pk}/edit/",
        _form(story_step=step, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
    )
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_form_of_the_story_returns_nothing_without_a_reason(room: factory.Newsroom) -> None:
    article = _handed_in(room)
    form = _client(room.editor).get(f"/admin/pages/{article.pk}/edit/").content.decode()
    assert f'name="story_step" value="{article.current_workflow_task_state.pk}"' in form
    _client(room.editor).post(
        f"/admin/pages/{article.pk}/edit/",
        _form(**{"action-workflow-action": "1", "workflow-action-name": "reject", "workflow-action-extra-data": "{}"}),
    )
    assert ArticlePage.objects.get(pk=article.pk).workflow_in_progress
    _client(room.editor).post(
        f"/admin/pages/workflow/action/{article.pk}/reject/{article.current_workflow_task_state.pk}/", {"comment": " "}
    )
    assert ArticlePage.objects.get(pk=article.pk).workflow_in_progress


def test_way_cannot_change_while_the_story_is_on_it(room: factory.Newsroom) -> None:
    article = _handed_in(room)
    answer = _client(room.editor).post(f"/admin/pages/{article.pk}/edit/", _form(process="short"))
    assert "process" in answer.context["form"].errors


def test_stopping_is_offered_to_those_who_may(room: factory.Newsroom) -> None:
    article = _handed_in(room)
    for person in (room.reporter, room.editor, room.chief):
        assert 'value="cancel"' in _client(person).get(f"{WORK}{article.pk}/").content.decode()
        assert "action-cancel-workflow" not in _client(person).get(f"/admin/pages/{article.pk}/edit/").content.decode()
    _client(room.reporter).post(f"/admin/pages/{article.pk}/edit/", _form(**{"action-cancel-workflow": "1"}))
    assert ArticlePage.objects.get(pk=article.pk).workflow_in_progress, "not without a reason"
    answer = _client(room.reporter).post(
        f"{WORK}{article.pk}/", {"action": "cancel", "cancel-reason": "Viết thêm."}, follow=True
    )
    assert answer.status_code == 200
    assert not ArticlePage.objects.get(pk=article.pk).workflow_in_progress


def test_assigning_on_the_page(room: factory.Newsroom) -> None:
    article = _handed_in(room)
    step = article.current_workflow_task_state
    fields = {
        "action": "assign",
        "assign-step": step.pk,
        "assign-assignee": room.editor.pk,
        "assign-due_at": "01/12/2035 10:00",
        "assign-priority": "high",
    }
    assert _client(room.reporter).post(f"{WORK}{article.pk}/", fields).status_code == 302
    assert step.story_assignment.assignee is None
    _client(room.chief).post(f"{WORK}{article.pk}/", fields)
    step.story_assignment.refresh_from_db()
    assert step.story_assignment.assignee == room.editor
    assert step.story_assignment.priority == "high"


def test_foreign_stories_and_choices_of_mails(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    colleague = factory.make_user("phong-vien-2@bao-thu.example", "Báo Thử – phóng viên")
    article = _handed_in(room)
    for person in (other.chief, other.reporter, other.legal, room.legal, colleague):
        client = _client(person)
        assert client.get(f"{WORK}{article.pk}/").status_code == 404
        assert client.post(f"{WORK}{article.pk}/", {"action": "cancel", "cancel-reason": "x"}).status_code == 404
    _client(room.reporter).post(f"{WORK}mails/", {"is_daily": "1"})
    assert WorkPreference.objects.get(user=room.reporter).is_daily
    assert _client(room.reporter).get(f"{WORK}mails/").status_code == 302


@pytest.mark.parametrize("part", ["waiting", "mine", "returned", "running", "topics"])
def test_work_costs_the_same_for_one_and_for_ten(room: factory.Newsroom, part: str) -> None:
    def cost() -> int:
        client = _client(room.editor if part in {"waiting", "running", "topics"} else room.reporter)
        client.get(f"{WORK}?show={part}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{WORK}?show={part}").status_code == 200
        return len(queries)

    def make(number: int) -> None:
        _handed_in(room, f"Bài {number}")
        returned = _handed_in(room, f"Trả {number}")
        stories.send_back(article=returned, by=room.chief, comment="Sửa.")

    make(0)
    one = cost()
    for number in range(1, 10):
        make(number)
    assert cost() == one


def test_menu_counts_what_waits_and_what_came_back(room: factory.Newsroom) -> None:
    """Topics and one's own stories on their way are other lists: they do not make the number bigger."""
    _handed_in(room)
    own = factory.make_article(room.page, "Bài bị trả", live=False, owner=room.editor)
    stories.hand_in(article=own, by=room.editor)
    stories.send_back(article=ArticlePage.objects.get(pk=own.pk), by=room.chief, comment="Thiếu nguồn.")
    answer = _client(room.editor).get(WORK)
    parts = {part["view"]: part["count"] for part in answer.context["parts"]}
    assert (parts["waiting"], parts["returned"]) == (1, 1)
    assert answer.context["shown"] == "waiting"
    assert "Việc của tôi (2)" in _client(room.editor).get("/admin/").content.decode()


def test_whose_story_came_back_finds_it_first_where_nothing_else_waits(room: factory.Newsroom) -> None:
    article = _handed_in(room)
    assert _client(room.reporter).get(WORK).context["shown"] == "waiting"
    stories.send_back(article=article, by=room.chief, comment="Thiếu nguồn.")
    assert _client(room.reporter).get(WORK).context["shown"] == "returned"
    assert _client(room.reporter).get(f"{WORK}?show=waiting").context["shown"] == "waiting"
    assert "Việc của tôi (1)" in _client(room.reporter).get("/admin/").content.decode()


def test_writing_a_story_begins_at_my_work(site: Site, room: factory.Newsroom) -> None:
    add = f"/admin/pages/add/news/articlepage/{room.page.pk}/"
    for person in (room.reporter, room.editor, room.chief):
        assert f'href="{add}"' in _shown(person)
        assert _client(person).get(add).status_code == 200
    assert "articlepage" not in _shown(room.legal).partition('class="desk"')[2]
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    assert f"/articlepage/{other.page.pk}/" not in _shown(room.editor)


def test_button_for_handing_in_does_not_name_a_way_that_the_form_may_change(room: factory.Newsroom) -> None:
    client = _client(room.editor)
    new = client.get(f"/admin/pages/add/news/articlepage/{room.page.pk}/").content.decode()
    article = factory.make_article(room.page, "Bài", live=False, owner=room.editor, process="short")
    form = client.get(f"/admin/pages/{article.pk}/edit/").content.decode()
    for shown in (new, form):
        assert 'name="action-submit"' in shown
        assert "Gửi duyệt" in shown
        assert "Báo Thử – " not in shown.partition("actions--primary")[2].partition("</footer>")[0]
