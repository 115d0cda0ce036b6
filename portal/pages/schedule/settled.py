"""Troubles that are none any more: somebody published, replanned, took off or deleted the record by hand."""

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import Revision

from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import draftable
from portal.pages.schedule.enums import ScheduledAction


def forget() -> None:
    """Delete the rows of what is planned no longer, or for another time."""
    planned = Revision.objects.filter(
        base_content_type_id=OuterRef("content_type_id"),
        object_id=OuterRef("object_id"),
        approved_go_live_at=OuterRef("due_at"),
    )
    ScheduleTrouble.objects.filter(~Exists(planned), action=ScheduledAction.GO_LIVE).delete()
    taking_off = ScheduleTrouble.objects.filter(action=ScheduledAction.TAKE_OFF)
    if not taking_off.exists():
        return
    for model in draftable.models():
        public = (
            draftable.rows(model)
            .annotate(text_key=Cast("pk", CharField()))
            .filter(text_key=OuterRef("object_id"), live=True, expire_at=OuterRef("due_at"))
        )
        taking_off.filter(~Exists(public), content_type=draftable.kind_of(model)).delete()
