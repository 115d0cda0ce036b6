"""How planned publishing stands: when the runner was here, what waits, what is late, what failed; for everybody or one viewer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.kernel import clock
from portal.kernel.watch import Word
from portal.operations.models import JobRun
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import draftable, runner
from portal.pages.schedule.enums import ScheduledAction

LATE_AFTER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures; ``overdue`` are items that are due for longer than ``LATE_AFTER`` and that no rule keeps back."""

    last_run_at: datetime | None
    is_late: bool
    waiting: int
    failed: int
    held: int
    overdue: int
    next_due_at: datetime | None

    @property
    def is_well(self) -> bool:
        """Whether nobody needs to look."""
        return not (self.is_late or self.failed or self.overdue)


def publishable(user: Any) -> "QuerySet[Page]":
    """Return the pages that a person may publish and take off."""
    pages: QuerySet[Page] = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return pages


def may_look(user: Any) -> bool:
    """Return whether a person publishes anything at all."""
    return bool(PagePermissionPolicy().user_has_permission(user, "publish"))


def page_type() -> ContentType:
    """Return the content type under which pages are planned."""
    return draftable.kind_of(Page)


def _keys(pages: "QuerySet[Page]") -> "QuerySet[Any, Any]":
    found: QuerySet[Any, Any] = pages.order_by().annotate(text_key=Cast("pk", CharField())).values("text_key")
    return found


def planned_versions(user: Any = None) -> "QuerySet[Revision]":
    """Return the versions that wait for their time: all, or of the pages that a person may publish."""
    rows: QuerySet[Revision] = Revision.objects.filter(approved_go_live_at__isnull=False)
    if user is None or user.is_superuser:
        return rows
    return rows.filter(base_content_type=page_type(), object_id__in=_keys(publishable(user)))


def ending_pages(user: Any = None) -> "QuerySet[Page]":
    """Return the public pages that will be taken off, likewise."""
    rows: QuerySet[Page] = Page.objects.filter(live=True, expire_at__isnull=False)
    return rows if user is None or user.is_superuser else rows.filter(pk__in=publishable(user).order_by().values("pk"))


def hitches(user: Any = None) -> "QuerySet[ScheduleTrouble]":
    """Return what failed or is kept back, likewise."""
    rows: QuerySet[ScheduleTrouble] = ScheduleTrouble.objects.order_by("due_at", "pk")
    if user is None or user.is_superuser:
        return rows
    return rows.filter(content_type=page_type(), object_id__in=_keys(publishable(user)))


def last_run() -> datetime | None:
    """Return when the runner last finished."""
    return JobRun.objects.filter(name=runner.NAME).values_list("finished_at", flat=True).first()


def is_late(last: datetime | None, *, now: datetime) -> bool:
    """Return whether the runner stays away."""
    return last is None or last < now - LATE_AFTER


def of(user: Any = None, *, now: datetime | None = None) -> Standing:
    """Return the figures for a viewer, or of everything; the same number of queries whatever is planned."""
    moment, last = now or clock.now(), last_run()
    going = _figures(
        planned_versions(user),
        "approved_go_live_at",
        moment,
        ScheduleTrouble.objects.filter(
            action=ScheduledAction.GO_LIVE,
            content_type_id=OuterRef("base_content_type_id"),
            object_id=OuterRef("object_id"),
        ),
    )
    ending = _figures(
        ending_pages(user).annotate(text_key=Cast("pk", CharField())),
        "expire_at",
        moment,
        ScheduleTrouble.objects.filter(
            action=ScheduledAction.TAKE_OFF, content_type=page_type(), object_id=OuterRef("text_key")
        ),
    )
    stuck = (
        hitches(user)
        .order_by()
        .aggregate(failed=Count("pk", filter=Q(is_held=False)), held=Count("pk", filter=Q(is_held=True)))
    )
    upcoming = [at for at in (going["next"], ending["next"]) if at is not None]
    return Standing(
        last_run_at=last,
        is_late=is_late(last, now=moment),
        waiting=going["waiting"] + ending["waiting"],
        failed=stuck["failed"],
        held=stuck["held"],
        overdue=going["overdue"] + ending["overdue"],
        next_due_at=min(upcoming, default=None),
    )


def _figures(rows: "QuerySet[Any]", moment: str, now: datetime, troubles: "QuerySet[Any]") -> dict[str, Any]:
    late = {f"{moment}__lt": now - LATE_AFTER}
    found: dict[str, Any] = (
        rows.order_by()
        .annotate(has_hitch=Exists(troubles))
        .aggregate(
            waiting=Count("pk"),
            next=Min(moment, filter=Q(**{f"{moment}__gt": now})),
            overdue=Count("pk", filter=Q(has_hitch=False, **late)),
        )
    )
    return found


def watch() -> Word:
    """Tell the operator's watch: failed while an item fails, late while the runner or an item is."""
    found = of()
    if found.failed:
        return Word.FAILED
    return Word.LATE if found.is_late or found.overdue else Word.OK
