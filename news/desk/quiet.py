"""Wagtail's own mails about workflows, switched off for stories: ``news.domain.notices`` tells more people, and tells the reason."""

from typing import Any

from wagtail.admin import mail as wagtail_mail
from wagtail.models import WorkflowState


def _is_story(state: WorkflowState) -> bool:
    from news.models import ArticlePage  # noqa: PLC0415 -- apps must be ready

    kind = state.content_type.model_class()
    return kind is not None and issubclass(kind, ArticlePage)


def leave_stories_to_us() -> None:
    """Let Wagtail's notifiers pass over workflows and steps of stories."""
    of_workflows = wagtail_mail.BaseWorkflowStateEmailNotifier
    of_steps = wagtail_mail.BaseGroupApprovalTaskStateEmailNotifier
    plain_workflow, plain_step = of_workflows.can_handle, of_steps.can_handle

    def handles_workflow(self: Any, instance: Any, **kwargs: Any) -> bool:
        return bool(plain_workflow(self, instance, **kwargs)) and not _is_story(instance)

    def handles_step(self: Any, instance: Any, **kwargs: Any) -> bool:
        return bool(plain_step(self, instance, **kwargs)) and not _is_story(instance.workflow_state)

    of_workflows.can_handle = handles_workflow
    of_steps.can_handle = handles_step
