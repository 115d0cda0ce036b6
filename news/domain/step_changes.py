"""Steps that change while stories are in them: no story is lost, none is published by that, and its people are told."""

from typing import Any

from django.db import transaction
from wagtail.models import Task, TaskState, Workflow, WorkflowState

from news.desk.enums import NoticeKind
from news.domain import notices


def settle(workflow: Workflow) -> None:
    """Move on stories that wait in a step which the workflow has no more, or which is out of use.

    Each goes to the first step in use that it has not passed. Where there is none, its approval stops and it stays a draft:
    a step that was taken away approves nothing.
    """
    waiting = WorkflowState.objects.filter(
        workflow=workflow,
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__status=TaskState.STATUS_IN_PROGRESS,
    ).select_related("current_task_state__task")
    steps = set(workflow.workflow_tasks.filter(task__active=True).values_list("task_id", flat=True))
    for state in waiting:
        if state.current_task_state.task_id not in steps:
            move_on(state=state, by=None)


def settle_again(workflow_id: int) -> None:
    """Settle a workflow by its number; one that is gone has no stories in it."""
    for workflow in Workflow.objects.filter(pk=workflow_id):
        settle(workflow)


@transaction.atomic
def move_on(*, state: WorkflowState, by: Any) -> None:
    """Take a story out of its step into the next one in use, or stop its approval where there is none."""
    left = state.current_task_state
    is_next = (
        Task.objects.filter(workflow_tasks__workflow=state.workflow, active=True)
        .exclude(task_states__in=state.successful_task_states)
        .exclude(pk=left.task_id)
        .exists()
    )
    if is_next:
        left.specific.cancel(user=by)
    else:
        state.cancel(user=by)
    notices.tell_authors(state=state, kind=NoticeKind.STEPS_CHANGED, step=left.task.name, by=by)


@transaction.atomic
def deactivate(*, task: Any, by: Any) -> None:
    """Take a step out of use; what waits in it moves on."""
    task.active = False
    task.save()
    running = TaskState.objects.filter(task=task, status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
    for left in running:
        move_on(state=left.workflow_state, by=by)
