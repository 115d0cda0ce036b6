"""What editors read of planned publishing: plain sentences with day and hour in Việt Nam's time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.kernel import clock, formats
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import draftable, standing
from portal.pages.schedule.enums import ScheduledAction


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; ``is_late`` asks for somebody's eye, ``retry_url`` is empty where the viewer may not publish."""

    words: str
    is_late: bool = False
    retry_url: str = ""


def moment(at: datetime) -> str:
    """Return "14:00 on 3/12/2026"."""
    return _("%(time)s on %(day)s") % {
        "time": formats.clock_time(at),
        "day": formats.short_date(clock.local(at).date()),
    }


def planned(action: str, at: datetime, *, now: datetime) -> str:
    """Return what will happen when, and how long that is from now."""
    words = (
        _("Will be published at %(moment)s (in %(distance)s).")
        if action == ScheduledAction.GO_LIVE
        else _("Will be taken off at %(moment)s (in %(distance)s).")
    )
    # Django joins number and unit by a space that does not break; screen readers stumble over it.
    return words % {"moment": moment(at), "distance": timeuntil(at, now, depth=1).replace("\xa0", " ")}


def overdue(action: str, at: datetime, *, trouble: ScheduleTrouble | None, runs: bool) -> str:
    """Return what should have happened and why it has not."""
    words = (
        _("Was to be published at %(moment)s, and is not public yet: %(reason)s")
        if action == ScheduledAction.GO_LIVE
        else _("Was to be taken off at %(moment)s, and is still public: %(reason)s")
    )
    return words % {"moment": moment(at), "reason": why(trouble, runs=runs)}


def why(trouble: ScheduleTrouble | None, *, runs: bool) -> str:
    """Return the reason of a delay as a sentence."""
    if trouble is None:
        if runs:
            return _("it is done within a minute.")
        return _("the portal's scheduler is not running. Tell the operator; it will be made up for.")
    if trouble.is_held:
        return trouble.reason
    again = _("It is tried again at %(time)s.") % {"time": formats.clock_time(trouble.next_try_at)}
    if trouble.reason:
        # Wagtail locks a page whose time is set.
        mend = _("To mend the page, cancel its schedule there, then set the time again.")
        return f"{trouble.reason} {mend} {again}"
    return (
        _("an error of the portal (%(error)s). The operator sees it in the log.") % {"error": trouble.error}
        + f" {again}"
    )


def line(
    action: str,
    at: datetime,
    *,
    record: Any,
    trouble: ScheduleTrouble | None,
    runs: bool,
    may_retry: bool,
    now: datetime,
) -> Line:
    """Return the sentence for one planned moment of a record."""
    if at > now:
        return Line(planned(action, at, now=now))
    return Line(
        overdue(action, at, trouble=trouble, runs=runs),
        is_late=True,
        retry_url=retry_url(action, record) if may_retry else "",
    )


def retry_url(action: str, record: Any) -> str:
    """Return where somebody tries at once."""
    kind = draftable.kind_of(draftable.base_of(record))
    return reverse("portal_schedule:retry", args=[action, kind.pk, str(record.pk)])


def of(record: Any, *, viewer: Any, now: datetime | None = None) -> Iterator[Line]:
    """Yield the sentences on a page or record, for its form."""
    instant = now or clock.now()
    planned_version = record.scheduled_revision
    moments = []
    if planned_version is not None and planned_version.approved_go_live_at is not None:
        moments.append((ScheduledAction.GO_LIVE, planned_version.approved_go_live_at))
    stored = draftable.rows(type(record)).filter(pk=record.pk, live=True).values_list("expire_at", flat=True).first()
    if stored is not None:
        moments.append((ScheduledAction.TAKE_OFF, stored))
    if not moments:
        return
    kind = draftable.kind_of(draftable.base_of(record))
    known = {row.action: row for row in ScheduleTrouble.objects.filter(content_type=kind, object_id=str(record.pk))}
    runs = not standing.is_late(standing.last_run(), now=instant)
    may_retry = may_publish(viewer, record)
    for action, at in moments:
        yield line(action, at, record=record, trouble=known.get(action), runs=runs, may_retry=may_retry, now=instant)


def may_publish(viewer: Any, record: Any) -> bool:
    """Return whether a person may publish this record, and so try again."""
    if isinstance(record, Page):
        return bool(record.permissions_for_user(viewer).can_unschedule())
    return bool(viewer.has_perm(draftable.publish_right(record)))


def brief(action: str, at: datetime, *, now: datetime) -> str:
    """Return the sentence for a row of a list, which asks for no reasons."""
    if at > now:
        return planned(action, at, now=now)
    words = (
        _("Was to be published at %(moment)s, and is not public yet.")
        if action == ScheduledAction.GO_LIVE
        else _("Was to be taken off at %(moment)s, and is still public.")
    )
    return words % {"moment": moment(at)}
