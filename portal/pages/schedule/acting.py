"""Doing one item: publishing, taking off, or letting pass what was over before it was public. Called in its transaction."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import ensure_utc

from portal.pages.schedule import draftable, holds, troubles
from portal.pages.schedule.enums import Outcome, ScheduledAction
from portal.pages.schedule.items import Item

PUBLISHED = "wagtail.publish.scheduled"
TAKEN_OFF = "wagtail.unpublish.scheduled"
CANCELLED = "wagtail.schedule.cancel"


class NotPublishedError(Exception):
    """The publishing went through and the record is not public: something in its way changed it."""


def act(item: Item, *, now: datetime) -> Outcome:
    """Do what is due, unless somebody did it or changed its time meanwhile; raises whatever the record raises."""
    locked = _lock(item)
    if locked is None:
        return Outcome.GONE
    if item.action is ScheduledAction.TAKE_OFF:
        return _take_off(locked, now=now)
    revision = _lock_revision(item, now)
    return Outcome.GONE if revision is None else _go_live(item, revision, now=now)


def _lock(item: Item) -> Any:
    """Return the record, locked: a second runner or an editor waits, and then sees what became of it."""
    model: Any = ContentType.objects.get_for_id(item.content_type).model_class()
    if model is None:
        raise LookupError(item.content_type)
    return draftable.rows(model).select_for_update(of=("self",)).filter(pk=item.object_id).first()


def _lock_revision(item: Item, now: datetime) -> Revision | None:
    rows = Revision.objects.select_for_update(of=("self",))
    found: Revision | None = rows.filter(pk=item.revision, approved_go_live_at__lte=now).first()
    return found


def _specific(record: Any) -> Any:
    return record.specific if isinstance(record, Page) else record


def _schedules(record: Any) -> dict[int, datetime]:
    rows = record.revisions.filter(approved_go_live_at__isnull=False)
    return dict(rows.values_list("pk", "approved_go_live_at"))


def _put_back(schedules: dict[int, datetime]) -> None:
    """Wagtail forgets every planned version of a record that is published or taken off; those still to come are kept."""
    for pk, at in schedules.items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=at)


def _take_off(record: Any, *, now: datetime) -> Outcome:
    specific = _specific(record)
    if not specific.live or specific.expire_at is None or specific.expire_at > now:
        return Outcome.GONE
    schedules = _schedules(specific)
    specific.unpublish(set_expired=True, log_action=TAKEN_OFF)
    _put_back(schedules)
    return Outcome.TAKEN_OFF


def _go_live(item: Item, revision: Revision, *, now: datetime) -> Outcome:
    planned = revision.as_object()
    if planned.expire_at is not None and planned.expire_at <= now:
        return _pass_over(revision, now=now)
    # What may not be public earlier asks this machine's clock when it is saved: behind the database's, it keeps the item back.
    if (hold := holds.of(planned, now=min(now, timezone.now()))) is not None:
        troubles.hold(item, hold, now=now)
        return Outcome.HELD
    later = {pk: at for pk, at in _schedules(planned).items() if at > now}
    _publish(revision)
    _put_back(later)
    return Outcome.PUBLISHED


def _publish(revision: Revision) -> None:
    kind = PublishPageRevisionAction if issubclass(revision.content_type.model_class(), Page) else PublishRevisionAction
    action = kind(revision, log_action=PUBLISHED)
    record, wanted, machine = action.object, action.object.go_live_at, timezone.now()
    is_behind = wanted is not None and wanted > machine
    if is_behind:
        # This machine's clock is behind the database's, by which the moment has come; Wagtail would plan it anew.
        record.go_live_at = machine
    action.execute(skip_permission_checks=True)
    stored = draftable.rows(type(record)).filter(pk=record.pk)
    if not stored.filter(live=True, live_revision_id=revision.pk).exists():
        raise NotPublishedError
    if is_behind:
        stored.update(go_live_at=wanted)


def _pass_over(revision: Revision, *, now: datetime) -> Outcome:
    """Leave out the public moments of a version whose end has come too; an older version that is public goes with it."""
    record = _specific(revision.content_object)
    schedules = {pk: at for pk, at in _schedules(record).items() if at > now}
    planned_for = revision.approved_go_live_at
    if record.live:
        record.unpublish(set_expired=True, log_action=TAKEN_OFF)
    record.revisions.update(approved_go_live_at=None)
    draftable.rows(type(record)).filter(pk=record.pk).update(expired=True, has_unpublished_changes=True)
    _put_back(schedules)
    log(
        instance=record,
        action=CANCELLED,
        revision=revision,
        data={
            "revision": {
                "id": revision.pk,
                "created": ensure_utc(revision.created_at),
                "go_live_at": ensure_utc(planned_for),
                "has_live_version": record.live,
            }
        },
    )
    return Outcome.PASSED_OVER
