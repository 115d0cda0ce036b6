"""Live streams of sound and film: which addresses an editor may give, and what a reader's device is told of them.

A stream is played by the browser's own elements (decision 0042). Only servers that the operator named (``PORTAL_STREAM_HOSTS``) are
taken, because a reader's device tells whoever serves a stream its network address.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SAFE: Final = re.compile(r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~!$&()*+,=:@%/?-]*$")
"""What may stand in an address: nothing that could end an attribute or add to a header."""


class StreamKind(Enum):
    """A kind of stream; the value is its media type, "" where the address does not tell."""

    HLS = "application/vnd.apple.mpegurl"
    MP3 = "audio/mpeg"
    AAC = "audio/aac"
    SOUND = ""


_KINDS: Final = {".m3u8": StreamKind.HLS, ".mp3": StreamKind.MP3, ".aac": StreamKind.AAC}


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream at a server that the operator permits; ``host`` is with its port where that is another than 443."""

    address: str
    host: str
    kind: StreamKind

    @property
    def origin(self) -> str:
        """The server as the content security policy names it."""
        return f"https://{self.host}"

    @property
    def media_type(self) -> str:
        """The media type, "" where it is not known."""
        return self.kind.value

    @property
    def is_film(self) -> bool:
        """Whether a player for film is shown; HLS of sound alone plays there too."""
        return self.kind is StreamKind.HLS


def parse(address: str) -> Stream | None:
    """Return the stream that an address means; None for one that is not https, or not at a permitted server.

    HLS is told by ``.m3u8`` (RFC 8216 section 4), everything else is a stream of sound as Icecast sends it, whatever its name.
    """
    given = address.strip()
    if not _SAFE.match(given):
        return None
    parts = urlsplit(given)
    host = parts.netloc.lower().removesuffix(":443")
    if host not in settings.STREAM_HOSTS:
        return None
    name = parts.path.lower()
    kind = next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), StreamKind.SOUND)
    return Stream(given, host, kind)


def problem(address: str, *, only_sound: bool = False) -> "_StrPromise | None":
    """Return why an editor cannot give this address, None where it can be given or there is none."""
    if not address.strip():
        return None
    found = parse(address)
    if found is None:
        if not settings.STREAM_HOSTS:
            return _("No server for live streams is permitted on this portal yet. Ask its operator.")
        sentence = _("Give an https address at one of these servers: %(hosts)s.")
        return lazystr(sentence % {"hosts": ", ".join(settings.STREAM_HOSTS)})
    if only_sound and found.is_film:
        return _("This is a stream of the kind HLS (.m3u8). Give it as the address of the live stream.")
    return None


def refused(row: Model, *, known: Callable[[str, str], bool]) -> "dict[str, _StrPromise]":
    """Return why an editor cannot give the addresses of a story or programme, by field.

    ``known`` says whether a field held an address before. Such a one stays where its server is no longer permitted:
    nothing plays it (``parse``), and what names it can still be saved, published and translated.
    """
    found = {}
    for name, only_sound in (("stream_address", False), ("stream_sound_address", True)):
        address = getattr(row, name)
        said = problem(address, only_sound=only_sound)
        if said and not (parse(address) is None and known(name, address)):
            found[name] = said
    return found


def of(address: str, sound_address: str) -> tuple[Stream, ...]:
    """Return the permitted streams of two addresses, each once: what is shown first, then sound alone."""
    found = [stream for given in (address, sound_address) if given and (stream := parse(given)) is not None]
    return tuple(dict.fromkeys(found))


def permit(response: HttpResponse, streams: Iterable[Stream]) -> None:
    """Let this one page play from the servers of its streams; nothing is asked there before the reader clicks."""
    origins = sorted({stream.origin for stream in streams})
    if origins:
        response._csp_update = {"media-src": origins}  # type: ignore[attr-defined]  # noqa: SLF001 -- how django-csp is told
