"""Sound and film in parts: players that jump ask for a range of bytes (RFC 9110, section 14), podcast directories demand it."""

import re
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils._os import safe_join
from django.utils.http import http_date, parse_http_date_safe
from django.views.static import serve
from wagtail import hooks
from wagtail.documents.models import document_served
from wagtail.documents.views.serve import serve as wagtail_serve

from portal.media import recordings
from portal.media.models import PortalDocument

RANGE: Final = re.compile(r"^bytes=(\d*)-(\d*)$")
CAPTIONS_ENDING: Final = ".vtt"
CACHE_CONTROL: Final = "public, max-age=86400"


class _Part:
    """A part of a file, read as a file is."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes of the part."""
        wanted = self._left if size < 0 else min(size, self._left)
        found = self._file.read(wanted)
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of a range; None for what is to be answered in full. Raises ValueError beyond the end.

    More than one range is answered in full, as the standard allows.
    """
    found = RANGE.match(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise ValueError(header)
        return max(size - int(last), 0), size - 1
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise ValueError(header)
    return start, end


def _is_current(request: HttpRequest, etag: str, changed: float) -> bool:
    condition = request.headers.get("If-Range", "")
    if not condition:
        return True
    return condition == etag or parse_http_date_safe(condition) == int(changed)


def respond(request: HttpRequest, path: Path) -> HttpResponseBase:
    """Return a sound or film, or the part that was asked for: 206 with its range, 416 for one beyond the end, 304 if known."""
    about = path.stat()
    etag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(about.st_mtime),
        "Cache-Control": CACHE_CONTROL,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    if etag in (tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    asked = None
    if "Range" in request.headers and _is_current(request, etag, about.st_mtime):
        try:
            asked = _asked(request.headers["Range"], about.st_size)
        except ValueError:
            return HttpResponse(
                status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                headers=headers | {"Content-Range": f"bytes */{about.st_size}"},
            )
    first, last = asked or (0, about.st_size - 1)
    file = path.open("rb")
    file.seek(first)
    response = FileResponse(
        _Part(file, last - first + 1),
        status=HTTPStatus.PARTIAL_CONTENT if asked else HTTPStatus.OK,
        content_type=recordings.type_of_name(path.name),
        headers=headers,
    )
    response.headers["Content-Length"] = str(last - first + 1)
    if asked:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{about.st_size}"
    return response


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the media folder where no web server does it: sound and film in parts, all else as it is."""
    if request.method in {"GET", "HEAD"} and recordings.of_name(path) is not None:
        full = Path(safe_join(settings.MEDIA_ROOT, path))
        if not full.is_file():
            raise Http404
        return respond(request, full)
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    if path.lower().endswith(CAPTIONS_ENDING):
        response.headers["Content-Type"] = "text/vtt; charset=utf-8"
    return response


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document at its public address: sound and film in parts, all else as Wagtail does.

    Whatever restricts a document (Wagtail's hooks) restricts both.
    """
    if recordings.of_name(document_filename) is None or request.method not in {"GET", "HEAD"}:
        answer: HttpResponseBase = wagtail_serve(request, document_id, document_filename)
        return answer
    found = get_object_or_404(PortalDocument, pk=document_id)
    if found.filename != document_filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        refused = hook(found, request)
        if isinstance(refused, HttpResponse):
            return refused
    path = Path(found.file.path)
    if not path.is_file():
        raise Http404
    document_served.send(sender=PortalDocument, instance=found, request=request)
    return respond(request, path)
