"""The table of roles: everybody at every address of awards in every phase, and what is given away there.

``PORTAL_WALK=wide`` sends what the ordinary run leaves out: the admin's door, at which whoever has no business in the admin is
turned away before any room is asked, is tried there in every phase instead of one, what is everybody's by all in every phase instead of in turn, and forms always
instead of sometimes.
"""

import logging
import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.template.base import Template
from django.test.utils import _TestState
from wagtail.admin import urls as admin_urls
from wagtail.admin.menu import Menu
from wagtail.models import Site

from awards.editions.enums import EditionState
from portal import urls
from portal.pdf import drawn
from portal.ui import views as ui_views
from tests import worlds
from tests.awards.roles import gives, policy
from tests.awards.roles import world as worlds_of_roles
from tests.awards.roles.canaries import Canary
from tests.awards.roles.policy import Line
from tests.awards.roles.walk import Answer, Walk
from tests.awards.roles.world import DECIDED, PHASES, ROLES, World

pytestmark = pytest.mark.django_db
IS_WIDE: Final = os.environ.get("PORTAL_WALK") == "wide"
AT_THE_DOOR: Final = frozenset(
    {"lead", "co-author", "nominee", "juror clean", "juror conflicted", "stranger", "anonymous"}
)
"""Whom the admin turns away at its door."""
ALIKE: Final = frozenset({"reserve", "operator"})
"""Who fares in the admin as the other edition's secretary does, and as its own."""
PARTS: Final = {
    "before scoring": (EditionState.DRAFT, EditionState.OPEN, EditionState.SCREENING),
    "before the decision": (EditionState.SCORING, EditionState.DELIBERATION, EditionState.PUBLIC_COMMENT),
    "after it": (EditionState.CANCELLED, *DECIDED),
}
"""The phases that go together, so that workers share the walk."""
TURNS: Final = 4
"""Of an address that is everybody's, one in so many tries it in a phase."""
LEAST_CELLS: Final = 1_200
"""Of each part; addresses times roles times phases, but for the admin's door and what is everybody's."""
LEAST_SENT: Final = 120
POST_EVERY: Final = 7
"""Of the phases in which somebody is refused, one in so many gets a form too."""


@worlds.standing
def world(site: Site) -> World:
    return worlds_of_roles.build(site)


@pytest.fixture
def walk(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    # What these say is tested elsewhere; drawing them thousands of times costs minutes. So does a line of the log for each.
    monkeypatch.setattr(urls, "handler404", lambda _request, **_given: HttpResponse(status=404))
    monkeypatch.setattr(admin_urls, "page_not_found", lambda _request, _error, **_given: HttpResponse(status=404))
    monkeypatch.setattr(ui_views, "method_not_allowed", lambda _request: HttpResponse(status=405))
    monkeypatch.setattr(Menu, "render_component", lambda _menu, _request: [])
    # Nor are the contexts of templates asked for, which the test client keeps.
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    monkeypatch.setattr(drawn, "once", lambda _document, **_given: b"%PDF-1.7")
    logging.disable(logging.WARNING)
    yield Walk(world)
    logging.disable(logging.NOTSET)


def roles_at(line: Line, number: int, phase: EditionState) -> list[str]:
    """Return who tries an address in a phase: everybody, but whoever fares as others do only in turn."""
    if IS_WIDE:
        return list(ROLES)
    if sum((role, phase) in line.let_in for role in ROLES) >= len(ROLES) - 1:
        return everybodys(number, phase)
    turn, found = PHASES.index(phase) + number, []
    for place, role in enumerate(ROLES):
        is_of_admin = not line.name.startswith("awards:")
        every = len(PHASES) if is_of_admin and role in AT_THE_DOOR else TURNS if is_of_admin and role in ALIKE else 1
        if (turn + place) % every == 0 or (role in AT_THE_DOOR and (role, phase) in line.let_in):
            found.append(role)
    return found


def everybodys(number: int, phase: EditionState) -> list[str]:
    """Return who tries an address that is everybody's in a phase, in turn."""
    turn = number + PHASES.index(phase)
    return [role for place, role in enumerate(ROLES) if (turn + place) % TURNS == 0]


def sends(line: Line, role: str, phase: EditionState, number: int) -> bool:
    """Return whether a form without its fields is sent as well."""
    if line.by == "POST":
        return False
    return IS_WIDE or (number + ROLES.index(role) + PHASES.index(phase)) % POST_EVERY == 0


def faults(line: Line, role: str, phase: EditionState, method: str, answer: Answer) -> Iterator[str]:
    """Yield what is wrong with an answer."""
    may = (role, phase) in line.let_in
    if answer.is_broken:
        yield "is broken"
    if method == line.by and may is answer.is_refused:
        yield "is refused" if may else "is let in"
    # A form whose address is shown may say no, or take no form; one that is not shown must not take any.
    if method != line.by and not may and not answer.is_refused:
        yield "is let in"
    if answer.written and (method == "GET" or not may):
        yield "changes something"
    if surplus := answer.gives - gives.allowed(line.name, role, phase):
        yield f"gives away {', '.join(sorted(canary.name for canary in surplus))}"


class Table:
    """Everything that was seen."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.cells = 0
        self.sent = 0
        self.problems: list[str] = []
        self.seen: set[tuple[Canary, str]] = set()

    def fill(self, phase: EditionState) -> None:
        """Try every address in a phase."""
        cache.clear()
        with self.walk.undone():
            worlds_of_roles.stand(self.walk.world, phase)
            for number, line in enumerate(policy.read().values()):
                address = self.walk.address(line)
                for role in roles_at(line, number, phase):
                    self._try(line, role, phase, line.by, address)
                    self.cells += 1
                    if sends(line, role, phase, number):
                        self._try(line, role, phase, "POST", address)
                        self.sent += 1

    def _try(self, line: Line, role: str, phase: EditionState, method: str, address: str) -> None:
        with self.walk.undone():
            answer = self.walk.send(role, method, address)
        self.seen |= {(canary, role) for canary in answer.gives}
        self.problems += [
            f"{line.name} {role} in {phase.value} by {method}: {fault} ({answer})"
            for fault in faults(line, role, phase, method, answer)
        ]


def test_every_address_of_awards_has_its_line_and_every_line_its_address() -> None:
    known, there = set(policy.read()), set(policy.addresses())
    assert there - known == set(), f"add lines to {policy.FILE.name}, with the roles and phases that are let in"
    assert known - there == set(), f"gone from the resolver; take these lines out of {policy.FILE.name}"
    assert len(policy.addresses()) == len(there)


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_in_every_phase_what_the_policy_says_and_nothing_of_others(
    walk: Walk, part: str, record_property: Any
) -> None:
    table = Table(walk)
    for phase in PARTS[part]:
        if phase is DECIDED[0]:
            worlds_of_roles.decide(walk.world)
        table.fill(phase)
    record_property("cells", table.cells)
    record_property("forms sent", table.sent)
    told = "\n".join(table.problems[:200])
    assert not table.problems, f"{len(table.problems)} of {table.cells} cells are wrong:\n{told}"
    assert table.cells >= LEAST_CELLS
    assert table.sent >= LEAST_SENT
    # The control: a walk that looks at nothing would find nothing. The file without names is opened by the whole walk only.
    if DECIDED[0] in PARTS[part]:
        assert {(canary, "secretary") for canary in Canary if canary is not Canary.TWIN} <= table.seen


def test_the_parts_hold_every_phase_once() -> None:
    assert sorted(phase for part in PARTS.values() for phase in part) == sorted(PHASES)
