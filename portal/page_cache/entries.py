"""The finished pages that a process holds, within a bounded memory."""

import gzip
import itertools
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Final, Generic, Protocol, TypeVar

import brotli

from portal.kernel import clock
from portal.page_cache import tags

Key = tuple[str, str, str]
"""Host, path, query in its canonical order."""
Headers = list[tuple[str, str]]

_OVERHEAD: Final = 2_000
_LEAST_COMPRESSED: Final = 500
_BROTLI_QUALITY: Final = 6
_BROTLI_WINDOW: Final = 18
"""As a power of 2, more than most pages have bytes. The window of 4 MB that is usual takes memory of its own each time."""
_MOST_OPENED: Final = 16
_GZIP_LEVEL: Final = 6


@dataclass(eq=False)
class Entry:
    """One finished page. ``expires`` is a time stamp of the portal's clock; ``headers`` bear neither length, encoding nor tag.

    ``is_fresh`` is False once something it was built from changed: it stays for those who come while it is drawn anew.
    The body is held in Brotli only, a sixth of its bytes; few ask for another encoding.
    """

    headers: Headers
    body: InitVar[bytes]
    tags: frozenset[str]
    arrived: int
    expires: float
    is_fresh: bool = True
    changed_at: float = 0.0
    used: int = 0
    kept: bytes = b""
    is_packed: bool = False
    digest: str = ""
    variants: dict[str, tuple[bytes, str, Headers]] = field(default_factory=dict)

    def __post_init__(self, body: bytes) -> None:
        """Pack the body."""
        self.digest = sha256(body).hexdigest()[:24]
        self.is_packed = len(body) >= _LEAST_COMPRESSED
        self.kept = brotli.compress(body, quality=_BROTLI_QUALITY, lgwin=_BROTLI_WINDOW) if self.is_packed else body

    def variant(self, encoding: str) -> tuple[bytes, str, Headers]:
        """Return bytes, entity tag and all headers for ``br``, ``gzip`` or ""; gzip is made at the first request for it, "" each time."""
        if not self.is_packed:
            encoding = ""
        found = self.variants.get(encoding)
        if found is None:
            found = self._made(encoding)
            if encoding or not self.is_packed:
                self.variants[encoding] = found
        return found

    def _made(self, encoding: str) -> tuple[bytes, str, Headers]:
        body = self.kept
        if encoding == "gzip":
            body = gzip.compress(_opened(self.kept), _GZIP_LEVEL, mtime=0)
        elif not encoding and self.is_packed:
            body = _opened(self.kept)
        tag = f'"{self.digest}{"-" if encoding else ""}{encoding}"'
        headers = [*self.headers, ("ETag", tag), ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return body, tag, headers

    def stale_seconds(self) -> float:
        """Return for how long the page has been stale; below 0 where it is current."""
        late = clock.now().timestamp() - self.expires
        return late if self.is_fresh else max(late, time.monotonic() - self.changed_at)

    @property
    def size(self) -> int:
        """Bytes that it may take, with the variant that may be made: gzip is a fifth longer."""
        return _OVERHEAD + int(len(self.kept) * 2.2) + 100 * len(self.tags)


@lru_cache(maxsize=_MOST_OPENED)
def _opened(packed: bytes) -> bytes:
    """Return a body as it was; those asked for a moment ago are at hand."""
    body: bytes = brotli.decompress(packed)
    return body


class Kept(Protocol):
    """What a store holds: a finished page, or a part of pages."""

    tags: frozenset[str]
    expires: float
    is_fresh: bool
    changed_at: float
    used: int

    @property
    def size(self) -> int:
        """Bytes that it may take."""


K = TypeVar("K", bound=Hashable)
E = TypeVar("E", bound=Kept)


class Store(Generic[K, E]):
    """Entries by key, dropped by tag; the least recently used go when the memory is full."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._entries: dict[K, E] = {}
        self._by_tag: dict[str, set[K]] = {}
        self._lock = threading.Lock()
        self._turns = itertools.count(1)
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: K) -> E | None:
        """Return the entry, fresh or not, and remember that it was asked for."""
        entry = self._entries.get(key)
        if entry is not None:
            entry.used = next(self._turns)
        return entry

    def put(self, key: K, entry: E, *, is_old: Callable[[], bool] = lambda: False) -> None:
        """Keep an entry in place of the former one, unless ``is_old`` says that something it was built from changed meanwhile.

        It is asked where nothing can be dropped: who notes a change before it drops finds here whatever was put before, and nobody meets
        an entry that is old when it is put.
        """
        if entry.size > self._most // 4:
            self.remove(key)
            return
        with self._lock:
            self._remove(key)
            if is_old():
                return
            entry.used = next(self._turns)
            self._entries[key] = entry
            self.bytes += entry.size
            for name in entry.tags:
                self._by_tag.setdefault(name, set()).add(key)
            if self.bytes > self._most:
                self._make_room()

    def drop(self, names: frozenset[str], withdraws: bool) -> None:  # noqa: FBT001 -- the shape of known.Drop
        """Make stale, or take away, every entry that depends on one of the tags."""
        with self._lock:
            if tags.EVERYTHING in names:
                keys = set(self._entries)
            else:
                keys = set().union(*(self._by_tag.get(name, ()) for name in names))
            for key in keys:
                if withdraws:
                    self._remove(key)
                else:
                    entry = self._entries[key]
                    if entry.is_fresh:
                        entry.is_fresh, entry.changed_at = False, time.monotonic()

    def remove(self, key: K) -> None:
        """Forget one entry."""
        with self._lock:
            self._remove(key)

    def clear(self) -> None:
        """Forget everything."""
        self.drop(frozenset({tags.EVERYTHING}), withdraws=True)

    def _remove(self, key: K) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.bytes -= entry.size
        for name in entry.tags:
            keys = self._by_tag.get(name)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._by_tag[name]

    def _make_room(self) -> None:
        # A tenth at once, so that a full store is not sorted for every page.
        for key in sorted(self._entries, key=lambda key: self._entries[key].used):
            if self.bytes <= self._most * 0.9:
                return
            self._remove(key)


def is_current(entry: Kept) -> bool:
    """Return whether the entry may be shown as it is."""
    return entry.is_fresh and clock.now().timestamp() < entry.expires
