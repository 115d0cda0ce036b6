"""Steps of approval that nobody can do: every one of their people wrote the story, approved the step before, or has left.

A story stays where it is, operators may always act; but its newsroom is told at once, on the screens and by mail, and not when
somebody wonders why nothing happens. ``StepAssignment.stuck_step`` keeps which step it is.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState, WorkflowTask

from news.desk import rights, rooms
from news.domain import notices
from news.models import ArticlePage, StepAssignment, StoryTask
from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """Who could do a step, and whether it asks for another person than the step before."""

    people: frozenset[int]
    asks_for_another: bool = False


def first_without_people(steps: Sequence[Step], *, before: Collection[int] = ()) -> int | None:
    """Return the place of the first step that nobody can be left to do, whoever does those before; None where all can be done.

    ``before`` are those who may have approved the step before the first one.
    """
    last = set(before)
    for place, step in enumerate(steps):
        found = set(step.people)
        if step.asks_for_another and len(last) == 1:
            # Of two who might have done the step before, each can be followed by the other.
            found -= last
        if not found:
            return place
        last = found
    return None


def find(running: Iterable[TaskState]) -> dict[int, str]:
    """Return the name of the first step that nobody can do, by the running step; the same number of queries for any number.

    The running step itself is looked at, and those that come after it. Steps of other pages than stories are left out.
    """
    states = list(running)
    stories = {
        page.pk: page
        for page in ArticlePage.objects.filter(pk__in={int(state.workflow_state.object_id) for state in states}).defer(
            "body", "transcript", "folded", "lead"
        )
    }
    hands = rights.hands_of(stories.values())
    ways: dict[int, list[StoryTask]] = {}
    tasks = {
        task.pk: task
        for task in StoryTask.objects.filter(
            workflow_tasks__workflow__in={state.workflow_state.workflow_id for state in states}, active=True
        ).prefetch_related("groups")
    }
    order = WorkflowTask.objects.filter(task__in=tasks).order_by("sort_order", "pk")
    for workflow, task in order.values_list("workflow_id", "task_id"):
        ways.setdefault(workflow, []).append(tasks[task])
    members: dict[int, set[int]] = {}
    groups = {group.pk for task in tasks.values() for group in task.groups.all()}
    for person, group in User.objects.filter(is_active=True, groups__in=groups).values_list("pk", "groups"):
        members.setdefault(group, set()).add(person)
    found = {}
    for state in states:
        key = int(state.workflow_state.object_id)
        way = ways.get(state.workflow_state.workflow_id, [])
        place = next((number for number, task in enumerate(way) if task.pk == state.task_id), None)
        if key not in stories or place is None:
            continue
        left = way[place:]
        steps = [_step(task, members, hands[key].authors) for task in left]
        approver = hands[key].approver
        stuck = first_without_people(steps, before=() if approver is None else (approver,))
        if stuck is not None:
            found[state.pk] = str(left[stuck].name)
    return found


def _step(task: StoryTask, members: dict[int, set[int]], authors: set[int]) -> Step:
    people = set().union(*(members.get(group.pk, set()) for group in task.groups.all())) - authors
    return Step(frozenset(people), task.asks_for_another)


@transaction.atomic
def review(running: Iterable[TaskState] | None = None, *, by: Any = None) -> None:
    """Keep which running steps are stuck, all of them unless told which, and tell the chiefs of those that newly are."""
    # In one order, so that two who look at once wait for each other and do not block each other.
    states = sorted(_running() if running is None else running, key=lambda state: int(state.pk))
    if not states:
        return
    found = find(states)
    kept = StepAssignment.objects.filter(task_state__in=[state.pk for state in states]).in_bulk(
        field_name="task_state_id"
    )
    for state in states:
        assignment, step = kept.get(state.pk), found.get(state.pk, "")
        if assignment is None or assignment.stuck_step == step:
            continue
        # Of two who find it at once, the one whose row changes tells it.
        changed = StepAssignment.objects.filter(pk=assignment.pk, stuck_step=assignment.stuck_step)
        if changed.update(stuck_step=step) and step:
            story = ArticlePage.objects.get(pk=state.workflow_state.object_id)
            notices.stuck(article=story, step=step, by=by)


def review_of_groups(groups: Collection[int] | None) -> None:
    """Look at the running steps where people came into one of these groups or left it, None being any, if one does a step."""
    if groups is None or StoryTask.objects.filter(groups__in=groups).exists():
        review()


def _running() -> Iterable[TaskState]:
    found: Iterable[TaskState] = TaskState.objects.filter(
        task__in=StoryTask.objects.all(),
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    ).select_related("workflow_state")
    return found


def sentence(article: ArticlePage, step: str) -> str:
    """Say that nobody can do a step, and whom to ask: the chief editors, who ask people in, or an operator."""
    newsroom = article.get_parent().specific
    names = [person.get_full_name() for person in rooms.chiefs(newsroom)]
    said = _(
        "Nobody can do the step “%(step)s”: its people wrote this story, approved the step before, or have left."
    ) % {"step": step}
    if names:
        return f"{said} " + _("Ask %(names)s to ask somebody in, or an operator to do it.") % {
            "names": ", ".join(names)
        }
    return f"{said} " + _("Ask an operator.")


def said_of(article: ArticlePage) -> str:
    """Return the sentence for a story in approval as things stand now; "" where somebody can do every step left."""
    running = article.current_workflow_task_state
    step = find([running]).get(running.pk, "") if running is not None else ""
    return sentence(article, step) if step else ""
