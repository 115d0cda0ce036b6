"""Rules of the desk: assignments, returns that reach the author, stopping, mails at once or daily, steps that change."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from wagtail.models import Site, TaskState, WorkflowTask

from news import roles
from news.desk import processes
from news.desk.enums import Priority, StoryProcess
from news.domain import assignments, newsrooms, preferences, stories
from news.enums import ArticleKind
from news.models import ArticlePage, StepAssignment, StoryTask, WorkNotice
from portal.accounts.domain import roles as roles_domain
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def handed_in(room: factory.Newsroom) -> ArticlePage:
    """A reporter's article in its first step; the mails of that are gone."""
    article = factory.make_article(room.page, "Bài của phóng viên", live=False, owner=room.reporter)
    stories.hand_in(article=article, by=room.reporter)
    return _again(article)


def _again(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def _step(article: ArticlePage) -> TaskState:
    return _again(article).current_workflow_task_state


def _told() -> dict[str, str]:
    """Return who was told what, and forget it."""
    found = {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}
    mail.outbox.clear()
    return found


def test_ways_have_their_steps_and_roles_are_as_declared(room: factory.Newsroom) -> None:
    assert roles_domain.drift(declared=[roles.declared()]) == []
    for way, count in ((StoryProcess.SHORT, 2), (StoryProcess.ARTICLE, 4), (StoryProcess.BROADCAST, 4)):
        article = factory.make_article(room.page, f"Bài {way}", live=False, process=way)
        assert article.get_workflow().workflow_tasks.count() == count == len(processes.STEPS[way])


def test_drift_names_a_step_with_other_groups_or_settings(room: factory.Newsroom) -> None:
    task = StoryTask.objects.filter(asks_for_another=True).first()
    assert task is not None
    StoryTask.objects.filter(pk=task.pk).update(asks_for_another=False)
    task.groups.clear()
    found = roles_domain.drift(declared=[roles.declared()])
    assert [line.partition("' ")[2] for line in found] == ["is approved by []", "has asks_for_another False"]
    newsrooms.furnish(newsroom=room.page)
    assert roles_domain.drift(declared=[roles.declared()]) == []


@pytest.mark.parametrize(
    ("kind", "way"), [("story", "article"), ("gallery", "article"), ("video", "broadcast"), ("live", "broadcast")]
)
def test_kind_suggests_the_way_and_the_writer_may_choose(kind: str, way: str) -> None:
    assert ArticlePage(kind=kind).way == way
    assert ArticlePage(kind=kind, process="short").way == "short"


def test_handing_in_tells_the_people_of_the_step_only(room: factory.Newsroom) -> None:
    mail.outbox.clear()
    article = factory.make_article(room.page, "Bài", live=False, owner=room.editor)
    stories.hand_in(article=article, by=room.editor)
    assert set(_told()) == {room.chief.email}


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_return_at_any_step_reaches_author_and_who_handed_in(room: factory.Newsroom, steps: int) -> None:
    article = factory.make_article(room.page, "Bài", live=False, owner=room.reporter)
    second = factory.make_user("bien-tap-2@bao-thu.example", roles.editors_group(room.page))
    stories.hand_in(article=article, by=second)
    for _number in range(steps):
        story = _again(article)
        actors = (room.editor, room.chief)
        by = next(one for one in actors if story.current_workflow_task.get_actions(story, one))
        stories.approve(article=story, by=by)
    story = _again(article)
    by = next(one for one in (room.chief, room.editor) if story.current_workflow_task.get_actions(story, one))
    mail.outbox.clear()

    stories.send_back(article=story, by=by, comment="Thiếu nguồn ở đoạn hai.")

    told = _told()
    assert set(told) == {room.reporter.email, second.email}
    assert all("Thiếu nguồn ở đoạn hai." in words and by.get_full_name() in words for words in told.values())
    stories.hand_in(article=_again(article), by=room.reporter)
    assert _step(article).task_id == story.current_workflow_task.pk, "it goes on in the step that returned it"


def test_approval_with_comment_is_told_and_without_is_not(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    mail.outbox.clear()
    stories.approve(article=handed_in, by=room.editor, comment="Mở bài hay.")
    assert "Mở bài hay." in _told()[room.reporter.email]
    stories.approve(article=_again(handed_in), by=room.chief)
    assert room.reporter.email not in _told()


def test_publication_is_told_to_the_author_in_the_authors_language(room: factory.Newsroom) -> None:
    type(room.reporter).objects.filter(pk=room.reporter.pk).update(language="en")
    article = factory.make_article(room.page, "Tin", live=False, owner=room.reporter, process="short")
    stories.hand_in(article=article, by=room.reporter)
    stories.approve(article=_again(article), by=room.chief)
    mail.outbox.clear()
    stories.approve(article=_again(article), by=room.chief, comment="Good.")
    told = _told()
    assert set(told) == {room.reporter.email}
    assert "is public now" in told[room.reporter.email]
    assert "Good." in told[room.reporter.email]


def test_return_without_reason_changes_nothing(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    with pytest.raises(errors.DomainError) as refused:
        stories.send_back(article=handed_in, by=room.editor, comment="  ")
    assert refused.value.field == "comment"
    assert _step(handed_in).status == "in_progress"


def test_second_of_two_people_is_told_who_was_first(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    seen = _step(handed_in).pk
    stories.approve(article=_again(handed_in), by=room.editor, step=seen)
    for act in (
        lambda: stories.approve(article=_again(handed_in), by=room.chief, step=seen),
        lambda: stories.send_back(article=_again(handed_in), by=room.chief, comment="Không.", step=seen),
    ):
        with pytest.raises(errors.IllegalMoveError) as refused:
            act()
        assert room.editor.get_full_name() in str(refused.value)
    assert TaskState.objects.filter(status="approved").count() == 1


def test_stopping_is_for_author_editors_and_chiefs_and_tells_the_reason(
    site: Site, room: factory.Newsroom, handed_in: ArticlePage
) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    colleague = factory.make_user("phong-vien-2@bao-thu.example", roles.reporters_group(room.page))
    for person in (room.legal, colleague, other.chief, other.editor):
        with pytest.raises(errors.NotAllowedError):
            stories.cancel(article=handed_in, by=person, reason="Dừng.")
    with pytest.raises(errors.DomainError):
        stories.cancel(article=handed_in, by=room.reporter, reason=" ")
    mail.outbox.clear()
    stories.cancel(article=handed_in, by=room.editor, reason="Chờ kết luận.")
    told = _told()
    assert set(told) == {room.reporter.email, room.chief.email}
    assert all("Chờ kết luận." in words for words in told.values())
    assert not _again(handed_in).live
    with pytest.raises(errors.IllegalMoveError):
        stories.cancel(article=_again(handed_in), by=room.chief, reason="Nữa.")
    stories.hand_in(article=_again(handed_in), by=room.reporter)
    stories.cancel(article=_again(handed_in), by=room.reporter, reason="Viết thêm.")


def test_assignment_is_for_people_of_the_step_and_has_a_time(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    assignment = StepAssignment.objects.get(task_state=_step(handed_in))
    assert abs(assignment.due_at - clock.now() - timedelta(hours=8)) < timedelta(minutes=1)
    due = clock.now() + timedelta(hours=1)
    for person in (room.reporter, room.legal):
        with pytest.raises(errors.DomainError):
            assignments.assign(article=handed_in, by=room.chief, assignee=person, due_at=due, priority=Priority.HIGH)
    for person in (room.reporter, room.legal):
        with pytest.raises(errors.NotAllowedError):
            assignments.assign(article=handed_in, by=person, assignee=room.editor, due_at=due, priority=Priority.HIGH)
    mail.outbox.clear()
    assignments.assign(article=handed_in, by=room.chief, assignee=room.editor, due_at=due, priority=Priority.URGENT)
    assert set(_told()) == {room.editor.email}
    stories.approve(article=_again(handed_in), by=room.editor)
    following = StepAssignment.objects.get(task_state=_step(handed_in))
    assert following.priority == Priority.URGENT
    assert following.assignee is None


def test_daily_mail_gathers_and_is_sent_once(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    preferences.choose(user=room.reporter, is_daily=True)
    mail.outbox.clear()
    stories.approve(article=handed_in, by=room.editor, comment="Tốt.")
    stories.send_back(article=_again(handed_in), by=room.chief, comment="Sửa tít.")
    assert room.reporter.email not in _told()
    call_command("send_work_digests")
    told = _told()
    assert set(told) == {room.reporter.email}
    assert "Sửa tít." in told[room.reporter.email]
    assert "Tốt." in told[room.reporter.email]
    call_command("send_work_digests")
    assert _told() == {}
    assert not WorkNotice.objects.exists()


def test_daily_mail_leaves_out_what_waits_no_longer(room: factory.Newsroom) -> None:
    preferences.choose(user=room.editor, is_daily=True)
    done, waiting = (
        factory.make_article(room.page, title, live=False, owner=room.reporter) for title in ("Xong rồi", "Còn chờ")
    )
    for article in (done, waiting):
        stories.hand_in(article=article, by=room.reporter)
    stories.send_back(article=_again(done), by=room.chief, comment="Sửa.")
    mail.outbox.clear()
    call_command("send_work_digests")
    told = _told()[room.editor.email]
    assert "Còn chờ" in told
    assert "Xong rồi" not in told
    assert "/admin/news/my-work/mails/" in told
    due = StepAssignment.objects.get(task_state=_step(waiting)).due_at
    with translation.override(room.editor.language):
        assert date_format(clock.local(due), "DATETIME_FORMAT") in told
    assert not WorkNotice.objects.exists()


def test_daily_mail_tells_once_of_a_step_that_was_given_to_its_reader(
    room: factory.Newsroom, handed_in: ArticlePage
) -> None:
    preferences.choose(user=room.editor, is_daily=True)
    stories.send_back(article=handed_in, by=room.chief, comment="Sửa.")
    stories.hand_in(article=_again(handed_in), by=room.reporter)
    due = clock.now() + timedelta(hours=1)
    assignments.assign(
        article=_again(handed_in), by=room.chief, assignee=room.editor, due_at=due, priority=Priority.NORMAL
    )
    mail.outbox.clear()
    call_command("send_work_digests")
    assert _told()[room.editor.email].count("/admin/news/my-work/" + str(handed_in.pk)) == 1


def test_nobody_is_given_a_time_that_is_over(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    over = clock.now() - timedelta(hours=1)
    given = {"article": handed_in, "by": room.chief, "assignee": room.editor, "priority": Priority.HIGH}
    with pytest.raises(errors.DomainError) as refused:
        assignments.assign(due_at=over, **given)
    assert refused.value.field == "due_at"
    StepAssignment.objects.update(due_at=over)
    kept = assignments.assign(due_at=over.replace(second=0, microsecond=0), **given)
    assert kept.assignee == room.editor


def test_link_of_the_daily_mail_leads_to_the_choice(client: Client, room: factory.Newsroom) -> None:
    client.force_login(room.editor)
    answer = client.get("/admin/news/my-work/mails/", follow=True)
    assert answer.redirect_chain == [("/admin/news/my-work/#desk-mails", 302)]
    assert 'id="desk-mails"' in answer.content.decode()


def test_nobody_who_left_is_told(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    room.reporter.groups.clear()
    mail.outbox.clear()
    stories.send_back(article=handed_in, by=room.editor, comment="Sửa.")
    assert _told() == {}


def test_story_moves_on_when_its_step_goes_out_of_use(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    first = _step(handed_in)
    mail.outbox.clear()
    first.task.specific.deactivate()
    following = _step(handed_in)
    assert following.task_id != first.task_id
    assert room.reporter.email in _told()
    with pytest.raises(errors.IllegalMoveError):
        stories.approve(article=_again(handed_in), by=room.editor, step=first.pk)


def test_last_step_out_of_use_publishes_nothing(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin", live=False, owner=room.reporter, process="short")
    stories.hand_in(article=article, by=room.reporter)
    stories.approve(article=_again(article), by=room.editor)
    _step(article).task.specific.deactivate()
    story = _again(article)
    assert not story.live
    assert story.current_workflow_state is None
    assert story.title == "Tin"
    newsrooms.furnish(newsroom=room.page)
    stories.hand_in(article=_again(article), by=room.reporter)
    assert factory.approve_all(article, room.editor, room.chief).live


def test_step_taken_out_of_the_way_moves_its_stories_on(
    room: factory.Newsroom, handed_in: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = dict(processes.STEPS)
    steps[StoryProcess.ARTICLE] = steps[StoryProcess.ARTICLE][2:]
    monkeypatch.setattr(processes, "STEPS", steps)
    newsrooms.furnish(newsroom=room.page)
    assert _step(handed_in).task.name.endswith("thư ký tòa soạn")
    assert factory.approve_all(handed_in, room.editor, room.chief).live


def test_step_removed_in_the_admin_moves_its_stories_on(
    room: factory.Newsroom, handed_in: ArticlePage, django_capture_on_commit_callbacks: Any
) -> None:
    first = _step(handed_in)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        handed_in.get_workflow().workflow_tasks.get(task_id=first.task_id).delete()
    assert _step(handed_in).task_id != first.task_id
    assert first.task.name in _told()[room.reporter.email]
    assert not _again(handed_in).live


def test_returned_story_whose_step_is_gone_starts_anew(room: factory.Newsroom, handed_in: ArticlePage) -> None:
    first = _step(handed_in)
    stories.send_back(article=handed_in, by=room.editor, comment="Sửa.")
    WorkflowTask.objects.filter(task_id=first.task_id).delete()
    stories.hand_in(article=_again(handed_in), by=room.reporter)
    assert _step(handed_in).task_id != first.task_id


def test_way_out_of_use_is_said_and_keeps_the_draft(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin", live=False, owner=room.reporter)
    article.get_workflow().deactivate()
    with pytest.raises(errors.DomainError) as refused:
        stories.hand_in(article=_again(article), by=room.reporter)
    assert refused.value.field == "process"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE news_stepassignment SET priority = 'soon'",
        "UPDATE news_storytask SET minutes = 0",
        "UPDATE news_articlepage SET process = 'own'",
    ],
)
def test_database_refuses_what_no_rule_writes(handed_in: ArticlePage, change: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("change", ["kind = 'gossip'", "article_id = NULL"])
def test_database_refuses_notices_about_nothing(handed_in: ArticlePage, change: str) -> None:
    WorkNotice.objects.create(
        recipient=handed_in.owner, kind="waiting", article=handed_in, told_by=None, happened_at=clock.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_worknotice SET {change}")


def test_editor_ends_a_broadcast_on_air_at_once_and_in_every_version(client: Client, room: factory.Newsroom) -> None:
    now = clock.now()
    story = factory.make_article(
        room.page, "Trực tiếp", kind=ArticleKind.LIVE, live_starts_at=now - timedelta(hours=1), owner=room.reporter
    )
    story.lead = "Bản nháp chưa duyệt."
    story.save_revision()
    with pytest.raises(errors.NotAllowedError):
        stories.end_broadcast(article=story, by=room.reporter)
    client.force_login(room.editor)
    address = f"/admin/news/my-work/{story.pk}/"
    assert "end_broadcast" in client.get(address).content.decode()
    assert address in client.get(f"/admin/pages/{story.pk}/edit/").content.decode()
    client.post(address, {"action": "end_broadcast"})
    ended = _again(story)
    assert ended.live_ends_at is not None
    assert ended.lead != story.lead
    assert ended.get_latest_revision_as_object().live_ends_at == ended.live_ends_at
    assert ended.get_latest_revision_as_object().lead == story.lead
    assert "end_broadcast" not in client.get(address).content.decode()
    with pytest.raises(errors.IllegalMoveError):
        stories.end_broadcast(article=ended, by=room.editor)
