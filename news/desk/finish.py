"""What happens when the last step of a workflow is approved. Named in the settings, read while models load: imports inside."""

from typing import Any


def publish(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved; a story only where its last step was approved, not where that step was taken away.

    Who approved the last step publishes by that, whatever other rights the person has.
    """
    from wagtail.models import TaskState  # noqa: PLC0415 -- this module is read while Wagtail's models load

    from news.models import ArticlePage  # noqa: PLC0415 -- see above

    page = workflow_state.content_object
    kind = getattr(page, "specific_class", None)
    if kind is None or not issubclass(kind, ArticlePage):
        page.get_latest_revision().publish(user=user)
        return
    state = workflow_state.current_task_state
    if state is not None and state.status == TaskState.STATUS_APPROVED:
        page.get_latest_revision().publish(user=user, skip_permission_checks=True)
