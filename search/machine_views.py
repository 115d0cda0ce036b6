"""Files for machines: site map, robots, OpenSearch description and security contact."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import site_maps
from portal.pages.models import ResponsibleBody
from search import sitemap, sitemap_files

_HOUR = 3600
_DAY = 86_400
_SECURITY_VALID = timedelta(days=180)


def _answer(content: str, content_type: str, *, seconds: int) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    patch_cache_control(response, public=True, max_age=seconds)
    return response


@require_safe
def site_map(request: HttpRequest) -> HttpResponseBase:
    """Send all addresses, or where they are too many for one file, the list of the files."""
    entries = sitemap.whole()
    if entries is not None:
        return _stream(request, sitemap_files.addresses(entries))
    urls = [f"{settings.BASE_URL}{reverse('sitemap-part', args=[part.kind, part.number])}" for part in sitemap.parts()]
    return _stream(request, sitemap_files.files(urls))


@require_safe
def site_map_part(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Send one file of a long site map; 404 for one that holds nothing."""
    if kind not in list(sitemap.Kind) or number > sitemap.LAST:
        raise Http404
    entries = sitemap.entries(sitemap.Part(sitemap.Kind(kind), number))
    if not entries:
        raise Http404
    return _stream(request, sitemap_files.addresses(entries))


def _stream(request: HttpRequest, pieces: Iterator[bytes]) -> HttpResponseBase:
    """Send the pieces of a file, or 304 to whoever has it already."""
    # Whether it is the same shows when it is written only: a move or a restriction leaves no date behind.
    written = list(pieces)
    summed = hashlib.blake2b(digest_size=16)
    for piece in written:
        summed.update(piece)
    etag = f'"{summed.hexdigest()}"'
    # The answer that is given where nothing has to be sent, or None.
    same = get_conditional_response(request, etag=etag)
    response = same or StreamingHttpResponse(written, content_type="application/xml; charset=utf-8")
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=_HOUR)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Let machines read everything but pages of results and accounts, and name the site maps."""
    closed = []
    for language in Language:
        with translation.override(language):
            closed.extend([reverse("search:results"), reverse("account_login").removesuffix("login/")])
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {settings.BASE_URL}{reverse(name)}" for name in ("sitemap", *site_maps.registered())]
    return _answer("\n".join(lines) + "\n", "text/plain", seconds=_DAY)


@require_safe
def opensearch(request: HttpRequest, language: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Describe the search for browsers, in one language."""
    with translation.override(language):
        name = settings.SITE_NAME_EN if language == Language.ENGLISH else settings.SITE_NAME_VI
        address = f"{settings.BASE_URL}{reverse('search:results')}"
        context = {
            "name": name,
            # Catalogues are not made of XML files.
            "description": _("Technologies, needs, events, courses, organisations, news and policies"),
            "address": address,
            "base_url": settings.BASE_URL,
        }
        content = render_to_string("search/opensearch.xml", context)
    return _answer(content, "application/opensearchdescription+xml", seconds=_DAY)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Name whom to tell of a weakness (RFC 9116): the responsible body; 404 until it has an address."""
    body: ResponsibleBody | None = ResponsibleBody.for_request(request)
    if body is None or not body.email:
        raise Http404
    # The first of the month keeps the file the same for a month, so that it can be cached and compared.
    month = clock.now().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{body.email}",
        f"Expires: {(month + _SECURITY_VALID).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.BASE_URL}{reverse('security')}",
    ]
    return _answer("\n".join(lines) + "\n", "text/plain", seconds=_DAY)
