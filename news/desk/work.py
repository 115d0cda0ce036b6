"""What a person of a newsroom has to do: reads for "My work", the same number of queries for 1 and 100 stories."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from news.desk import rights, rooms
from news.desk.enums import PRIORITY_ORDER, Priority, TopicState
from news.models import ArticlePage, NewsroomPage, StoryTask, TopicProposal
from news.rooms import standing
from portal.kernel import clock

MOST: Final = 200


class View(StrEnum):
    """Which part of the work is shown."""

    WAITING = "waiting"
    RETURNED = "returned"
    MINE = "mine"
    LATE = "late"
    RUNNING = "running"
    TOPICS = "topics"


LABELS: Final = {
    View.WAITING: _("Waiting for me"),
    View.RETURNED: _("Returned to me"),
    View.MINE: _("My stories"),
    View.LATE: _("Late"),
    View.RUNNING: _("All in approval"),
    View.TOPICS: _("Topics"),
}


@dataclass(slots=True)
class Item:
    """One story in a list of work."""

    pk: int
    title: str
    stage: Any
    is_live: bool
    step_state: int | None = None
    assignee: Any = None
    due_at: datetime | None = None
    priority: Priority = Priority.NORMAL
    words: str = ""
    who: str = ""
    is_mine: bool = False
    is_late: bool = False
    stuck_step: str = ""

    @property
    def order(self) -> tuple[int, int, datetime]:
        """Given to me first, then what presses, then what is due."""
        return (
            0 if self.is_mine else 1,
            PRIORITY_ORDER.index(self.priority),
            self.due_at or datetime.max.replace(tzinfo=clock.now().tzinfo),
        )


def _states() -> Any:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(ArticlePage),
    ).select_related(
        "current_task_state__task", "current_task_state__story_assignment__assignee", "current_task_state__finished_by"
    )


def waiting_for(user: Any) -> list[Item]:
    """Return the stories that the user may approve now: given to the user first, then those of the user's groups.

    What was given to somebody else is left to that person, and stands under "All in approval".
    """
    if not user.is_active:
        return []
    asked = dict(
        StoryTask.objects.filter(Q(groups__in=user.groups.all())).values_list("pk", "asks_for_another").distinct()
    )
    mine = Q(current_task_state__story_assignment__assignee=user)
    states = list(
        _states()
        .filter(status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__status=TaskState.STATUS_IN_PROGRESS)
        .filter(mine | Q(current_task_state__story_assignment__assignee=None), current_task_state__task__in=asked)
        .order_by(F("current_task_state__story_assignment__due_at").asc(nulls_last=True), "-pk")[:MOST]
    )
    pages = _pages(int(state.object_id) for state in states)
    hands = rights.hands_of(pages.values())
    allowed = [
        state
        for state in states
        if int(state.object_id) in pages
        and not rights.is_among(
            user, hands[int(state.object_id)], asks_for_another=asked[state.current_task_state.task_id]
        )
    ]
    return sorted(_items(allowed, pages, user), key=lambda item: item.order)


def returned_to(user: Any) -> list[Item]:
    """Return the stories that were returned to the user, with who said what."""
    own = _own_keys(user)
    states = list(
        _states()
        .filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
        .filter(Q(requested_by=user) | Q(object_id__in=own))[:MOST]
    )
    return _items(states, _pages(int(state.object_id) for state in states), user)


def stories_of(user: Any) -> list[Item]:
    """Return the user's stories that are not yet public as they stand, and where each is."""
    pages = ArticlePage.objects.filter(owner=user).exclude(live=True, has_unpublished_changes=False)
    found = {page.pk: page for page in _light(pages).order_by("-latest_revision_created_at", "-pk")[:MOST]}
    states = {
        int(state.object_id): state for state in _states().active().filter(object_id__in=[str(key) for key in found])
    }
    planned = set(
        Revision.objects.filter(object_id__in=[str(key) for key in found], approved_go_live_at__isnull=False)
        .filter(base_content_type=ContentType.objects.get_for_model(Page))
        .values_list("object_id", flat=True)
    )
    in_approval = {item.pk: item for item in _items(list(states.values()), found, user)}
    return [
        in_approval.get(page.pk)
        or Item(page.pk, page.draft_title, _stage_of_draft(page, is_planned=str(page.pk) in planned), page.live)
        for page in found.values()
    ]


def running_in(user: Any) -> list[Item]:
    """Return every story in approval in the newsrooms that the user runs."""
    inside = _inside_rooms_of(user)
    if inside is None:
        return []
    keys = [str(key) for key in ArticlePage.objects.filter(inside).values_list("pk", flat=True)]
    states = list(_states().filter(status=WorkflowState.STATUS_IN_PROGRESS, object_id__in=keys)[:MOST])
    pages = _pages(int(state.object_id) for state in states)
    return sorted(_items(states, pages, user), key=lambda item: item.order[1:])


def stuck_in(user: Any) -> list[Item]:
    """Return the stories in the newsrooms that the user runs that wait for a step which nobody can do."""
    states = list(
        _states()
        .filter(status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__status=TaskState.STATUS_IN_PROGRESS)
        .exclude(current_task_state__story_assignment__stuck_step="")
        .exclude(current_task_state__story_assignment=None)[:MOST]
    )
    if not states:
        return []
    inside = _inside_rooms_of(user)
    if inside is None:
        return []
    keys = [int(state.object_id) for state in states]
    pages = {page.pk: page for page in _light(ArticlePage.objects.filter(inside, pk__in=keys))}
    return sorted(_items(states, pages, user), key=lambda item: item.order[1:])


def _inside_rooms_of(user: Any) -> Q | None:
    """Return the condition for stories of the newsrooms that a person runs, in every language; None where there are none."""
    found = NewsroomPage.objects.filter(translation_key__in=rooms.run_by(user).values("translation_key"))
    inside = None
    for room in found:
        one = Q(path__startswith=room.path)
        inside = one if inside is None else inside | one
    return inside


def late_of(items: Iterable[Item]) -> list[Item]:
    """Return what is late among items of several lists, each story once, what presses first."""
    found = {item.pk: item for item in items if item.is_late}
    return sorted(found.values(), key=lambda item: item.order[1:])


def topics_for(user: Any) -> "QuerySet[TopicProposal]":
    """Return the topics of the user's newsrooms: all to decide or to write, and one's own."""
    topics = TopicProposal.objects.select_related("proposed_by", "assignee")
    keys = rooms.written_by(user).values("translation_key")
    open_ones = Q(state__in=(TopicState.PROPOSED, TopicState.ACCEPTED))
    return topics.filter(newsroom_key__in=keys).filter(open_ones | Q(proposed_by=user) | Q(assignee=user))


def topics_waiting_for(user: Any) -> int:
    """Return how many topics wait for the user: to decide, or to write."""
    to_decide = Q(state=TopicState.PROPOSED, newsroom_key__in=rooms.run_by(user).values("translation_key"))
    to_write = Q(state=TopicState.ACCEPTED, assignee=user)
    return TopicProposal.objects.filter(to_decide | to_write).count()


def count_for(user: Any) -> int:
    """Return the number behind "My work" in the menu: the stories under "Waiting for me" and "Returned to me", by the same queries."""
    return len(waiting_for(user)) + len(returned_to(user))


def rooms_to_write_for(user: Any) -> list[NewsroomPage]:
    """Return the newsrooms for which the user may begin a story now: open ones, on whose pages the user may add."""
    ended = standing.ended()
    return [
        room
        for room in rooms.written_by(user)
        if room.translation_key not in ended and room.permissions_for_user(user).can_add_subpage()
    ]


def takes_part(user: Any) -> bool:
    """Return whether a person works at a newsroom: in a group of a step, or writing for it."""
    return bool(
        user.is_active
        and (
            user.is_superuser
            or StoryTask.objects.filter(groups__in=user.groups.all()).exists()
            or rooms.written_by(user).exists()
        )
    )


def reader_takes_part(request: HttpRequest) -> bool:
    """Return the same for who sends a request; asked of the database once, however many menus and panels want to know."""
    known: bool | None = getattr(request, "news_takes_part", None)
    if known is None:
        known = takes_part(request.user)
        request.news_takes_part = known  # type: ignore[attr-defined]  # for the other entries of the same page
    return known


def _own_keys(user: Any) -> list[str]:
    returned = _states().filter(status=WorkflowState.STATUS_NEEDS_CHANGES).values_list("object_id", flat=True)
    keys = [int(key) for key in returned]
    return [str(key) for key in ArticlePage.objects.filter(pk__in=keys, owner=user).values_list("pk", flat=True)]


def _light(pages: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    return pages.defer("body", "transcript", "folded", "lead")


def _pages(keys: Iterable[int]) -> dict[int, ArticlePage]:
    return {page.pk: page for page in _light(ArticlePage.objects.filter(pk__in=set(keys)))}


def _items(states: list[WorkflowState], pages: dict[int, ArticlePage], user: Any) -> list[Item]:
    now = clock.now()
    found = []
    for state in states:
        page = pages.get(int(state.object_id))
        step = state.current_task_state
        if page is None or step is None:
            continue
        is_returned = state.status == WorkflowState.STATUS_NEEDS_CHANGES
        assignment = getattr(step, "story_assignment", None)
        item = Item(
            page.pk,
            page.draft_title,
            _("Returned") if is_returned else step.task.name,
            page.live,
        )
        item.is_mine = bool(assignment and assignment.assignee_id == user.pk)
        if is_returned:
            item.words = step.comment
            item.who = step.finished_by.get_full_name() if step.finished_by else ""
        elif assignment is not None:
            item.step_state = step.pk
            item.assignee, item.due_at = assignment.assignee, assignment.due_at
            item.priority = Priority(assignment.priority)
            item.is_late = assignment.due_at < now
            item.stuck_step = assignment.stuck_step
        found.append(item)
    return found


def _stage_of_draft(page: ArticlePage, *, is_planned: bool) -> Any:
    if is_planned:
        return _("Approved, goes live at its time")
    return _("Public, with changes that are not") if page.live else _("Draft")
