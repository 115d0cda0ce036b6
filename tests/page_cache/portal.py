"""The portal behind its page cache, as a WSGI server sees it, and the same without it to compare with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import WSGIHandler
from django.db import close_old_connections, connection
from django.test import RequestFactory, override_settings

from portal.page_cache import changes
from portal.page_cache.boundary import PageCache


@dataclass(frozen=True)
class Seen:
    """One answer."""

    code: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()

    @property
    def is_hit(self) -> bool:
        """Whether it came from the cache as it is."""
        return self.headers.get("Cache-Status") == "portal; hit"


def ask(application: Any, path: str, *, method: str = "GET", **environ: str) -> Seen:
    """Ask a WSGI application as a server does."""
    answer: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        answer.update(code=int(status[:3]), headers=dict(headers))

    request = RequestFactory().generic(method, path, QUERY_STRING="", **{"HTTP_HOST": "testserver", **environ})
    if "?" in path:
        request.environ["QUERY_STRING"] = path.partition("?")[2]
    result = application(request.environ, start)
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    return Seen(body=body, **answer)


class Portal:
    """Both ways to a page."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.cache = PageCache(self.django, most_bytes=32 * 1024 * 1024)

    def get(self, path: str, **environ: str) -> Seen:
        """Ask through the cache."""
        return ask(self.cache, path, **environ)

    def drawn(self, path: str, **environ: str) -> Seen:
        """Ask Django itself, with nothing kept of what it drew before."""
        with override_settings(PAGE_CACHE_MEGABYTES=0):
            return ask(self.django, path, **environ)

    def put_together(self, path: str, **environ: str) -> Seen:
        """Ask Django, which puts the page together from parts that it kept."""
        return ask(self.django, path, **environ)

    def warm(self, path: str) -> Seen:
        """Ask twice, so that the second answer is a hit; return it."""
        self.get(path)
        return self.get(path)


@contextmanager
def running() -> Iterator[None]:
    """Keep the connection of the test open over requests, and follow what it writes."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection.ensure_connection()
    changes.follow(connection)
    try:
        yield
    finally:
        if changes._follow in connection.execute_wrappers:
            connection.execute_wrappers.remove(changes._follow)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def commit() -> None:
    """Do what a commit does with what waits for it: a test's own transaction is never committed."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, hook, _robust in waiting:
        hook()
