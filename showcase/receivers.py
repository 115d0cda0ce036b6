"""What follows when Wagtail tells that a review ended."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected

from showcase import emails
from showcase.models import NeedPage, TechnologyPage


def _page(instance: WorkflowState) -> TechnologyPage | NeedPage | None:
    page = instance.content_object
    page = getattr(page, "specific", page)
    return page if isinstance(page, TechnologyPage | NeedPage) else None


@receiver(workflow_approved, dispatch_uid="showcase-review-approved")
def review_approved(sender: type, instance: WorkflowState, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Tell the author that the page is public."""
    page = _page(instance)
    if page is not None:
        emails.review_finished(page=page, approved=True)


@receiver(workflow_rejected, dispatch_uid="showcase-review-returned")
def review_returned(sender: type, instance: WorkflowState, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Tell the author what the reviewer asks to change."""
    page = _page(instance)
    if page is not None:
        state = instance.current_task_state
        emails.review_finished(page=page, approved=False, comment=state.comment if state else "")
