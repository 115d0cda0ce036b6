"""Nobody approves or publishes the own story, whichever way is tried."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale, Site

from news.desk.enums import StoryProcess
from news.domain import stories
from news.models import ArticlePage
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _add_url, _client, _form


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def own(room: factory.Newsroom) -> ArticlePage:
    """A draft of the chief editor."""
    article = factory.make_article(room.page, "Tin của sếp", live=False, owner=room.chief, process="short")
    article.save_revision(user=room.chief)
    return article


def _live(article: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=article.pk).live


def test_chief_cannot_publish_a_draft_directly(room: factory.Newsroom, own: ArticlePage) -> None:
    client = _client(room.chief)
    client.post(_add_url(room), _form(title="Đăng thẳng", **{"action-publish": "1"}))
    assert not ArticlePage.objects.get(title="Đăng thẳng").live
    client.post(f"/admin/pages/{own.pk}/edit/", _form(**{"action-publish": "1"}))
    assert not _live(own)
    of_editor = factory.make_article(room.page, "Của biên tập", live=False, owner=room.editor)
    client.post(f"/admin/pages/{of_editor.pk}/edit/", _form(**{"action-publish": "1"}))
    assert not _live(of_editor), "steps that the way asks for cannot be left out"


def test_chief_cannot_publish_by_copying(room: factory.Newsroom, own: ArticlePage) -> None:
    live = factory.make_article(room.page, "Bài đã đăng", owner=room.editor)
    for source in (own, live):
        _client(room.chief).post(
            f"/admin/pages/{source.pk}/copy/",
            {
                "new_title": f"Bản sao {source.pk}",
                "new_slug": f"ban-sao-{source.pk}",
                "new_parent_page": room.page.pk,
                "publish_copies": "on",
            },
        )
    assert not ArticlePage.objects.filter(title__startswith="Bản sao", live=True).exists()


def test_chief_cannot_publish_by_reverting(room: factory.Newsroom, own: ArticlePage) -> None:
    first = own.latest_revision_id
    own.save_revision(user=room.chief)
    _client(room.chief).post(
        f"/admin/pages/{own.pk}/revisions/{first}/revert/", _form(revision=first, **{"action-publish": "1"})
    )
    assert not _live(own)


def test_chief_cannot_publish_in_bulk(room: factory.Newsroom, own: ArticlePage) -> None:
    _client(room.chief).post(f"/admin/bulk/wagtailcore/page/publish/?id={own.pk}", {"include_descendants": "on"})
    _client(room.chief).post(f"/admin/bulk/wagtailcore/page/publish/?id={room.page.pk}", {"include_descendants": "on"})
    assert not _live(own)


def test_author_cannot_schedule(room: factory.Newsroom, own: ArticlePage) -> None:
    soon = clock.local(factory.days_ago(-1)).strftime("%d/%m/%Y %H:%M")
    _client(room.chief).post(f"/admin/pages/{own.pk}/edit/", _form(go_live_at=soon, **{"action-publish": "1"}))
    own.refresh_from_db()
    assert not own.live
    assert not own.approved_schedule


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_chief_cannot_act_on_the_own_story(room: factory.Newsroom, own: ArticlePage, action: str) -> None:
    stories.hand_in(article=own, by=room.chief)
    state = ArticlePage.objects.get(pk=own.pk).current_workflow_task_state
    _client(room.chief).post(f"/admin/pages/workflow/action/{own.pk}/{action}/{state.pk}/", {"comment": "Của tôi."})
    _client(room.chief).post(
        f"/admin/pages/{own.pk}/edit/",
        _form(**{"action-workflow-action": "1", "workflow-action-name": action}),
    )
    state.refresh_from_db()
    assert state.status == "in_progress"
    assert not _live(own)
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=ArticlePage.objects.get(pk=own.pk), by=room.chief)


def test_step_cannot_be_acted_in_under_the_name_of_another_story(room: factory.Newsroom, own: ArticlePage) -> None:
    other = factory.make_article(room.page, "Của biên tập", live=False, owner=room.editor, process="short")
    stories.hand_in(article=other, by=room.editor)
    stories.hand_in(article=own, by=room.chief)
    state = ArticlePage.objects.get(pk=own.pk).current_workflow_task_state
    _client(room.chief).post(f"/admin/pages/workflow/action/{other.pk}/approve/{state.pk}/", {"comment": ""})
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_writer_of_a_version_counts_as_author_but_a_reviewer_does_not(site: Site, room: factory.Newsroom) -> None:
    second = factory.make_user("bien-tap-2@bao-thu.example", f"{room.page.short_name} – biên tập viên")
    article = factory.make_article(room.page, "Chung tay", live=False, owner=room.reporter, process="short")
    article.save_revision(user=room.editor)
    stories.hand_in(article=article, by=room.reporter)
    article = ArticlePage.objects.get(pk=article.pk)
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=article, by=room.editor)
    article.save_revision(user=second)
    stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=second)
    assert ArticlePage.objects.get(pk=article.pk).current_workflow_task.name.endswith("tổng biên tập")


def test_second_check_asks_for_another_person(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Bài", live=False, owner=room.reporter, process=StoryProcess.ARTICLE)
    stories.hand_in(article=article, by=room.reporter)
    stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.editor)
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.editor)
    assert factory.approve_all(article, room.editor, room.chief).live


def test_broadcast_passes_the_lawyer_who_changes_no_words(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Phóng sự", live=False, owner=room.reporter, process="broadcast")
    stories.hand_in(article=article, by=room.reporter)
    stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.editor)
    stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.chief)
    article = ArticlePage.objects.get(pk=article.pk)
    assert article.current_workflow_task.name.endswith("pháp chế")
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=article, by=room.chief)
    for person in (room.legal, room.chief):
        assert article.get_lock().for_user(person)
    assert not article.permissions_for_user(room.legal).can_edit()
    stories.approve(article=article, by=room.legal)
    stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.chief)
    assert _live(article)


def test_chief_mends_a_live_story_of_others_and_not_the_own(room: factory.Newsroom) -> None:
    def rights(owner: Any) -> bool:
        article = factory.make_article(room.page, f"Bài của {owner.pk}", owner=owner)
        return article.permissions_for_user(room.chief).can_publish()

    assert rights(room.editor)
    assert not rights(room.chief)
    assert not factory.make_article(room.page, "Bài", owner=room.chief).permissions_for_user(room.editor).can_publish()


def test_operator_approves_stories_of_others_and_never_the_own(room: factory.Newsroom) -> None:
    operator = factory.make_user("van-hanh@example.org", is_superuser=True)
    for owner, may in ((room.editor, True), (operator, False)):
        article = factory.make_article(room.page, f"Bài của {owner.pk}", live=False, owner=owner, process="short")
        stories.hand_in(article=article, by=owner)
        story = ArticlePage.objects.get(pk=article.pk)
        if may:
            stories.approve(article=story, by=operator)
            continue
        with pytest.raises(errors.NotAllowedError):
            stories.approve(article=story, by=operator)


def test_operator_may_publish_and_the_log_names_the_operator(room: factory.Newsroom, own: ArticlePage) -> None:
    operator = factory.make_user("van-hanh@example.org", is_superuser=True)
    client = Client()
    client.force_login(operator)
    client.post(f"/admin/pages/{own.pk}/edit/", _form(**{"action-publish": "1"}))
    assert _live(own)
    assert ArticlePage.objects.get(pk=own.pk).get_latest_revision().user == operator


def test_chief_publishes_a_translation_of_others_only_and_only_of_what_is_public(room: factory.Newsroom) -> None:
    english = Locale.objects.get(language_code="en")

    def may(*, live: bool, translator: Any) -> bool:
        story = factory.make_article(room.page, f"Bài {translator} {live}", live=live, owner=room.reporter)
        page = story.copy_for_translation(english)
        page.title = "The story"
        page.save_revision(user=translator)
        return ArticlePage.objects.get(pk=page.pk).permissions_for_user(room.chief).can_publish()

    assert may(live=True, translator=room.editor)
    assert not may(live=True, translator=room.chief)
    assert not may(live=False, translator=room.editor)


def test_planned_story_goes_live_after_approval_only_and_a_chief_takes_it_back(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Hẹn giờ", live=False, owner=room.reporter, process="short")
    article.go_live_at = factory.days_ago(-1)
    article.save_revision(user=room.reporter)
    call_command("publish_scheduled")
    assert not ArticlePage.objects.get(pk=article.pk).approved_schedule
    stories.hand_in(article=ArticlePage.objects.get(pk=article.pk), by=room.reporter)
    factory.approve_all(article, room.editor, room.chief)
    planned = ArticlePage.objects.get(pk=article.pk)
    assert (planned.live, planned.approved_schedule) == (False, True)
    assert not planned.permissions_for_user(room.reporter).can_unschedule()
    revision = planned.scheduled_revision
    _client(room.chief).post(f"/admin/pages/{article.pk}/revisions/{revision.pk}/unschedule/")
    assert not ArticlePage.objects.get(pk=article.pk).approved_schedule
