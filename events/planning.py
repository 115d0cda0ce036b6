"""Every event that is public or planned within some days, with who may see its title; drafts as they were saved last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageViewRestriction, Revision

from events import permissions
from events.domain import clashes
from events.models import EventOrganiser, EventPage, EventSession
from exhibitors.models import Organisation
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.vocabularies.models import AdministrativeUnit, Term

ONE_DAY: Final = timedelta(days=1)
OUTER_DAY: Final = timedelta(days=2)
PLAIN: Final = ("kind", "level", "attendance_mode", "is_all_day", "venue_name", "status")
RELATED: Final = ("sessions", "organisers__organisation", "fields", "audiences")


@dataclass(frozen=True, slots=True)
class Planned:
    """One event. ``shown`` has its times, programme and people, of a draft those saved last.

    ``is_public`` says that everybody reads it, ``may_edit`` that the viewer does; others know only that it is there.
    """

    page: EventPage
    shown: EventPage
    facts: clashes.Facts | None
    is_public: bool
    may_edit: bool
    goes_live_at: datetime | None = None

    @property
    def title_is_visible(self) -> bool:
        """Whether the viewer may know what it is called."""
        return self.is_public or self.may_edit

    @property
    def is_draft(self) -> bool:
        """Whether it was not published yet, or was taken off."""
        return not self.page.live

    @property
    def title(self) -> str:
        """The title that is public, of a draft the one saved last."""
        return str(self.page.draft_title if self.is_draft else self.page.title)


def between(first: date, last: date, *, viewer: Any) -> list[Planned]:
    """Return the events of the portal that touch the days from ``first`` to ``last``, by beginning; twelve queries at most.

    One for each event, whatever its languages: a public page before a draft, the reader's language before the other.
    """
    starts, ends = clock.at(first), clock.at(last + ONE_DAY)
    own = set(
        permissions.own_pages(viewer, EventPage.objects.filter(_touching(starts, ends))).values_list("pk", flat=True)
    )
    rows = [*_live(starts, ends), *_drafts(starts, ends)]
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    scheduled = _scheduled([page.pk for page, _shown in rows])
    chosen: dict[UUID, tuple[EventPage, EventPage]] = {}
    language = languages.current()
    for page, shown in sorted(rows, key=lambda row: _order(row[0], language)):
        chosen.setdefault(page.translation_key, (page, shown))
    found = [
        Planned(
            page=page,
            shown=shown,
            facts=clashes.facts(shown),
            is_public=page.live and not page.path.startswith(restricted),
            may_edit=page.pk in own,
            goes_live_at=scheduled.get(page.pk),
        )
        for page, shown in chosen.values()
    ]
    return sorted(found, key=lambda event: (event.shown.starts_at, event.page.pk))


def _order(page: EventPage, language: Language) -> tuple[bool, bool, int]:
    return not page.live, page.locale.language_code != language, page.pk


def _touching(starts: datetime, ends: datetime) -> Q:
    """Return what narrows pages to those that may touch a time: public ones by their row, drafts by what was saved last."""
    return Q(live=True, starts_at__lt=ends, ends_at__gte=starts) | Q(live=False)


def _live(starts: datetime, ends: datetime) -> Iterable[tuple[EventPage, EventPage]]:
    rows = EventPage.objects.live().filter(alias_of=None).overlapping(starts, ends)
    for page in rows.select_related("locale", "place").defer("body").prefetch_related(*RELATED):
        yield page, page


def _drafts(starts: datetime, ends: datetime) -> Iterable[tuple[EventPage, EventPage]]:
    """Yield pages that are not public, with what their latest version says; the row of a draft keeps what was typed first."""
    # Times are kept as text in UTC, "2026-12-12T07:00:00Z": texts compare as their days do, and the exact comparison follows.
    early, late = ((starts - OUTER_DAY).date().isoformat(), (ends + OUTER_DAY).date().isoformat())
    rows = (
        EventPage.objects.filter(live=False, alias_of=None, latest_revision__isnull=False)
        .annotate(draft_starts=_saved("starts_at"), draft_ends=_saved("ends_at"))
        .filter(draft_starts__lt=late, draft_ends__gte=early)
        .select_related("locale", "latest_revision")
        .defer("body")
    )
    pages = list(rows)
    places = AdministrativeUnit.objects.in_bulk({page.latest_revision.content.get("place") for page in pages} - {None})
    organisers = {
        row.get("organisation") for page in pages for row in page.latest_revision.content.get("organisers", ())
    }
    organisations = Organisation.objects.in_bulk(organisers - {None})
    for page in pages:
        shown = _as_saved(page, page.latest_revision.content, places, organisations)
        if shown is not None and shown.starts_at < ends and shown.ends_at >= starts:
            yield page, shown


def _saved(name: str) -> Cast:
    return Cast(KeyTextTransform(name, "latest_revision__content"), TextField())


def _as_saved(
    page: EventPage,
    content: dict[str, Any],
    places: dict[int, AdministrativeUnit],
    organisations: dict[int, Organisation],
) -> EventPage | None:
    """Return an event with the times, programme and people of a version; None where its times are missing."""
    starts_at, ends_at = (parse_datetime(content.get(name) or "") for name in ("starts_at", "ends_at"))
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return None
    shown = EventPage(
        translation_key=page.translation_key,
        starts_at=starts_at,
        ends_at=ends_at,
        place=places.get(content.get("place") or 0),
        **{name: content[name] for name in PLAIN if name in content},
    )
    shown.sessions = [session for row in content.get("sessions", ()) if (session := _session(row)) is not None]
    shown.organisers = [
        EventOrganiser(organisation=organisations.get(row.get("organisation") or 0), name=row.get("name") or "")
        for row in content.get("organisers", ())
    ]
    shown.fields = [Term(pk=pk) for pk in content.get("fields", ())]
    shown.audiences = [Term(pk=pk) for pk in content.get("audiences", ())]
    return shown


def _session(row: dict[str, Any]) -> EventSession | None:
    starts_at, ends_at = (parse_datetime(row.get(name) or "") for name in ("starts_at", "ends_at"))
    if starts_at is None or ends_at is None:
        return None
    key = row.get("translation_key")
    return EventSession(title=row.get("title") or "", starts_at=starts_at, ends_at=ends_at, translation_key=key)


def _scheduled(pks: list[int]) -> dict[int, datetime]:
    rows = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pks], approved_go_live_at__isnull=False)
    return {int(pk): instant for pk, instant in rows.values_list("object_id", "approved_go_live_at")}


def pages_of(viewer: Any) -> Any:
    """Return all pages that the viewer may change, as a queryset."""
    return permissions.own_pages(viewer, Page.objects.all())
