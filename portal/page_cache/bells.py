"""How a process learns that something was committed elsewhere, without asking the database at every page.

One host: a file in the portal's folder, one ``stat`` a page. Several hosts: Redis, one look at a socket a page, or the database, one
query a page.
"""

import contextlib
import logging
import os
import threading
import time
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings

logger = logging.getLogger(__name__)
_CHANNEL: Final = "portal:page-cache"
_RETRY_SECONDS: Final = 1.0


class BellKind(StrEnum):
    """Where the bell hangs."""

    FILE = "file"
    REDIS = "redis"
    DATABASE = "database"


class Bell(Protocol):
    """Something that sounds differently after each ring."""

    def ring(self) -> None:
        """Say that a change was committed."""

    def sound(self) -> object:
        """Return a value that differs from the last one when anybody has rung since, or when nobody can know."""


class FileBell:
    """A file that grows by one byte with each ring."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = str(path)

    def ring(self) -> None:
        """Append a byte: however close two rings are, the file's length tells them apart."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(b".")
        except OSError:
            # What was committed stays so, and others find it within seconds by looking at the database.
            logger.exception("The bell of the page cache could not be rung.")

    def sound(self) -> object:
        """Return the file's length and time."""
        try:
            found = os.stat(self._name)  # noqa: PTH116 -- measured: asked for every page
        except FileNotFoundError:
            return None
        return found.st_size, found.st_mtime_ns


class DatabaseBell:
    """For hosts that share a database only: everybody looks there each time."""

    def ring(self) -> None:
        """Do nothing: the change itself is what others look for."""

    def sound(self) -> object:
        """Return something new."""
        return object()


class RedisBell:
    """A channel of Redis. Each process listens on a connection of its own and looks at each page whether something arrived."""

    def __init__(self, url: str) -> None:
        import redis  # noqa: PLC0415 -- only where the operator named a server

        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._errors = redis.RedisError
        self._lock = threading.Lock()
        self._listener: Any = None
        self._heard = 0
        self._pid = 0
        self._tried = 0.0

    def ring(self) -> None:
        """Tell every process of every host. Without Redis they find out within seconds, by looking at the database."""
        with contextlib.suppress(self._errors, OSError):
            self._client.publish(_CHANNEL, b"1")

    def sound(self) -> object:
        """Return how much was heard; something new each time while the connection is lost."""
        if not self._lock.acquire(timeout=0.05):
            return object()
        try:
            if self._listener is None or self._pid != os.getpid():
                return self._listen()
            while self._listener.connection.can_read(timeout=0):
                self._listener.parse_response(block=False)
                self._heard += 1
        except (self._errors, OSError, AttributeError):
            self._listener = None
            return object()
        finally:
            self._lock.release()
        return self._heard

    def _listen(self) -> object:
        if time.monotonic() - self._tried > _RETRY_SECONDS or self._pid != os.getpid():
            self._tried, self._pid = time.monotonic(), os.getpid()
            listener: Any = self._client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]  # redis has no types here
            listener.subscribe(_CHANNEL)
            # Only after its answer is anything sure to arrive.
            listener.parse_response(block=True)
            self._listener = listener
        return object()


@cache
def current() -> Bell:
    """Return the bell that the settings name."""
    kind = BellKind(settings.PAGE_CACHE_BELL)
    if kind is BellKind.REDIS:
        return RedisBell(settings.PAGE_CACHE_REDIS)
    if kind is BellKind.DATABASE:
        return DatabaseBell()
    return FileBell(Path(settings.VAR_DIR) / "page-cache" / "bell")
