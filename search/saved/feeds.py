"""Serving a search as Atom and as a calendar: validators, no cookie, nothing for the indexes of search engines."""

import hashlib
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from portal.kernel import clock, first_seen, languages
from portal.pages.dated_files import DamagedError
from search.saved import atom, wanted
from search.saved import calendar as calendars
from search.saved.wanted import UnknownSearchError, Wanted

CACHE_CONTROL: Final = "public, max-age=900, stale-if-error=86400"
RETRY_SECONDS: Final = "900"
SEEN_SECONDS: Final = 30 * 86_400


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Serve what the search of the address finds as Atom; 404 for a search that is not understood in full."""
    looked_for, language = _asked(request), languages.current()
    body = atom.render(looked_for, language, clock.now())
    return _answer(request, body, atom.CONTENT_TYPE, atom.path(looked_for, language))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Serve the events and deadlines among what the search finds; 404 where nothing of it could have a date."""
    looked_for, language = _asked(request), languages.current()
    try:
        body = calendars.render(looked_for, language, clock.now())
    except DamagedError:
        # Never an empty calendar with 200: programs would take everything away.
        return HttpResponse(
            status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": RETRY_SECONDS}
        )
    if body is None:
        raise Http404
    return _answer(request, body, calendars.CONTENT_TYPE, calendars.path(looked_for, language))


def _asked(request: HttpRequest) -> Wanted:
    try:
        return wanted.from_query(request.GET)
    except UnknownSearchError as error:
        raise Http404 from error


def _answer(request: HttpRequest, body: bytes, content_type: str, address: str) -> HttpResponse:
    digest = hashlib.sha256(body).hexdigest()[:32]
    name = f"search:file:{hashlib.sha256(address.encode()).hexdigest()}"
    modified = int(first_seen.of(name, digest=digest, now=clock.now(), seconds=SEEN_SECONDS).timestamp())
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag = f'"{digest}"'
    response["Last-Modified"] = http_date(modified)
    answer = get_conditional_response(request, etag=etag, last_modified=modified, response=response) or response
    answer["Cache-Control"] = CACHE_CONTROL
    answer["X-Robots-Tag"] = "noindex"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
