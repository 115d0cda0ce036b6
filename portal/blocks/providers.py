"""Video providers whose frames the content security policy allows, and the parsing of their addresses."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_HOSTS: Final = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"})
_YOUTUBE_SHORT_HOST: Final = "youtu.be"
_YOUTUBE_PATH_KINDS: Final = frozenset({"embed", "shorts", "live", "v"})
_YOUTUBE_ID: Final = re.compile(r"^[A-Za-z0-9_-]{11}$")


@dataclass(frozen=True, slots=True)
class Video:
    """A film at a provider. Addresses are built from the parsed identifier alone, never copied from what was typed."""

    provider: str
    identifier: str

    @property
    def frame_url(self) -> str:
        """Address of the player without cookies."""
        return f"https://www.youtube-nocookie.com/embed/{self.identifier}?autoplay=1&rel=0"

    @property
    def watch_url(self) -> str:
        """Address of the film at the provider, for readers without JavaScript."""
        return f"https://www.youtube.com/watch?v={self.identifier}"


def parse(address: str) -> Video | None:
    """Return the film that an address means, or None for an unknown provider or an address without a film."""
    parts = urlsplit(address.strip())
    if parts.scheme not in {"http", "https"}:
        return None
    host = (parts.hostname or "").lower()
    path = [piece for piece in parts.path.split("/") if piece]
    identifier = ""
    if host == _YOUTUBE_SHORT_HOST and path:
        identifier = path[0]
    elif host in _YOUTUBE_HOSTS and path == ["watch"]:
        identifier = next(iter(parse_qs(parts.query).get("v", [])), "")
    elif host in _YOUTUBE_HOSTS and len(path) > 1 and path[0] in _YOUTUBE_PATH_KINDS:
        identifier = path[1]
    return Video("YouTube", identifier) if _YOUTUBE_ID.match(identifier) else None
