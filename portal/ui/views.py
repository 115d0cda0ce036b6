"""Error pages and the catalogue of components."""

import logging
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from portal.kernel import languages, log_safety, references
from portal.ui import motifs

logger = logging.getLogger(__name__)
DRAWING_KEY = re.compile(r"[0-9a-f]{16}")
FOR_EVER = 31_536_000
A_WEEK = 604_800
FAVICON: Final = Path(__file__).parent / "static" / "ui" / "favicon.ico"


def reference() -> str:
    """Return a short random reference that can be read out on the telephone."""
    return references.make(groups=(4, 4))


def _stylesheet() -> str:
    try:
        return static("ui/portal.css")
    except ValueError:
        return f"{settings.STATIC_URL}ui/portal.css"


def _bare(name: str, status: int, context: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a page in both languages that needs no database, no context processor and no catalogue of names."""
    known = {"stylesheet": _stylesheet(), "site_name": settings.SITE_NAME_VI}
    template = loader.get_template(f"ui/errors/{name}.html")
    return HttpResponse(template.render({**known, **(context or {})}), status=status)


def _in_shell(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """Return a page with menu and search; a bare one where even these fail."""
    try:
        return HttpResponse(loader.render_to_string(f"ui/errors/{name}.html", {}, request), status=status)
    except TemplateDoesNotExist:
        raise
    except Exception:
        logger.exception("The error page %s could not be drawn with the menu", name)
        return _bare("bare", status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a request that makes no sense, or that holds too much; the host name may be wrong, so nothing is looked up."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _bare("413", 413)
    return _bare("400", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a request that the visitor may not make."""
    return _in_shell(request, "403", 403)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer a request for an address that takes only other methods, such as a button's address opened from the history."""
    return _in_shell(request, "405", 405)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    logger.warning("Form refused at %s: %s", log_safety.without_secrets(request.path), reason)
    return _in_shell(request, "403_form", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer a request for something that is not there."""
    return _in_shell(request, "404", 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- allauth's signature
    """Answer a visitor who asked too often."""
    return _in_shell(request, "429", 429)


def file_unavailable(request: HttpRequest) -> HttpResponse:
    """Answer where a file could not be made; the log says why, and everything else of the portal serves."""
    return _in_shell(request, "503_file", 503)


def _is_away(failure: BaseException | None) -> bool:
    """Say whether a service did not answer; a table or column that SQLite misses is a fault of ours."""
    if isinstance(failure, OperationalError | InterfaceError):
        return not str(failure).startswith("no such ")
    # Redis, 8 MB, is loaded where the operator named a server; its errors come from nowhere else.
    redis = sys.modules.get("redis.exceptions")
    return redis is not None and isinstance(failure, redis.ConnectionError | redis.TimeoutError)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the portal itself failed; the reference stands in the log beside the failure.

    Django calls this while it handles the failure, whether a view or a middleware raised it. Where database or cache
    did not answer, the portal is not broken but away for a while: 503, so that browsers and machines come again.
    """
    failure = sys.exception()
    if _is_away(failure):
        logger.error("Database or cache did not answer at %s: %s", log_safety.without_secrets(request.path), failure)
        return service_unavailable(request)
    number = reference()
    logger.error("Server error %s at %s", number, log_safety.without_secrets(request.path))
    return _bare("500", 500, {"reference": number})


def service_unavailable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- a handler's signature
    """Answer while database or cache do not answer; the reader's language comes first."""
    response = _bare("503_en" if languages.of_path(request.path_info) is languages.Language.ENGLISH else "503", 503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "300"
    return response


@require_safe
@never_cache
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, where the settings allow it."""
    if not getattr(settings, "UI_CATALOGUE_ENABLED", False):
        raise Http404
    from portal.ui import samples  # noqa: PLC0415 -- sample data is loaded only where it is shown

    return TemplateResponse(request, "ui/catalogue.html", {"groups": samples.groups()})


@require_safe
@cache_control(public=True, max_age=FOR_EVER, immutable=True)
def drawing(_request: HttpRequest, motif: str, key: str) -> HttpResponse:
    """Return the drawn picture of a key as an image of its own, so that lists stay light and browsers keep it."""
    if not DRAWING_KEY.fullmatch(key) or (motif != "any" and motif not in motifs.SHAPES):
        raise Http404
    return HttpResponse(motifs.picture(key, motif if motif != "any" else None), content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=A_WEEK)
def favicon(_request: HttpRequest) -> HttpResponse:
    """Return the emblem at the address that browsers, feed readers and calendars ask for without being told."""
    return HttpResponse(FAVICON.read_bytes(), content_type="image/vnd.microsoft.icon")
