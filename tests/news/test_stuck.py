"""Steps that nobody can do: the rule, when it is asked, who is told, and where it is said."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site, TaskState

from news import roles
from news.desk import work
from news.desk.enums import NoticeKind
from news.domain import preferences, stories, stuck
from news.domain.stuck import Step
from news.models import ArticlePage, StepAssignment, WorkNotice
from portal.accounts.models import User
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _client, _form

WORK = "/admin/news/my-work/"
NOBODY = "Không ai làm được bước"
PEOPLE = st.lists(st.tuples(st.frozensets(st.integers(1, 3)), st.booleans()), min_size=1, max_size=4)


def _can_be_done(steps: list[Step], last: int | None) -> bool:
    """Try everybody who could do each step, one after the other."""
    if not steps:
        return True
    first, *others = steps
    return any(
        _can_be_done(others, person) for person in first.people if not (first.asks_for_another and person == last)
    )


@given(PEOPLE)
def test_rule_finds_the_first_step_for_which_nobody_can_be_left(drawn: list[tuple[frozenset[int], bool]]) -> None:
    steps = [Step(people, another) for people, another in drawn]
    place = stuck.first_without_people(steps)
    doable = max(number for number in range(len(steps) + 1) if _can_be_done(steps[:number], None))
    assert place == (None if doable == len(steps) else doable)


def test_rule_knows_who_approved_the_step_before() -> None:
    assert stuck.first_without_people([Step(frozenset({1}), asks_for_another=True)], before=[1]) == 0
    assert stuck.first_without_people([Step(frozenset({1, 2}), asks_for_another=True)], before=[1]) is None


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _again(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def _told() -> dict[str, str]:
    found = {message.to[0]: message.subject for message in mail.outbox if NOBODY in message.subject}
    mail.outbox.clear()
    return found


def _messages(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_handing_in_says_that_a_later_step_has_nobody_and_mails_the_chief(room: factory.Newsroom) -> None:
    """The editor's own article: the chief alone is left, and the second step asks for another person."""
    article = factory.make_article(room.page, "Bài của biên tập viên", live=False, owner=room.editor)
    answer = _client(room.editor).post(f"{WORK}{article.pk}/", {"action": "hand_in"}, follow=True)
    assert f"{NOBODY} “Báo Thử – duyệt bài: kiểm tra, soát lỗi”" in _messages(answer)
    assert room.chief.get_full_name() in _messages(answer)
    assert _told() == {room.chief.email: f"{NOBODY}: Bài của biên tập viên"}
    for address in (f"{WORK}{article.pk}/", WORK, "/admin/"):
        shown = _client(room.chief).get(address).content.decode()
        assert "kiểm tra, soát lỗi" in shown, address
    assert NOBODY in _client(room.chief).get(f"/admin/pages/{article.pk}/edit/").content.decode()
    operator = User.objects.create_superuser("van-hanh@example.org", "x")
    assert "kiểm tra, soát lỗi" in _client(operator).get(WORK).content.decode()

    factory.make_user("bien-tap-2@bao-thu.example", roles.editors_group(room.page))
    call_command("send_work_digests")
    assert work.stuck_in(room.chief) == []
    assert _told() == {}


def test_form_says_it_too(room: factory.Newsroom) -> None:
    answer = _client(room.editor).post(
        f"/admin/pages/add/news/articlepage/{room.page.pk}/",
        _form(process="article", **{"action-submit": "1"}),
        follow=True,
    )
    assert NOBODY in _messages(answer)


def test_last_person_of_a_group_leaves_or_signs_in_no_more(
    room: factory.Newsroom, django_capture_on_commit_callbacks: Any
) -> None:
    article = factory.make_article(room.page, "Phóng sự", live=False, owner=room.reporter, process="broadcast")
    stories.hand_in(article=article, by=room.reporter)
    assert _told() == {}
    with django_capture_on_commit_callbacks(execute=True):
        room.legal.groups.clear()
    assert _told() == {room.chief.email: f"{NOBODY}: Phóng sự"}
    assert StepAssignment.objects.get(task_state=_again(article).current_workflow_task_state).stuck_step.endswith(
        "pháp chế"
    )
    with django_capture_on_commit_callbacks(execute=True):
        lawyer = factory.make_user("phap-che-2@bao-thu.example", roles.legal_group(room.page))
    assert work.stuck_in(room.chief) == []
    with django_capture_on_commit_callbacks(execute=True):
        lawyer.is_active = False
        lawyer.save()
    assert _told() == {room.chief.email: f"{NOBODY}: Phóng sự"}
    stuck.review()
    assert _told() == {}, "told once"


def test_other_newsrooms_hear_nothing(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    article = factory.make_article(room.page, "Bài", live=False, owner=room.editor)
    stories.hand_in(article=article, by=room.editor)
    assert work.stuck_in(other.chief) == []
    assert [item.pk for item in work.stuck_in(room.chief)] == [article.pk]


def test_as_many_queries_for_many_stories(room: factory.Newsroom) -> None:
    def count() -> int:
        running = list(TaskState.objects.filter(status="in_progress").select_related("workflow_state"))
        with CaptureQueriesContext(connection) as queries:
            stuck.find(running)
            work.stuck_in(room.chief)
        return len(queries)

    def hand_in(number: int) -> None:
        article = factory.make_article(room.page, f"Bài {number}", live=False, owner=room.editor)
        stories.hand_in(article=article, by=room.editor)

    hand_in(1)
    count()
    few = count()
    for number in range(2, 6):
        hand_in(number)
    assert count() == few


def _digest(room: factory.Newsroom) -> str:
    mail.outbox.clear()
    call_command("send_work_digests")
    return "".join(str(message.body) for message in mail.outbox if message.to == [room.chief.email])


def test_digest_says_it_in_the_words_of_its_reader_while_it_is_so(room: factory.Newsroom) -> None:
    preferences.choose(user=room.chief, is_daily=True)
    article = factory.make_article(room.page, "Bài chờ", live=False, owner=room.editor)
    with translation.override("en"):
        stories.hand_in(article=article, by=room.editor)
    kept = list(WorkNotice.objects.filter(kind=NoticeKind.STUCK))
    assert [notice.words for notice in kept] == [""]
    told = _digest(room)
    assert "Không ai làm được bước: Bài chờ (Báo Thử – duyệt bài: kiểm tra, soát lỗi)" in told
    assert "mời thêm người vào tòa soạn" in told
    assert room.chief.get_full_name() not in told.split("Bài chờ")[1]
    assert "Nobody" not in told


def test_digest_is_silent_about_a_step_that_somebody_can_do_again(room: factory.Newsroom) -> None:
    preferences.choose(user=room.chief, is_daily=True)
    article = factory.make_article(room.page, "Bài chờ", live=False, owner=room.editor)
    stories.hand_in(article=article, by=room.editor)
    factory.make_user("bien-tap-2@bao-thu.example", roles.editors_group(room.page))
    stuck.review()
    assert NOBODY not in _digest(room)
    assert not WorkNotice.objects.filter(recipient=room.chief).exists()


def test_two_who_look_at_once_tell_once(room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looks while the first has told of one story and not yet of the other."""
    titles = ("Bài một", "Bài hai")
    for title in titles:
        stories.hand_in(article=factory.make_article(room.page, title, live=False, owner=room.editor), by=room.editor)
    StepAssignment.objects.update(stuck_step="")
    told: list[str] = []

    def tell(*, article: ArticlePage, **_given: Any) -> None:
        told.append(article.title)
        if len(told) == 1:
            stuck.review()

    monkeypatch.setattr(stuck.notices, "stuck", tell)
    stuck.review()
    assert sorted(told) == sorted(titles)


def test_groups_without_a_step_are_not_looked_at_and_a_fault_hinders_nobody(
    room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    looked: list[int] = []

    def fail() -> None:
        looked.append(1)
        raise RuntimeError

    monkeypatch.setattr(stuck, "review", fail)
    other = Group.objects.create(name="Người xem")
    with django_capture_on_commit_callbacks(execute=True):
        room.legal.groups.add(other)
        other.user_set.remove(room.legal)
    assert looked == []
    ours = Group.objects.get(name=roles.legal_group(room.page))
    with django_capture_on_commit_callbacks(execute=True):
        room.legal.groups.remove(ours)
        ours.user_set.add(room.legal)
        room.legal.groups.clear()
    assert looked == [1, 1, 1]
    room.legal.is_active = False
    with django_capture_on_commit_callbacks(execute=True):
        room.legal.save()
    assert looked == [1, 1, 1, 1]


def test_notices_of_it_go_before_the_kind_does(room: factory.Newsroom) -> None:
    """A database that goes back to the migration before knows no such kind."""
    preferences.choose(user=room.chief, is_daily=True)
    stories.hand_in(article=factory.make_article(room.page, "Bài", live=False, owner=room.editor), by=room.editor)
    assert WorkNotice.objects.filter(kind=NoticeKind.STUCK).exists()
    others = WorkNotice.objects.exclude(kind=NoticeKind.STUCK).count()
    first_on_the_way_back = import_module("news.migrations.0022_steps_that_nobody_can_do").Migration.operations[-1]
    assert first_on_the_way_back.reversible
    first_on_the_way_back.reverse_code(apps, None)
    assert not WorkNotice.objects.filter(kind=NoticeKind.STUCK).exists()
    assert WorkNotice.objects.count() == others
