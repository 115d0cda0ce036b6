"""Wagtail's own first groups and workflow, which no room declares: taken away where nobody uses them.

Editors would be offered them beside the portal's own: to send a page to a workflow in which nobody approves, or to make
a page private for groups in which nobody is.
"""

from typing import Final

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    CollectionViewRestriction,
    GroupApprovalTask,
    PageViewRestriction,
    Workflow,
    WorkflowPage,
    WorkflowState,
)

GROUPS: Final = ("Moderators", "Editors")
WORKFLOW: Final = "Moderators approval"
RUNNING: Final = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def _is_left_to_itself(workflow: Workflow) -> bool:
    # Wagtail puts its workflow on the root of the tree; any other page was chosen by somebody.
    chosen = WorkflowPage.objects.filter(workflow=workflow, page__depth__gt=1)
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    return not (
        chosen.exists()
        or WorkflowState.objects.filter(workflow=workflow, status__in=RUNNING).exists()
        or workflow.workflow_content_types.exists()
        or Group.objects.filter(groupapprovaltask__in=tasks, user__isnull=False).exists()
    )


def _remove_workflow(workflow: Workflow) -> str:
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow, name=WORKFLOW)
    own = [task for task in tasks if not task.workflow_tasks.exclude(workflow=workflow).exists()]
    if WorkflowState.objects.filter(workflow=workflow).exists():
        workflow.deactivate()
        for task in own:
            task.deactivate()
        return f"Wagtail's workflow {WORKFLOW!r} is switched off; its history stays."
    workflow.delete()
    for task in own:
        task.delete()
    return f"Wagtail's workflow {WORKFLOW!r} was not used and is removed."


def _is_unused(group: Group) -> bool:
    return not (
        group.user_set.exists()  # type: ignore[attr-defined]  # the accounts' side of the relation
        or GroupApprovalTask.objects.filter(groups=group, active=True).exists()
        or PageViewRestriction.objects.filter(groups=group).exists()
        or CollectionViewRestriction.objects.filter(groups=group).exists()
    )


@transaction.atomic
def remove_unused() -> list[str]:
    """Take away Wagtail's stock workflow and groups where nobody uses them; return a line for each that was there.

    A workflow with history is only switched off. Running it again changes nothing.
    """
    said = []
    for workflow in Workflow.objects.filter(name=WORKFLOW, active=True):
        said.append(
            _remove_workflow(workflow)
            if _is_left_to_itself(workflow)
            else f"Wagtail's workflow {WORKFLOW!r} is in use and stays."
        )
    for group in Group.objects.filter(name__in=GROUPS).order_by("name"):
        if _is_unused(group):
            group.delete()
            said.append(f"Wagtail's group {group.name!r} was not used and is removed.")
        else:
            said.append(f"Wagtail's group {group.name!r} is in use and stays.")
    return said
