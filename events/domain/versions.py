"""What becomes of a saved version of an event: published, scheduled or handed in."""

from datetime import datetime
from typing import Any

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from events.models import EventPage


def is_settled(revision: Revision) -> bool:
    """Return whether a version is the public one, or waits for the time that its editor has set."""
    page = revision.content_object
    is_live = page.live and page.live_revision_id == revision.pk
    return bool(is_live or revision.approved_go_live_at)


def publish(*, revision: Revision, by: Any, now: datetime) -> bool:
    """Publish a version as its editor, at once or at the time that it names; return whether it waits for that time.

    Raises PublishPagePermissionError where the person may not publish the page.
    """
    PublishPageRevisionAction(revision, user=by, changed=True).execute()
    goes_live_at: datetime | None = revision.as_object().go_live_at
    return goes_live_at is not None and goes_live_at > now


def hand_in(*, event: EventPage, by: Any) -> None:
    """Start the workflow of an event with what was saved last."""
    event.get_workflow().start(event, by)
