"""The page of changes, by day and filtered, and the Atom feed of them."""

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events import queries
from events.enums import ProgrammeChangeKind
from events.models import EventPage
from events.programme import atom, changes
from events.programme.changes import Shown
from portal.kernel import clock, languages
from portal.pages import listing, shell
from portal.pages.listing import FacetSpec, Rows, SortSpec

EVENT: Final = "event"
NEWEST: Final = SortSpec("newest", gettext_lazy("Newest first"), ("-at", "-pk"))
OLDEST: Final = SortSpec("oldest", gettext_lazy("Oldest first"), ("at", "pk"))
CACHE_CONTROL: Final = "public, max-age=900, stale-if-error=86400"


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of one day."""

    date: date
    changes: tuple[Shown, ...]


def _kind_facet() -> FacetSpec:
    return FacetSpec(
        "kind",
        gettext_lazy("Kind of change"),
        lambda: [(value, str(label)) for value, label in ProgrammeChangeKind.choices],
        listing.choose_by("kind"),
        listing.count_by("kind"),
    )


def _event_facet(request: HttpRequest) -> list[FacetSpec]:
    """Return the filter of one event, where the address names one that readers may see."""
    try:
        key = uuid.UUID(request.GET.get(EVENT, ""))
    except ValueError:
        return []
    page: EventPage | None = queries.listed().filter(translation_key=key).first()
    if page is None:
        return []

    def apply(rows: Rows, _values: list[str]) -> Rows:
        return rows.filter(event_key=key)

    return [FacetSpec(EVENT, gettext_lazy("Event"), lambda: [(str(key), page.title)], apply, multiple=False)]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what changed in the programme, the newest first, by day; filtered by kind of change and by event."""
    language = languages.current()
    index = queries.index_page(language)
    if index is not None:
        shell.add_breadcrumbs(request, (index.title, index.url or ""))
    built = listing.build(
        request=request,
        rows=changes.visible(language),
        facets=(_kind_facet(), *_event_facet(request)),
        sorts=(NEWEST, OLDEST),
    )
    days = groupby(changes.shown(built.items, language), key=lambda change: clock.local(change.at).date())
    context: dict[str, Any] = {
        "listing": built,
        "days": [Day(day, tuple(rows)) for day, rows in days],
        "feed_url": reverse("events:changes-feed"),
        "events_url": index.url if index else "",
        "page_title": _("What changed in the programme"),
    }
    return render(request, "events/changes.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Serve the newest changes as Atom (RFC 4287): stable names, no cookie, 304 by either validator."""
    made = atom.render(languages.current())
    response = HttpResponse(made.body, content_type=atom.CONTENT_TYPE)
    modified = int(made.changed_at.timestamp()) if made.changed_at else None
    response["ETag"] = made.etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    answer = get_conditional_response(request, etag=made.etag, last_modified=modified, response=response) or response
    answer["Cache-Control"] = CACHE_CONTROL
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
