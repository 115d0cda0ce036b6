"""Sends requests to addresses of awards as everybody, and tells what came back, what it gives away and what it wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.admin.walk import noting
from tests.awards.roles import canaries
from tests.awards.roles.canaries import Canary
from tests.awards.roles.policy import Line
from tests.awards.roles.world import ANONYMOUS, ROLES, World

HOME: Final = f"/{settings.ADMIN_PATH}"
DOORS: Final = ("/tai-khoan/login/", f"{HOME}login/")
WATCHED: Final = ("awards_", "mail_outgoingmail", "media_privatefile", "kernel_secrettoken", "wagtailcore_page")
REFUSED: Final = frozenset({403, 404, 405})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request."""

    status: int
    where: str
    gives: frozenset[Canary]
    written: frozenset[str]

    @property
    def is_refused(self) -> bool:
        """Whether it tells nothing: not there, sign in first, or the admin's way back to its front page."""
        return self.status in REFUSED or (self.status == 302 and (self.where == HOME or self.where.startswith(DOORS)))

    @property
    def is_broken(self) -> bool:
        """Whether the portal failed, or did not understand what no form of its own sends."""
        return self.status >= 500

    def __str__(self) -> str:
        told = f" -> {self.where}" if self.where else ""
        given = f" gives {', '.join(sorted(one.name for one in self.gives))}" if self.gives else ""
        return f"{self.status}{told}{given}" + (f" writes {', '.join(sorted(self.written))}" if self.written else "")


class Walk:
    """Tries addresses as the people of a world and counts the requests."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.requests = 0
        # One client for all: a new one would load every middleware again.
        self.client = Client(raise_request_exception=False)
        self.sessions = {role: self._session(role) for role in ROLES}

    def _session(self, role: str) -> str:
        person = self.world.people[role]
        if person is None:
            return ""
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo everything that happens inside."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def send(self, role: str, method: str, address: str) -> Answer:
        """Return the answer to a request; a form is sent without its fields."""
        self.requests += 1
        self.client.cookies.clear()
        if role != ANONYMOUS:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        written: set[str] = set()
        with connection.execute_wrapper(noting(written)):
            response: Any = self.client.post(address, {}) if method == "POST" else self.client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(
            status=response.status_code,
            where=response.get("Location", ""),
            gives=frozenset(canaries.in_bytes(body + str(dict(response.headers)).encode())),
            written=frozenset(table for table in written if table.startswith(WATCHED)),
        )

    def address(self, line: Line) -> str:
        """Return the address of a line with what fills it."""
        values = self.world.objects[line.takes]
        return reverse(line.name, kwargs=_asked(line.name, values))


def _asked(name: str, values: dict[str, Any]) -> dict[str, Any]:
    namespace, _, bare = name.rpartition(":")
    resolver = get_resolver()
    found = resolver
    for part in filter(None, namespace.split(":")):
        found = resolver.namespace_dict[part][1]
    for possibility in found.reverse_dict.getlist(bare):
        for _pattern, names in possibility[0]:
            if all(one in values for one in names):
                return {one: values[one] for one in names}
    raise NoReverseMatch(f"{name} does not take {sorted(values)}")
