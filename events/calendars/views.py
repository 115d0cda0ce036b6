"""Serving calendar files: validators, compression, no cookie."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from events.calendars import access, coding, feed, health, selection, snapshots
from events.calendars.selection import Selection
from events.calendars.snapshots import Feed
from portal.kernel import clock, languages, slugs
from portal.kernel.languages import Language
from registration import subjects

Maker = Callable[[Selection, Language, datetime], Feed]

CONTENT_TYPE = "text/calendar; charset=utf-8"
CACHE_CONTROL = "public, max-age=900, stale-if-error=86400"
RETRY_SECONDS = "900"


def _headers(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    return access.opened(response)


def _plain(status: int, **headers: str) -> HttpResponse:
    """Answer without a calendar: programs keep what they have; never 200 (it would empty them), never 410."""
    return access.opened(
        HttpResponse(
            status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store", **headers}
        )
    )


def answer(request: HttpRequest, found: Feed, content_type: str) -> HttpResponse:
    """Return a file with its validators, compressed where that is asked for, or 304 by either of them.

    A change that followed another in the same second has a date that is still to come. What is told then is the present
    (RFC 9110, 8.8.2.1), what is compared is the date itself, so that whoever asks with the earlier one gets the file.
    """
    compressed = coding.wants_gzip(request)
    etag = found.etag_for(compressed=compressed)
    modified = int(found.changed_at.timestamp()) if found.changed_at else None
    # Without a body first: compressing one for somebody who has it already would cost more than all the rest.
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(found.compressed if compressed else found.body, content_type=content_type)
        if compressed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(min(modified, int(clock.now().timestamp())))
    return _headers(response)


def serve(request: HttpRequest, make: Maker, content_type: str) -> HttpResponse:
    """Serve what is made of the address's filters in the path's language.

    404 for filters that are not understood, 503 when there is nothing good.
    """
    try:
        found = make(selection.from_query(request.GET), languages.current(), clock.now())
    except selection.UnknownSelectionError:
        return _plain(404)
    except feed.NoFeedError:
        return _plain(503, **{"Retry-After": RETRY_SECONDS})
    return answer(request, found, content_type)


def _noted(request: HttpRequest, found: Feed, chosen: Selection, language: Language, now: datetime) -> Feed:
    snapshots.note_fetch(chosen, language)
    health.note(name=chosen.name, language=language, user_agent=request.headers.get("User-Agent", ""), now=now)
    return found


def known(request: HttpRequest, language: Language) -> HttpResponse | None:
    """Answer with a calendar that this process remembers, if it is still right; None for everything else, faults included."""
    now = clock.now()
    try:
        chosen = selection.from_query(request.GET)
        found = feed.known(chosen=chosen, language=language, now=now)
    except Exception:  # noqa: BLE001 -- the view meets the same again and knows what to do
        return None
    return None if found is None else answer(request, _noted(request, found, chosen, language, now), CONTENT_TYPE)


@access.for_every_origin
def calendar(request: HttpRequest) -> HttpResponse:
    """Serve the calendar and count what kind of program asked."""

    def make(chosen: Selection, language: Language, now: datetime) -> Feed:
        found = feed.current(chosen=chosen, language=language, now=now)
        return _noted(request, found, chosen, language, now)

    return serve(request, make, CONTENT_TYPE)


@access.for_every_origin
def event_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Offer the file of one public event for download; 304 by either validator, 503 for a file that is damaged."""
    try:
        found = feed.single(key, languages.current())
    except feed.NoFeedError:
        return _plain(404)
    except subjects.DamagedFileError:
        return _plain(503, **{"Retry-After": RETRY_SECONDS})
    response = answer(request, found, CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slugs.slug(str(key))}.ics"'
    return response
