"""Serving calendar files: validators, compression, no cookie."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from events.calendars import feed, health, selection
from portal.kernel import clock, languages, slugs

CONTENT_TYPE = "text/calendar; charset=utf-8"
CACHE_CONTROL = "public, max-age=900, stale-if-error=86400"
RETRY_SECONDS = "900"


def _headers(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = CACHE_CONTROL
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Vary"] = "Accept-Encoding"
    return response


def _wants_gzip(request: HttpRequest) -> bool:
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _separator, weight = part.strip().partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "").removeprefix("q=") not in {"0", "0.0", "0.00", "0.000"}
    return False


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Serve the calendar of all events in the path's language; 304 by either validator, 503 when there is nothing good."""
    language, now = languages.current(), clock.now()
    agent = request.headers.get("User-Agent", "")
    health.note(name=selection.EVERYTHING.name, language=language, user_agent=agent, now=now)
    try:
        found = feed.current(language=language, now=now)
    except feed.NoFeedError:
        unavailable = HttpResponse(status=503, content_type="text/plain; charset=utf-8")
        unavailable["Retry-After"] = RETRY_SECONDS
        unavailable["Cache-Control"] = "no-store"
        return unavailable
    compressed = _wants_gzip(request)
    etag = found.etag_for(compressed=compressed)
    modified = int(found.changed_at.timestamp()) if found.changed_at else None
    response = HttpResponse(found.compressed if compressed else found.body, content_type=CONTENT_TYPE)
    response["ETag"] = etag
    if compressed:
        response["Content-Encoding"] = "gzip"
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    answer = get_conditional_response(request, etag=etag, last_modified=modified, response=response)
    return _headers(answer or response)


@require_safe
def event_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Offer the file of one public event for download."""
    try:
        body = feed.single(key, languages.current())
    except feed.NoFeedError as error:
        raise Http404 from error
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slugs.slug(str(key))}.ics"'
    return _headers(response)
