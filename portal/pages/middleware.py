"""Language by path, and headers that every answer carries."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from portal.kernel import languages, limits, once
from portal.page_cache import parts

_READING: Final = frozenset({"GET", "HEAD"})
_APART: Final = (f"/{settings.ADMIN_PATH}", "/healthz", "/readyz")
"""The admin sees what it changes; the signs of life answer without the database."""
GetResponse = Callable[[HttpRequest], HttpResponse]


class PathLanguageMiddleware:
    """The address alone decides the language, so that an answer never varies with headers or cookies.

    A page that is read remembers what its parts read until it is done (``portal.kernel.once``), and may be put together from parts
    that were drawn before (``portal.page_cache.parts``).

    Wagtail's admin activates each editor's own language itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the path's language for the time of the request."""
        language = languages.of_path(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            if request.method in _READING and not request.path_info.startswith(_APART):
                with once.remembering(), parts.using():
                    response = self.get_response(request)
            else:
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", language.value)
        return response


class HeadersMiddleware:
    """Adds the permissions policy everywhere and the admin's own content security policy there.

    A preview is a public page drawn inside an answer of the admin: it gets the admin's policy in place of the public one,
    which forbids every frame; the editor's panel is a frame of the own origin. Files that the admin hands out keep their own,
    stricter policy.

    Whoever asked too often is told when to come back (RFC 6585, section 4), whatever page says so.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set headers that are not set yet, and the admin's policy on previews in any case."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers.setdefault("Retry-After", str(limits.WINDOW))
        if getattr(request, "is_preview", False):
            response.headers["Content-Security-Policy"] = settings.ADMIN_CONTENT_SECURITY_POLICY
        elif request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            response.headers.setdefault("Content-Security-Policy", settings.ADMIN_CONTENT_SECURITY_POLICY)
        return response


class PatientRedirectMiddleware(RedirectMiddleware):  # type: ignore[misc]  # Wagtail has no types
    """Looks for a redirect behind an answer 404, and lets the answer stand while the database is away.

    Programs that read calendars keep what they have at 404 and may give up at 500.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return a redirect where there is one, otherwise the answer as it came."""
        try:
            found: HttpResponse = super().process_response(request, response)
        except (InterfaceError, OperationalError):
            return response
        return found
