"""Error pages and the component catalogue."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def _plain(status: int) -> HttpResponse:
    return HttpResponse(f"{status}", status=status)


def bad_request(_request: HttpRequest, _exception: Any = None) -> HttpResponse:
    """400."""
    return _plain(400)


def permission_denied(_request: HttpRequest, _exception: Any = None) -> HttpResponse:
    """403."""
    return _plain(403)


def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing."""
    return _plain(403)


def not_found(_request: HttpRequest, _exception: Any = None) -> HttpResponse:
    """404."""
    return _plain(404)


def server_error(_request: HttpRequest) -> HttpResponse:
    """500."""
    return _plain(500)
