"""Who is on a step of a story, until when, and how much it presses."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from news.desk import rights
from news.desk.enums import Priority
from news.domain import notices, stuck
from news.models import ArticlePage, StepAssignment, StoryTask
from portal.kernel import clock, errors


def begin(*, task_state: TaskState, task: StoryTask, by: Any) -> StepAssignment:
    """Give a step that starts its time of delivery; priority stays as in the step before, and so does who returned the story."""
    now = clock.now()
    earlier = (
        StepAssignment.objects.filter(task_state__workflow_state=task_state.workflow_state).order_by("-pk").first()
    )
    before = (
        StepAssignment.objects.filter(task_state__workflow_state=task_state.workflow_state, task_state__task=task)
        .order_by("-pk")
        .first()
    )
    article = ArticlePage.objects.get(pk=task_state.workflow_state.object_id)
    assignee = before.assignee if before else None
    if assignee is not None and not rights.may_act(user=assignee, page=article, task=task):
        assignee = None
    assignment = StepAssignment.objects.create(
        task_state=task_state,
        assignee=assignee,
        due_at=now + task.allowed_time,
        priority=earlier.priority if earlier else Priority.NORMAL,
        assigned_by=None,
        assigned_at=now,
    )
    stuck.review([task_state], by=by)
    notices.step_began(assignment=assignment, article=article, by=by)
    return assignment


@transaction.atomic
def assign(
    *,
    article: ArticlePage,
    by: Any,
    assignee: Any,
    due_at: datetime,
    priority: Priority,
    step: int | None = None,
) -> StepAssignment:
    """Say who is on the running step, until when, with which priority; a new person is told.

    ``assignee`` None leaves it to the step's people. Raises NotAllowedError, IllegalMoveError where no step runs or another
    one than ``step``, DomainError for a person who may not act in it, and for a new time that is over.
    """
    if not rights.may_assign(user=by, page=article):
        raise errors.NotAllowedError
    running = article.current_workflow_task_state
    if running is None or (step is not None and running.pk != step):
        raise errors.IllegalMoveError(_("The story has left this step meanwhile. Nothing was changed."))
    task = running.task.specific
    if assignee is not None and not rights.may_be_assigned(page=article, task=task).filter(pk=assignee.pk).exists():
        raise errors.DomainError(_("This person may not act in this step."), field="assignee")
    assignment = StepAssignment.objects.select_for_update().get(task_state=running)
    # The form shows minutes: a time that is over already may stay as it stands, but nobody is given a new one in the past.
    if due_at <= clock.now() and _to_the_minute(due_at) != _to_the_minute(assignment.due_at):
        raise errors.DomainError(_("Give a time that is still to come."), field="due_at")
    is_new = assignee is not None and assignment.assignee_id != assignee.pk
    assignment.assignee = assignee
    assignment.due_at, assignment.priority = due_at, priority
    assignment.assigned_by, assignment.assigned_at = by, clock.now()
    assignment.save()
    if is_new and assignee.pk != by.pk:
        notices.assigned(assignment=assignment, article=article, by=by)
    return assignment


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
