"""How many requests Django works on at once, so that too many of them are turned away in time and none of them slows all.

Stands between the page cache and Django: finished pages never wait here, and a page that is turned away is given as it was last, where the cache still
has it. Whoever reads is turned away soon; what somebody sends waits longer, because it is lost work.
"""

import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from portal.page_cache.lending import Lender

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

RETRY_AFTER: Final = 10
_READING_SECONDS: Final = 3.0
_WRITING_SECONDS: Final = 20.0
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}
_PLAIN: Final = (
    "Cổng đang có quá nhiều người truy cập. Xin tải lại trang sau ít giây.\n"
    "The portal has too many visitors at the moment. Please reload the page in a few seconds.\n"
)


class Admission:
    """A WSGI application before another one, which at most ``slots`` threads enter at a time.

    ``most_waiting`` who read wait for them, and half as many who send something: a crowd of readers leaves them room. Where there is a
    ``lender``, they work with its connections to the database, so that there are no more of them than slots, whichever threads do it.
    """

    def __init__(
        self,
        application: Application,
        *,
        slots: int,
        most_waiting: int,
        apart: tuple[str, ...],
        page: Path | None = None,
        lender: Lender | None = None,
    ) -> None:
        self._application = application
        self._lender = lender
        self._free = threading.BoundedSemaphore(slots)
        self._waiting = {True: 0, False: 0}
        self._most_waiting = {True: most_waiting, False: most_waiting // 2}
        self._lock = threading.Lock()
        self._apart = apart
        is_there = page is not None and page.is_file()
        self._body = page.read_bytes() if page is not None and is_there else _PLAIN.encode()
        self._type = "text/html; charset=utf-8" if is_there else "text/plain; charset=utf-8"

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let the request in, now or after a while, or answer 503 with the time after which to come back (RFC 9110, section 10.2.3)."""
        if environ["PATH_INFO"].startswith(self._apart):
            return self._let_in(environ, start_response)
        if not self._enter(reads=environ["REQUEST_METHOD"] in _SAFE):
            return self._turn_away(environ, start_response)
        try:
            return self._let_in(environ, start_response)
        finally:
            self._free.release()

    def _let_in(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        with nullcontext() if self._lender is None else self._lender.lent():
            return self._application(environ, start_response)

    def _enter(self, *, reads: bool) -> bool:
        if self._free.acquire(blocking=False):
            return True
        with self._lock:
            if self._waiting[reads] >= self._most_waiting[reads]:
                return False
            self._waiting[reads] += 1
        try:
            return self._free.acquire(timeout=_READING_SECONDS if reads else _WRITING_SECONDS)
        finally:
            with self._lock:
                self._waiting[reads] -= 1

    def _turn_away(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = [
            ("Content-Type", self._type),
            ("Content-Length", str(len(self._body))),
            ("Retry-After", str(RETRY_AFTER)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("503 Service Unavailable", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else self._body]
