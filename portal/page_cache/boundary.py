"""The page cache at the WSGI boundary: what Django answered to one anonymous visitor is given to the next without Django."""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections

from portal.kernel import clock
from portal.page_cache import collecting, encodings
from portal.page_cache.entries import Entry, Headers, Key, Store, is_current
from portal.page_cache.keys import Environ, Keys
from portal.page_cache.known import Known
from portal.page_cache.lending import Lender

logger = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_WAITING_SECONDS: Final = 5.0
"""So long a visitor waits for another's drawing of the same page, and so long others are given the old one."""
_LONGEST_PATH: Final = 500
_FOR_ALL_VARY: Final = {"", "accept-encoding"}
_CONDITIONS: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_OWN: Final = {"content-length", "vary", "etag", "set-cookie", "last-modified"}
_HIT: Final = ("Cache-Status", "portal; hit")
_UPDATING: Final = ("Cache-Status", "portal; hit; detail=being-drawn-anew")
_LAST_GOOD: Final = ("Cache-Status", "portal; hit; detail=last-good")


@dataclass
class _Answer:
    """What the application said."""

    status: str = ""
    headers: Headers = field(default_factory=list)
    error: Any = None

    def start(self, status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
        """Stand in for the server's ``start_response``."""
        self.status, self.headers, self.error = status, list(headers), exc_info
        return lambda _data: None

    @property
    def code(self) -> int:
        """The number of the status."""
        return int(self.status[:3])


class PageCache:
    """A WSGI application before another one. Only pages that ``collecting.allow`` allowed are kept."""

    def __init__(self, application: Application, *, most_bytes: int, lender: Lender | None = None) -> None:
        self._application = application
        self._keys = Keys()
        self.store: Store[Key, Entry] = Store(most_bytes)
        self._known = Known(self.store.drop, lender)
        self._drawing: dict[Key, threading.Event] = {}
        self._drawing_lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with the kept page where there is one, otherwise with what the application says."""
        if not self._keys.is_for_all(environ):
            return self._application(environ, start_response)
        key = self._keys.key(environ)
        if key is None:
            return self._learn(environ, start_response)
        try:
            arrived = self._catch_up()
        except (DatabaseError, InterfaceError):
            entry = self.store.get(key)
            if entry is not None:
                return _send(entry, environ, start_response, _LAST_GOOD)
            return self._application(environ, start_response)
        entry = self.store.get(key)
        if entry is not None and is_current(entry):
            return _send(entry, environ, start_response, _HIT)
        return self._draw_once(key, entry, arrived, environ, start_response)

    def _catch_up(self) -> int:
        try:
            return self._known.catch_up()
        except (DatabaseError, InterfaceError):
            # A connection that the server closed since this thread used it last is no sign that the database is away.
            close_old_connections()
            return self._known.catch_up()

    def _learn(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and learn which parameters it reads; this answer is not kept."""
        with collecting.gathering() as collection:
            answer = self._application(environ, start_response)
        if collection.is_allowed:
            self._keys.learn(environ, frozenset(collection.parameters))
        return answer

    def _draw_once(
        self, key: Key, old: Entry | None, arrived: int, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Draw the page, unless another thread does: then the old page is given, or its answer waited for."""
        with self._drawing_lock:
            other = self._drawing.get(key)
            if other is None:
                own = self._drawing[key] = threading.Event()
        if other is None:
            try:
                return self._draw(key, old, arrived, environ, start_response)
            finally:
                with self._drawing_lock:
                    self._drawing.pop(key, None)
                own.set()
        if old is not None and old.stale_seconds() < _WAITING_SECONDS:
            return _send(old, environ, start_response, _UPDATING)
        other.wait(_WAITING_SECONDS)
        entry = self.store.get(key)
        if entry is not None and is_current(entry):
            return _send(entry, environ, start_response, _HIT)
        return self._draw(key, entry, arrived, environ, start_response)

    def _draw(
        self, key: Key, old: Entry | None, arrived: int, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        answer = _Answer()
        # Only a page that allowed itself before is asked for whole: calendars and files answer conditions and HEAD themselves.
        is_whole = self._keys.knows(environ)
        asked = environ
        if is_whole:
            asked = {name: value for name, value in environ.items() if name not in _CONDITIONS}
            asked |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key[2]}
        began = clock.now()
        with collecting.gathering() as collection:
            result = self._application(asked, answer.start)
        if not collection.is_allowed and answer.code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return self._pass_on(answer, result, environ, start_response)
        body = _read(result)
        if answer.code >= HTTPStatus.INTERNAL_SERVER_ERROR and old is not None and self.store.get(key) is old:
            logger.warning("A page could not be drawn; the last good one is shown.")
            return _send(old, environ, start_response, _LAST_GOOD)
        if collection.is_allowed:
            self._keys.learn(environ, frozenset(collection.parameters))
        # Of the moment before: a page that was finished after the full minute shows the one before it.
        expires = began.timestamp() + _seconds(collection, answer.headers, began)
        if asked["REQUEST_METHOD"] != "GET" or not _may_be_kept(answer, collection, key):
            return self._pass_on(answer, [body], environ, start_response)
        entry = Entry(_headers(answer.headers), body, frozenset(collection.tags), arrived, expires)
        self._keep(key, entry)
        return _send(
            entry, environ, start_response, ("Cache-Status", "portal; fwd=stale" if old else "portal; fwd=uri-miss")
        )

    def _keep(self, key: Key, entry: Entry) -> None:
        """Keep a page, unless what it was built from changed while it was drawn."""
        with suppress(DatabaseError, InterfaceError):
            self._catch_up()
            self.store.put(key, entry, is_old=lambda: self._known.has_changed(entry.tags, since=entry.arrived))

    @staticmethod
    def _pass_on(
        answer: _Answer, result: Iterable[bytes], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Give the application's answer as it is; a HEAD was asked as GET, and has no body."""
        start_response(answer.status, answer.headers)
        if environ["REQUEST_METHOD"] != "HEAD":
            return result
        if hasattr(result, "close"):
            result.close()
        return [b""]


def _read(result: Iterable[bytes]) -> bytes:
    try:
        return b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()


def _may_be_kept(answer: _Answer, collection: collecting.Collection, key: Key) -> bool:
    """Return whether the answer is the same for everybody: design.md section 8, no cookie, no token, no name."""
    if answer.code != HTTPStatus.OK or not collection.is_allowed:
        return False
    names = {name.lower(): value.lower() for name, value in answer.headers}
    if "set-cookie" in names or not {part.strip() for part in names.get("vary", "").split(",")} <= _FOR_ALL_VARY:
        return False
    control = names.get("cache-control", "")
    return "private" not in control and "no-store" not in control and len(key[1]) < _LONGEST_PATH


def _seconds(collection: collecting.Collection, headers: Headers, began: datetime) -> float:
    """Return for how long after ``began`` the page stays as it is if nothing is written: until the clock moves it, or as its header says."""
    found = collection.seconds(began)
    control = next((value for name, value in headers if name.lower() == "cache-control"), "")
    for part in control.split(","):
        name, _, value = part.strip().partition("=")
        if name == "max-age" and value.isdigit():
            found = min(found, float(value))
    return found


def _headers(headers: Headers) -> Headers:
    kept = [(name, value) for name, value in headers if name.lower() not in _OWN]
    if not any(name.lower() == "cache-control" for name, _value in kept):
        # Browsers ask again each time, at the cost of an answer 304: what was withdrawn is gone at the next look.
        kept.append(("Cache-Control", "public, max-age=0, must-revalidate"))
    return [*kept, ("Vary", "Accept-Encoding"), ("X-Accel-Expires", str(settings.PAGE_CACHE_PROXY_SECONDS))]


def _send(entry: Entry, environ: Environ, start_response: StartResponse, status: tuple[str, str]) -> list[bytes]:
    body, tag, headers = entry.variant(encodings.best(environ.get("HTTP_ACCEPT_ENCODING", "")))
    if (wanted := environ.get("HTTP_IF_NONE_MATCH")) and encodings.matches(wanted, tag):
        kept = [(name, value) for name, value in headers if not name.startswith("Content-")]
        start_response("304 Not Modified", [*kept, status])
        return [b""]
    start_response("200 OK", [*headers, status])
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]
