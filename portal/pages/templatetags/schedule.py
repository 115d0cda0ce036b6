"""Planned publishing in Wagtail's own templates."""

from typing import Any

from django import template
from wagtail.models import Page

from portal.kernel import clock
from portal.pages.schedule import sentences
from portal.pages.schedule.enums import ScheduledAction

register = template.Library()


@register.simple_tag(takes_context=True)
def schedule_lines(context: Any, record: Any) -> list[sentences.Line]:
    """Return the sentences on the page or record whose form is shown."""
    if record is None or not record.pk or not hasattr(record, "scheduled_revision"):
        return []
    return list(sentences.of(record, viewer=context["request"].user))


@register.filter
def planned_moments(page: Page) -> list[str]:
    """Return what the list of pages says of a row, from what its query brought along."""
    now = clock.now()
    moments = [(ScheduledAction.GO_LIVE, getattr(page, "goes_live_at", None))]
    if page.live:
        moments.append((ScheduledAction.TAKE_OFF, page.expire_at))
    return [sentences.brief(action, at, now=now) for action, at in moments if at is not None]
