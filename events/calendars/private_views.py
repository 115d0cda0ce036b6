"""Serving private calendars: by a secret in the address, or by HTTP Basic with a password made for calendars only.

No session is read and no cookie set. A secret that was revoked answers 410, upon which Thunderbird gives the calendar up for good; one that
nobody ever had answers 404 and counts against its connection.
"""

import base64
import binascii
from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.calendars import coding, private_feed
from events.calendars.private_feed import PrivateFeed
from events.calendars.views import CONTENT_TYPE, RETRY_SECONDS
from events.domain import private_calendars
from events.domain.private_calendars import Holder, Secret
from exhibitors import queries as exhibitors
from exhibitors.models import Organisation
from portal.accounts.models import User
from portal.kernel import clock, languages, limits

CACHE_CONTROL = "private, max-age=900"
REALM = 'Basic realm="calendar", charset="UTF-8"'
Maker = Callable[[], PrivateFeed]


def _plain(status: HTTPStatus, words: str = "") -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _too_many() -> HttpResponse:
    answer = _plain(HTTPStatus.TOO_MANY_REQUESTS, _("Too many attempts. Try again in ten minutes."))
    answer["Retry-After"] = str(limits.WINDOW)
    return answer


def _serve(request: HttpRequest, *, key: str, make: Maker, vary: str) -> HttpResponseBase:
    if not limits.calendar_may_be_fetched(key):
        return _too_many()
    try:
        found = make()
    except private_feed.DamagedFeedError:
        unavailable = _plain(HTTPStatus.SERVICE_UNAVAILABLE)
        unavailable["Retry-After"] = RETRY_SECONDS
        return unavailable
    compressed = coding.wants_gzip(request)
    etag = f'"{found.etag}-gzip"' if compressed else f'"{found.etag}"'
    modified = int(found.changed_at.timestamp())
    response = HttpResponse(found.compressed if compressed else found.body, content_type=CONTENT_TYPE)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    if compressed:
        response["Content-Encoding"] = "gzip"
    answer = get_conditional_response(request, etag=etag, last_modified=modified, response=response) or response
    answer["Cache-Control"] = CACHE_CONTROL
    answer["Vary"] = vary
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _by_secret(request: HttpRequest, kind: Secret, secret: str) -> Holder | HttpResponse:
    try:
        holder = private_calendars.opened(kind=kind, secret=secret, now=clock.now())
    except private_calendars.RevokedError:
        return _plain(HTTPStatus.GONE, _("This calendar address was revoked."))
    if holder is None:
        if not limits.secret_may_be_tried(request, "calendar"):
            return _too_many()
        raise Http404
    return holder


@require_safe
def personal(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Serve a person's calendar to whoever knows the secret."""
    holder = _by_secret(request, Secret.PERSONAL, secret)
    if isinstance(holder, HttpResponse):
        return holder
    return _personal(request, holder.user, vary="Accept-Encoding")


@require_safe
def organisation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Serve an organisation's calendar to a member who knows the secret and is one still."""
    holder = _by_secret(request, Secret.ORGANISATION, secret)
    if isinstance(holder, HttpResponse):
        return holder
    assert holder.membership is not None  # noqa: S101 -- a secret of this kind hangs on a membership
    return _organisation(request, holder.user, holder.membership.organisation, vary="Accept-Encoding")


def _personal(request: HttpRequest, user: User, *, vary: str) -> HttpResponseBase:
    def make() -> PrivateFeed:
        return private_feed.of_person(user, language=languages.current(), now=clock.now())

    return _serve(request, key=f"person {user.pk}", make=make, vary=vary)


def _organisation(request: HttpRequest, user: User, of: Organisation, *, vary: str) -> HttpResponseBase:
    def make() -> PrivateFeed:
        return private_feed.of_organisation(of, language=languages.current(), now=clock.now())

    return _serve(request, key=f"organisation {of.pk} {user.pk}", make=make, vary=vary)


def _credentials(request: HttpRequest) -> tuple[str, str] | None:
    """Return address and password of HTTP Basic (RFC 7617), None where there are none that can be read."""
    scheme, _separator, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        words = base64.b64decode(given.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    email, separator, password = words.partition(":")
    return (email, password) if separator else None


def _by_password(request: HttpRequest) -> User | HttpResponse:
    given = _credentials(request)
    if given is not None:
        user = private_calendars.signed_in(email=given[0], password=given[1], now=clock.now())
        if user is not None:
            return user
        if not limits.secret_may_be_tried(request, "calendar"):
            return _too_many()
    refused = _plain(HTTPStatus.UNAUTHORIZED, _("Sign in with your e-mail address and your calendar password."))
    refused["WWW-Authenticate"] = REALM
    return refused


@require_safe
def signed_in_personal(request: HttpRequest) -> HttpResponseBase:
    """Serve the calendar of the person whose address and calendar password the program sends."""
    user = _by_password(request)
    if isinstance(user, HttpResponse):
        return user
    return _personal(request, user, vary="Accept-Encoding, Authorization")


@require_safe
def signed_in_organisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Serve the calendar of an organisation to its member; a foreign or unknown one answers 404."""
    user = _by_password(request)
    if isinstance(user, HttpResponse):
        return user
    own = next((row for row in exhibitors.memberships_of(user) if row.organisation.slug == slug), None)
    if own is None:
        raise Http404
    return _organisation(request, user, own.organisation, vary="Accept-Encoding, Authorization")
