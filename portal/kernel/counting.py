"""Counting what visitors do without knowing them: who is not counted, once in half an hour for each, kept for some seconds only.

A visitor's address and program make a keyed digest that lives in the cache for half an hour. Its key is made by chance each
day and lives in the cache alone: afterwards nobody, the operator included, can tell whose digest it was. Nothing of it
reaches the database or a log.
"""

import atexit
import hashlib
import hmac
import logging
import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from datetime import date
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest

from portal.kernel import limits

AGAIN_AFTER: Final = 1800
"""Seconds for which the same visitor's doing the same again is not counted."""
MOST_OF_ONE: Final = 60
"""Doings that one connection and program may add in that time; an office or a school does much, a script more."""
DAY: Final = 86_400
MOST_WAITING: Final = 10_000
"""Sums that may wait in memory; a flood of invented keys is dropped."""
ROBOTS: Final = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|monitor|scan|curl|wget|python|httpx|java/|libwww|go-http|okhttp"
    r"|axios|node-fetch|facebookexternalhit|embed|archiv",
    re.IGNORECASE,
)

K = TypeVar("K", bound=Hashable)
logger = logging.getLogger(__name__)


def may_be_counted(request: HttpRequest) -> bool:
    """Return whether a person asks who did not ask to be left out (DNT, Global Privacy Control), and no program that looks ahead."""
    headers = request.headers
    if headers.get("DNT") == "1" or headers.get("Sec-GPC") == "1":
        return False
    if "prefetch" in f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')}".lower():
        return False
    program = headers.get("User-Agent", "")
    return bool(program) and ROBOTS.search(program) is None


def _salt(scope: str, day: date) -> bytes:
    name = f"{scope}:salt:{day.isoformat()}"
    cache.add(name, secrets.token_bytes(32), DAY)
    found: bytes = cache.get(name) or secrets.token_bytes(32)
    return found


def digest(request: HttpRequest, *, scope: str, what: str, day: date) -> str:
    """Return what stands for a visitor who does something, different for each scope and day; nobody can compute it afterwards."""
    visitor = f"{limits.connection_of(request)}\n{request.headers.get('User-Agent', '')}\n{what}"
    return hmac.new(_salt(scope, day), visitor.encode(), hashlib.sha256).hexdigest()[:32]


def is_new(request: HttpRequest, *, scope: str, what: str, day: date) -> bool:
    """Return whether a visitor has not done this in the last half hour, nor too much of its kind."""
    if not cache.add(f"{scope}:{digest(request, scope=scope, what=what, day=day)}", 1, AGAIN_AFTER):
        return False
    name = f"{scope}:all:{digest(request, scope=scope, what='', day=day)}"
    cache.add(name, 0, AGAIN_AFTER)
    try:
        return cache.incr(name) <= MOST_OF_ONE
    except ValueError:
        return True


class Tally(Generic[K]):
    """Sums that wait in this process until ``store`` writes them, some seconds later and when the process ends.

    ``store`` gets the sums and returns how many doings it wrote; where the database is away they wait on.
    """

    def __init__(self, store: Callable[[Counter[K]], int]) -> None:
        self.waiting: Counter[K] = Counter()
        self._store = store
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        atexit.register(self.write)

    def add(self, key: K) -> bool:
        """Count one; return whether there was room for it."""
        with self._lock:
            if key not in self.waiting and len(self.waiting) >= MOST_WAITING:
                return False
            self.waiting[key] += 1
        self._write_soon()
        return True

    def write(self) -> int:
        """Hand over the waiting sums; return how many doings were written."""
        with self._lock:
            sums = Counter(self.waiting)
            self.waiting.clear()
        if not sums:
            return 0
        try:
            return self._store(sums)
        except DatabaseError:
            logger.warning("%d sums could not be written; they wait.", len(sums))
            with self._lock:
                self.waiting.update(sums)
            self._write_soon()
            return 0

    def _write_soon(self) -> None:
        """Have the sums written by this very process: another one could not see them without a shared cache."""
        seconds = settings.COUNTS_WRITTEN_AFTER
        if not seconds:
            return
        with self._lock:
            if self._timer is not None:
                return
            self._timer = threading.Timer(seconds, self._write_and_rest)
            self._timer.daemon = True
            self._timer.start()

    def _write_and_rest(self) -> None:
        with self._lock:
            self._timer = None
        try:
            self.write()
        finally:
            connection.close()
