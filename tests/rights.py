"""Walks addresses by every method as every kind of person; rooms bring a world with people and objects, and a table of rules.

Whoever may not is sent to sign in or finds nothing, and leaves every row as it was. Everything is undone afterwards.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from portal import urls
from portal.accounts.models import User
from portal.ui import views as ui_views

READING: Final = ("GET", "HEAD")
METHODS: Final = (*READING, "POST", "PUT", "PATCH", "DELETE")
ANONYMOUS: Final = "anonymous"
SIGN_IN: Final = "/tai-khoan/login/"
ADMIN_SIGN_IN: Final = f"/{settings.ADMIN_PATH}login/"
ELSEWHERE: Final = ("media.PrivateFile", "mail.OutgoingMail", "kernel.SecretToken")
PAGES: Final = ("wagtailcore.Page", "wagtailcore.Revision", "wagtailcore.WorkflowState", "wagtailcore.TaskState")
Wrong = tuple[str, str, str, int, bool, str]


@dataclass
class World:
    """The people around an organisation and its twin, and everything that an address can name."""

    people: dict[str, User | None]
    objects: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.objects[name]

    def person(self, name: str) -> User:
        found = self.people[name]
        assert found is not None
        return found


@dataclass(frozen=True)
class Rule:
    """Who reads and who changes something under an address; everybody else finds nothing.

    ``told`` are people whose POST gets a sentence instead, ``sent_on`` those whose GET leads to another page, ``asked``
    those who are asked to sign in although the address is open. ``takes`` names the methods of an address where nobody may.
    """

    reads: Iterable[str] = ()
    changes: Iterable[str] = ()
    told: Iterable[str] = ()
    sent_on: Iterable[str] = ()
    asked: Iterable[str] = ()
    args: Callable[[World], list[Any]] = lambda _world: []
    data: Callable[[World], dict[str, Any]] = lambda _world: {}
    prepare: Callable[[World], object] | None = None
    is_open: bool = False
    answer: int = 302
    takes: Iterable[str] = ()

    def methods(self) -> set[str]:
        """Return the methods that the address takes."""
        found = set(self.takes)
        if {*self.reads, *self.sent_on, *self.asked}:
            found |= set(READING)
        return found | {"POST"} if {*self.changes, *self.told} else found

    def statuses(self, person: str, method: str) -> set[int]:
        """Return the statuses that a person may get outside the admin."""
        if person == ANONYMOUS and not self.is_open:
            return {302}
        if method not in self.methods():
            return {405}
        if method in READING:
            return {200} if person in self.reads else {302} if person in {*self.sent_on, *self.asked} else {404}
        if person in self.changes:
            return {self.answer}
        return {200, 302} if person in self.told else {404}

    def leads_to_sign_in(self, person: str, method: str) -> bool:
        """Return whether a person is asked to sign in."""
        return person == ANONYMOUS and (not self.is_open or (method in READING and person in self.asked))


def new_key() -> str:
    """Return the key of a form that nobody has sent."""
    return str(uuid.uuid4())


def names_of(patterns: Iterable[URLPattern | URLResolver]) -> set[str]:
    """Return the names of all addresses, those of included ones too."""
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= names_of(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern} has no name"
            found.add(pattern.name)
    return found


def without_variants(table: Iterable[str]) -> set[str]:
    """Return the names of a table; ``name#variant`` is one more rule for the same address."""
    return {name.partition("#")[0] for name in table}


class Walk:
    """Tries addresses as the people of a world."""

    def __init__(self, world: World, *, rooms: Iterable[str], namespace: str, is_admin: bool = False) -> None:
        self.world = world
        self.is_admin = is_admin
        self.namespace = namespace
        labels = [model._meta.label for room in rooms for model in apps.get_app_config(room).get_models()]
        self.models: list[type[models.Model]] = [apps.get_model(label) for label in (*labels, *ELSEWHERE, *PAGES)]
        self.client = Client(raise_request_exception=False)
        self.sessions = {name: self._session(user) for name, user in world.people.items()}

    @staticmethod
    def _session(user: User | None) -> str:
        if user is None:
            return ""
        client = Client()
        client.force_login(user)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def rows(self) -> dict[str, list[Any]]:
        """Return every row that an address of these rooms could change, the mails among them."""
        return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in self.models}

    def send(self, person: str, method: str, address: str, data: Mapping[str, Any]) -> Any:
        """Return the answer to a request of a person; limits of how often do not count."""
        cache.clear()
        # One client for all: a new one would load every middleware again.
        client = self.client
        client.cookies.clear()
        if self.sessions[person]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        response: Any = client.post(address, data) if method == "POST" else client.generic(method, address)
        if response.streaming:
            # Read to its end, a file that is handed out is closed.
            list(response.streaming_content)
        return response

    def walk(self, rules: Mapping[str, Rule], *, people: Iterable[str] | None = None) -> list[Wrong]:
        """Return everything that is wrong under a table of rules."""
        with pytest.MonkeyPatch.context() as patch:
            # What these pages say is tested elsewhere; drawing them thousands of times costs minutes.
            patch.setattr(urls, "handler404", lambda _request, **_given: HttpResponse(status=404))
            patch.setattr(ui_views, "method_not_allowed", lambda _request: HttpResponse(status=405))
            return [wrong for name, rule in rules.items() for wrong in self.wrongs(name, rule, people=people)]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo everything that happens inside."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def wrongs(self, name: str, rule: Rule, *, people: Iterable[str] | None = None) -> list[Wrong]:
        """Return every answer to an address that is not as its rule says."""
        address = reverse(f"{self.namespace}:{name.partition('#')[0]}".removeprefix(":"), args=rule.args(self.world))
        who = list(self.world.people) if people is None else list(people)
        attempts = [(person, method) for person in who for method in METHODS]
        changing = [(person, method) for person, method in attempts if method == "POST" and person in rule.changes]
        harmless = [attempt for attempt in attempts if attempt not in changing]
        if set(who) <= set(rule.changes):
            # Where the address itself is the proof, three people show it as well as all.
            changing = changing[:3]
        wrong: list[Wrong] = []
        with self.undone():
            if rule.prepare:
                rule.prepare(self.world)
            before = self.rows()
            with self.undone():
                for person, method in harmless:
                    wrong += self._answer(name, rule, person, method, address)
                has_changed = self.rows() != before
            if has_changed:
                wrong += self._guilty(name, rule, harmless, address, before)
            for person, method in changing:
                with self.undone():
                    refused = self._answer(name, rule, person, method, address)
                    if not refused and self.rows() == before:
                        refused = [(name, person, method, rule.answer, False, "changes nothing")]
                    wrong += refused
        return wrong

    def _answer(self, name: str, rule: Rule, person: str, method: str, address: str) -> list[Wrong]:
        response = self.send(person, method, address, rule.data(self.world))
        where = response.get("Location", "")
        is_good = response.status_code in rule.statuses(person, method)
        if self.is_admin:
            is_good = self._suits_the_admin(rule, person, method, response.status_code, where)
        elif rule.leads_to_sign_in(person, method):
            is_good = is_good and where.startswith(SIGN_IN)
        return [] if is_good else [(name, person, method, response.status_code, False, where)]

    @staticmethod
    def _suits_the_admin(rule: Rule, person: str, method: str, status: int, where: str) -> bool:
        """Wagtail sends strangers to sign in and officers without the right to its front page; both may get 404 and 405."""
        if method in READING and person in rule.reads:
            return status == 200
        if method == "POST" and person in rule.changes:
            return status == rule.answer
        if method == "POST" and person in rule.told:
            return status in {200, 302}
        is_turned_away = status == 302 and (where.startswith(ADMIN_SIGN_IN) or where == f"/{settings.ADMIN_PATH}")
        return is_turned_away or status in {404, 405} or (method not in READING and person in rule.reads)

    def _guilty(
        self, name: str, rule: Rule, attempts: list[tuple[str, str]], address: str, before: Mapping[str, Any]
    ) -> list[Wrong]:
        """Return who of those that may change nothing has changed something; one request each."""
        found: list[Wrong] = []
        for person, method in attempts:
            with self.undone():
                response = self.send(person, method, address, rule.data(self.world))
                after = self.rows()
                changed = [label for label in before if before[label] != after[label]]
                if changed:
                    found.append((name, person, method, response.status_code, True, ", ".join(changed)))
        return found or [(name, "?", "?", 0, True, "somebody changed something")]
