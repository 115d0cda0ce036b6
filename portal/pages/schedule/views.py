"""The list of what is planned in the admin, and trying again at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision

from portal.kernel import clock, pagination
from portal.pages.schedule import draftable, items, panel, runner, sentences, standing
from portal.pages.schedule.enums import Outcome, ScheduledAction

NAMESPACE: Final = "portal_schedule"
ON_ONE_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One planned moment as the list shows it."""

    title: str
    language: str
    url: str
    due_at: datetime
    line: sentences.Line


class ScheduleView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """The base: who publishes nothing finds nothing."""

    header_icon = "calendar-check"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide everything from others."""
        super().setup(request, *args, **kwargs)
        if not standing.may_look(request.user):
            raise Http404


class IndexView(ScheduleView):
    """What waits, what is late and why, the next first."""

    page_title = gettext_lazy("Planned publishing")
    template_name = "pages/admin/schedule.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The list is where one begins."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and one page of rows."""
        user, now = self.request.user, clock.now()
        planned = sorted(_planned(user))
        window = pagination.paginate(planned, number=self.request.GET.get("page"), size=ON_ONE_PAGE)
        return {
            **super().get_context_data(**kwargs),
            **panel.figures(user, now=now),
            "window": window,
            "rows": _rows(window.items, user=user, now=now),
        }


def _planned(user: Any) -> list[tuple[datetime, str, int, str]]:
    going = standing.planned_versions(user).values_list("approved_go_live_at", "base_content_type_id", "object_id")
    ending = standing.ending_pages(user).values_list("expire_at", "pk")
    page_type = standing.page_type().pk
    return [
        *((at, ScheduledAction.GO_LIVE.value, kind, key) for at, kind, key in going),
        *((at, ScheduledAction.TAKE_OFF.value, page_type, str(key)) for at, key in ending),
    ]


def _rows(planned: Any, *, user: Any, now: datetime) -> list[Row]:
    """Return rows of planned moments; the number of queries depends on the kinds of records only."""
    by_kind: dict[int, set[str]] = {}
    for _at, _action, kind, key in planned:
        by_kind.setdefault(kind, set()).add(key)
    records: dict[tuple[int, str], Any] = {}
    for kind, keys in by_kind.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            found = draftable.rows(model).filter(pk__in=keys)
            for record in found.select_related("locale") if issubclass(model, Page) else found:
                records[kind, str(record.pk)] = record
    troubles = {(row.content_type_id, row.object_id, row.action): row for row in standing.hitches(user)}
    runs = not standing.is_late(standing.last_run(), now=now)
    return [
        Row(
            title=str(getattr(record, "draft_title", "") or record),
            language=str(record.locale.get_display_name()) if isinstance(record, Page) else "",
            url=reverse("wagtailadmin_pages:edit", args=[record.pk]) if isinstance(record, Page) else "",
            due_at=at,
            line=sentences.line(
                action,
                at,
                record=record,
                trouble=troubles.get((kind, key, action)),
                runs=runs,
                may_retry=True,
                now=now,
            ),
        )
        for at, action, kind, key in planned
        if (record := records.get((kind, key))) is not None
    ]


class RetryView(ScheduleView):
    """Asks once, and does what is overdue at once, or says why it cannot be."""

    page_title = gettext_lazy("Try again now")
    template_name = "pages/admin/schedule_retry.html"
    item: items.Item
    record: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find what is due; what is not, or is nobody's of this person, is not found."""
        super().setup(request, *args, **kwargs)
        kind = ContentType.objects.filter(pk=kwargs["content_type"]).first()
        model: Any = kind.model_class() if kind else None
        if model not in draftable.models():
            raise Http404
        self.record = draftable.rows(model).filter(pk=kwargs["object_id"]).first()
        if self.record is None or not sentences.may_publish(request.user, self.record):
            raise Http404
        self.item = self._due(kwargs["action"], kwargs["content_type"])

    def _due(self, action: str, content_type: int) -> items.Item:
        key, now = str(self.record.pk), clock.now()
        if action == ScheduledAction.TAKE_OFF:
            if self.record.live and self.record.expire_at and self.record.expire_at <= now:
                return items.Item(self.record.expire_at, ScheduledAction.TAKE_OFF, content_type, key)
            raise Http404
        rows = Revision.objects.filter(base_content_type_id=content_type, object_id=key, approved_go_live_at__lte=now)
        row = rows.order_by("approved_go_live_at").values_list("approved_go_live_at", "pk").first()
        if action != ScheduledAction.GO_LIVE or row is None:
            raise Http404
        return items.Item(row[0], ScheduledAction.GO_LIVE, content_type, key, row[1])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": _("Planned publishing")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what it is about."""
        title = str(getattr(self.record, "draft_title", "") or self.record)
        lines = [row for row in sentences.of(self.record, viewer=self.request.user) if row.is_late]
        return {**super().get_context_data(**kwargs), "title": title, "lines": lines}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Try."""
        outcome = runner.try_now(self.item)
        title = str(getattr(self.record, "draft_title", "") or self.record)
        if outcome in {Outcome.FAILED, Outcome.HELD}:
            messages.error(
                request, _("“%(title)s” could not be done; the reason stands in the list.") % {"title": title}
            )
        elif outcome is Outcome.PUBLISHED:
            messages.success(request, _("“%(title)s” is public now.") % {"title": title})
        else:
            messages.success(request, _("“%(title)s” is settled.") % {"title": title})
        return redirect(f"{NAMESPACE}:index")
