"""The entries of the editorial calendar for one viewer: events, planned publishing, deadlines and broadcasts, holidays and festivals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Revision

from events import clash_words, festivals, occurrences, permissions, planning
from events.domain import dated
from events.enums import CalendarSubject, DatedKind, EventStatus, PlanKind
from events.models import EventPage, FairPage
from news.models import NewsroomPage
from portal.kernel import clock, formats, holidays, languages
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import sentences, standing
from portal.pages.schedule.enums import ScheduledAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry on one day.

    ``notes`` are words that say what is special about it; ``order`` sorts within the day; ``language`` is that of a title that is
    not in the reader's.
    """

    day: date
    kind: PlanKind
    title: str
    order: str = ""
    time: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    is_off: bool = False
    has_clash: bool = False
    is_own: bool = False
    organisers: frozenset[str] = frozenset()
    newsroom: str = ""
    language: str = ""


def _hour(instant: datetime | date) -> str:
    return formats.clock_time(instant) if isinstance(instant, datetime) else ""


def _local_day(instant: datetime | date) -> date:
    return clock.local(instant).date() if isinstance(instant, datetime) else instant


def _order(instant: datetime | date) -> str:
    return clock.local(instant).strftime("%H:%M") if isinstance(instant, datetime) else ""


def of_events(planned: Iterable[planning.Planned], clashing: set[UUID]) -> Iterator[Entry]:
    """Yield the days and sessions of the events whose titles the viewer may know."""
    reader = languages.current()
    for event in planned:
        if not event.title_is_visible:
            continue
        found = occurrences.of(event.shown)
        organisers = frozenset(row.organisation.slug for row in event.shown.organisers.all() if row.organisation)
        for entry in [item for item in found if not item.is_bar] or found:
            title = event.title
            if entry.subject == CalendarSubject.SESSION and entry.session is not None:
                title = f"{entry.session.title} – {title}"
            for day in entry.days:
                begins_here = _local_day(entry.starts) == day
                yield Entry(
                    day=day,
                    kind=PlanKind.EVENT,
                    title=title,
                    order=_order(entry.starts) if begins_here else "",
                    time=_hour(entry.starts) if begins_here else "",
                    url=clash_words.url_of(event),
                    notes=tuple(_notes(event)),
                    is_off=event.facts is None,
                    has_clash=event.page.translation_key in clashing,
                    is_own=event.may_edit,
                    organisers=organisers,
                    language=spoken if (spoken := event.page.locale.language_code) != reader else "",
                )


def _notes(event: planning.Planned) -> Iterator[str]:
    if event.shown.status != EventStatus.SCHEDULED:
        yield event.shown.get_status_display()
    if event.goes_live_at is not None:
        words = (
            _("changes go public on %(day)s at %(time)s")
            if event.page.live
            else _("goes public on %(day)s at %(time)s")
        )
        yield words % {
            "day": formats.short_date(clock.local(event.goes_live_at).date()),
            "time": formats.clock_time(event.goes_live_at),
        }
    elif event.is_draft:
        yield _("draft")
    elif not event.is_public:
        yield _("private")
    if event.may_edit and event.page.live and event.page.has_unpublished_changes:
        yield _("has changes that are not public yet")


def of_schedules(first: date, last: date, *, viewer: Any) -> Iterator[Entry]:
    """Yield when pages that the viewer may edit go public or are taken off, and why they were not; six queries."""
    starts, ends = clock.at(first), clock.at(last + timedelta(days=1))
    goes = {
        int(pk): instant
        for pk, instant in Revision.page_revisions.filter(
            approved_go_live_at__gte=starts, approved_go_live_at__lt=ends
        ).values_list("object_id", "approved_go_live_at")
    }
    own = permissions.own_pages(viewer, Page.objects.filter(alias_of=None))
    expiring = Q(live=True, expire_at__gte=starts, expire_at__lt=ends)
    pages = list(own.filter(Q(pk__in=goes) | expiring).order_by("pk"))
    newsrooms = dict(NewsroomPage.objects.values_list("path", "code"))
    rows = ScheduleTrouble.objects.filter(
        content_type=standing.page_type(), object_id__in=[str(page.pk) for page in pages]
    )
    hitches = {(row.object_id, row.action): row for row in rows}
    runs, now = not standing.is_late(standing.last_run(), now=clock.now()), clock.now()
    for page in pages:
        moments = [(goes.get(page.pk), ScheduledAction.GO_LIVE)]
        if page.live and page.expire_at is not None and starts <= page.expire_at < ends:
            moments.append((page.expire_at, ScheduledAction.TAKE_OFF))
        for instant, action in moments:
            if instant is not None:
                yield Entry(
                    day=_local_day(instant),
                    kind=PlanKind.SCHEDULED,
                    title=page.draft_title or page.title,
                    order=_order(instant),
                    time=_hour(instant),
                    url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    notes=_of_schedule(
                        action, instant, trouble=hitches.get((str(page.pk), action)), runs=runs, now=now
                    ),
                    is_own=True,
                    newsroom=next((code for path, code in newsrooms.items() if page.path.startswith(path)), ""),
                )


def _of_schedule(
    action: ScheduledAction, instant: datetime, *, trouble: ScheduleTrouble | None, runs: bool, now: datetime
) -> tuple[str, ...]:
    """Return what happens, or what should have happened and why it has not."""
    if instant > now:
        return (str(action.label),)
    return (sentences.overdue(action, instant, trouble=trouble, runs=runs),)


def of_deadlines(first: date, last: date, *, viewer: Any) -> Iterator[Entry]:
    """Yield the deadlines and broadcasts of all rooms, and when registrations and applications of public events close."""
    for item in dated.collect(language=languages.current()):
        # What is sent every week is planned at the programme, and would bury everything else here.
        if item.kind != DatedKind.AIR_TIME and first <= _local_day(item.starts) <= last:
            yield Entry(
                day=_local_day(item.starts),
                kind=PlanKind.DEADLINE,
                title=item.summary,
                order=_order(item.starts),
                time=_hour(item.starts),
                url=item.url,
                organisers=frozenset(item.organisers),
                newsroom=item.newsroom,
            )
    starts, ends = clock.at(first), clock.at(last + timedelta(days=1))
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    closings = (
        (EventPage, "registration_closes_at", _("Registration closes: %(title)s")),
        (FairPage, "applications_close_at", _("Applications for stands close: %(title)s")),
    )
    for model, name, words in closings:
        rows = model.objects.live().filter(alias_of=None, **{f"{name}__gte": starts, f"{name}__lt": ends})
        chosen: dict[UUID, EventPage] = {}
        reader = languages.current()
        for page in sorted(
            rows.select_related("locale").defer("body").prefetch_related("organisers__organisation"),
            key=lambda page: (page.locale.language_code != reader, page.pk),
        ):
            if not page.path.startswith(restricted):
                chosen.setdefault(page.translation_key, page)
        own = set(
            permissions.own_pages(
                viewer, EventPage.objects.filter(pk__in=[page.pk for page in chosen.values()])
            ).values_list("pk", flat=True)
        )
        for page in chosen.values():
            instant = getattr(page, name)
            yield Entry(
                day=_local_day(instant),
                kind=PlanKind.DEADLINE,
                title=words % {"title": page.title},
                order=_order(instant),
                time=_hour(instant),
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk in own else page.url or "",
                is_own=page.pk in own,
                organisers=frozenset(row.organisation.slug for row in page.organisers.all() if row.organisation),
            )


def of_days(
    special: Iterable[holidays.Day], feasts: Iterable[festivals.Feast], first: date, last: date
) -> Iterator[Entry]:
    """Yield public holidays, make-up days and festivals."""
    for what in special:
        notes = [] if what.is_itself or what.is_make_up else [_("day off for it")]
        if what.is_provisional:
            notes.append(_("not decided yet"))
        name = holidays.NAMES[what.holiday] if what.holiday is not None else _("Offices make up a day")
        yield Entry(day=what.date, kind=PlanKind.HOLIDAY, title=str(name), notes=tuple(notes))
    for feast in feasts:
        notes = [feast.place.name] if feast.place is not None else []
        for day in feast.days:
            if first <= day <= last:
                yield Entry(day=day, kind=PlanKind.HOLIDAY, title=feast.name, notes=tuple(notes))
