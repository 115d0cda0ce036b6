"""Walls between newsrooms: every address of the admin, by every method, as everybody.

``PORTAL_WALK=wide`` sends what the ordinary run leaves out: all methods as everybody. The ordinary one sends each address as a
foreign editor, by four methods where it is about something of A's, by GET and POST where a right of its own shuts it; the others,
whose rights are no more or whose answers do not depend on the method, try each of the former and take turns at the latter. The
walk goes in parts, so that workers share it, and PostgreSQL gets those that send it something new.
"""

import hashlib
import itertools
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from wagtail.admin.menu import Menu
from wagtail.models import Site

from portal import urls
from portal.ui import views as ui_views
from tests import worlds
from tests.admin import policy
from tests.admin.policy import CLOSED, OWNED, Access, Line
from tests.admin.searches import searches
from tests.admin.walk import HOME, MARKS, METHODS, OWN_TRACES, TRACE, Cell, Walk, filled, wrong
from tests.admin.world import ANONYMOUS, CANARY, World, build

pytestmark = [pytest.mark.references, pytest.mark.admin_search]

OUTSIDERS: Final = (ANONYMOUS, "account", "editor B", "chief B", "featuring", "portal editors")
OWNERS: Final = ("editor A", "chief A", "operator")
RIVALS: Final = (ANONYMOUS, "chief B")
"""Who sends in turn what the owner would send, beside the foreign editor."""
THOROUGH: Final = "editor B"
# HEAD is answered as GET, PATCH as PUT, and OPTIONS by naming the methods.
TRIED: Final = ("GET", "POST", "PUT", "DELETE")
TRIED_WHERE_SHUT: Final = ("GET", "POST")
IS_WIDE: Final = os.environ.get("PORTAL_WALK") == "wide"
PARTS: Final = 12
LEAST_CELLS: Final = 3_000
LEAST_TURNS: Final = 40
# What people leave of their own beside the sentence for the next page.
OWN_SETTINGS: Final = {
    "account/": frozenset({"wagtailusers_userprofile"}),
    "news/my-work/mails/": frozenset({"news_workpreference"}),
    "news-newsletter/test/": frozenset({"mail_outgoingmail"}),  # to one's own address
}
# What no owner gets either, and why.
NOBODY: Final = frozenset(
    {
        "pages/<int:page_id>/convert_alias/",  # none of A's pages is an alias
        "images/<int:image_id>/generate_url/",  # the portal serves no pictures by address
        "images/<int:image_id>/generate_url/output/",
        "localize/translate/<int:translation_id>/preview/<str:mode>/",  # stories have one mode, which has no name
        "news_programmes/delete/<int:pk>/",  # episodes and calendars hang on them
        "news_air_times/delete/<int:pk>/",  # the slots of the programme plan them
    }
)
# What these answer to a form without its fields is Wagtail's own error, for everybody.
BODIES: Final = {"choose-external-link/": {"external-link-chooser-url": "https://example.org/"}}
# Whoever is let through to an address of another's is none of the outsiders there.
INSIDERS: Final = {Access.FRONT: frozenset({"featuring"})}
# The department reads the reports of every newsroom.
REPORTS: Final = "news-reports/"
# The editors of the portal keep the glossary of whoever translates.
GLOSSARY: Final = "vocabularies/officialterm/"


@worlds.standing
def world(site: Site) -> World:
    return build(site)


@pytest.fixture
def walk(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    # What these pages say is tested elsewhere; drawing them thousands of times costs minutes. So does the menu, which has a
    # test of its own below.
    monkeypatch.setattr(urls, "handler404", lambda _request, **_given: HttpResponse(status=404))
    monkeypatch.setattr(ui_views, "method_not_allowed", lambda _request: HttpResponse(status=405))
    monkeypatch.setattr(Menu, "render_component", lambda _menu, _request: [])
    yield Walk(world)
    cache.clear()


def lines(part: int = 0, parts: int = 1) -> list[Line]:
    """Return the lines to walk, or one part of them; neighbours, which cost about the same, go to different parts."""
    return [line for line in policy.read().values() if line.access is not Access.NOT_WALKED][part::parts]


def judged(line: Line, cell: Cell) -> list[str]:
    """Return what is wrong with an answer to somebody who has no right on anything of A's."""
    return wrong(cell, line, traces=OWN_TRACES | OWN_SETTINGS.get(line.address, frozenset()))


def outsiders(line: Line, address: str = "") -> list[str]:
    let_in = INSIDERS.get(line.access, frozenset())
    if (address.removeprefix(HOME) or line.address).startswith(REPORTS):
        let_in |= {"featuring"}
    if GLOSSARY in line.address:
        let_in |= {"portal editors"}
    return [person for person in OUTSIDERS if person not in let_in]


def methods(person: str, line: Line, number: int) -> tuple[str, ...]:
    """Return the methods by which a person tries the address of the n-th object; all of them in the wide walk."""
    if IS_WIDE:
        return METHODS
    if line.access in CLOSED:
        return TRIED_WHERE_SHUT if person == THOROUGH else ("GET",) if person == taking_turns(line) else ()
    if person == THOROUGH and not number:
        return TRIED
    if person == THOROUGH or (person == ANONYMOUS and not number):
        return ("GET", "POST")
    if person == "chief B" and line.access in OWNED:
        return ("GET", "POST") if not number else ("GET",)
    return () if number else ("GET",)


def taking_turns(line: Line) -> str:
    """Return who tries an address of an office beside the foreign editor; each of the others has about a fifth of them."""
    others = [person for person in outsiders(line) if person != THOROUGH]
    return others[sum(line.address.encode()) % len(others)]


def told(problems: list[str]) -> str:
    return f"{len(problems)} cells are wrong:\n" + "\n".join(problems[:200])


def test_every_address_of_the_admin_has_its_line_in_the_policy() -> None:
    new = [policy.guess(address) for address in policy.missing()]
    assert not new, (
        f"Add to tests/admin/{policy.FILE.name} (`python -m tests.admin.policy --write` does), under the class of access"
        f" that is true and with the object that it takes:\n{policy.advice(new)}"
    )


def test_every_line_of_the_policy_has_its_address() -> None:
    assert policy.left_over() == [], "gone from the resolver; take these lines out of policy.toml"


def planned(line: Line, world: World) -> Iterator[tuple[str, str, str]]:
    """Yield each request at a line: who, by which method, at which address."""
    for number, values in enumerate(world.fill(line.takes)):
        for person in outsiders(line):
            for method in methods(person, line, number):
                yield person, method, filled(line.address, values)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_method_of_every_address_turns_outsiders_away(walk: Walk, part: int, record_property: Any) -> None:
    problems: list[str] = []
    for line in lines(part, PARTS):
        for person, method, address in planned(line, walk.world):
            problems += judged(line, walk.send(person, method, address, BODIES.get(line.address)))
    record_property("cells", walk.cells)
    assert not problems, told(problems)


def test_the_walk_is_long_and_the_foreign_editor_tries_every_address(world: World) -> None:
    cells = [(line.address, *cell) for line in lines() for cell in planned(line, world)]
    assert len(cells) > LEAST_CELLS
    let_in = {line.address for line in lines() if THOROUGH not in outsiders(line)}
    assert let_in == set()
    for method in TRIED:
        tried = {address for address, person, by, _filled in cells if (person, by) == (THOROUGH, method)}
        wanted = lines() if method in TRIED_WHERE_SHUT else [line for line in lines() if line.access not in CLOSED]
        assert tried >= {line.address for line in wanted}
    known = policy.read()
    shut = {(address, person) for address, person, *_rest in cells if known[address].access in CLOSED}
    turns = Counter(person for _address, person in shut)
    assert min(turns[person] for person in OUTSIDERS) > LEAST_TURNS


def owned(part: int) -> list[Line]:
    """Return a part of the addresses of what has an owner, drawn as by lot: a list and its form stand side by side in the policy."""
    drawn = sorted(
        (line for line in lines() if line.access in OWNED),
        key=lambda line: hashlib.sha256(line.address.encode()).digest(),
    )
    return drawn[part :: PARTS // 2]


@pytest.mark.parametrize("part", range(PARTS // 2))
def test_what_the_owner_would_send_is_refused_from_everybody_else(walk: Walk, part: int) -> None:
    problems: list[str] = []
    sent = 0
    for line in owned(part):
        for number, values in enumerate(walk.world.fill(line.takes)):
            address = filled(line.address, values)
            for form in walk.sent_by_owner(address):
                for extra in buttons(line, form):
                    sent += bool(form)
                    others = (THOROUGH, RIVALS[sent % len(RIVALS)]) if not number else (THOROUGH,)
                    for person in outsiders(line) if IS_WIDE else others:
                        problems += judged(line, walk.send(person, "POST", address, {**form, **extra}))
    assert not problems, told(problems)
    assert sent >= 5


def seekers(people: list[str], number: int) -> list[str]:
    """Return who asks the n-th address with a query: the foreign editor, and the others in turn, so that each asks a fifth; all in the wide walk."""
    others = [person for person in people if person != THOROUGH]
    return people if IS_WIDE else [THOROUGH, others[number // (PARTS // 2) % len(others)]]


def buttons(line: Line, form: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the buttons of a form that change something, each pressed alone."""
    if "pages/<int:page_id>/edit/" in line.address and "title" in form:
        return [{}, {"action-publish": "1"}, {"action-submit": "1"}]
    return [{}]


def test_menus_show_outsiders_nothing(world: World) -> None:
    walk = Walk(world)
    everybody = Line("", Access.EVERYBODY, "none")
    for person in outsiders(everybody):
        cell = walk.send(person, "GET", HOME)
        assert not wrong(cell, everybody), str(cell)
        assert person in {ANONYMOUS, "account"} or b"sidebar-props" in cell.body


@pytest.mark.parametrize("part", range(PARTS // 2))
def test_searches_reports_exports_and_the_api_show_outsiders_nothing(walk: Walk, part: int) -> None:
    # Whoever opens the own page edits it, and follows it from then on.
    own_page = f"/admin/pages/{walk.world.pages['own'].pk}/edit/"
    edited = frozenset({"wagtailadmin_editingsession", "wagtailcore_pagesubscription"})
    everybody = Line("", Access.EVERYBODY, "none")
    problems: list[str] = []
    for number, address in list(enumerate(searches(walk.world)))[part :: PARTS // 2]:
        traces = OWN_TRACES | (edited if address == own_page else frozenset())
        for person in seekers(outsiders(everybody, address), number):
            problems += wrong(walk.send(person, "GET", address), everybody, traces=traces)
    assert not problems, told(problems)


@pytest.mark.parametrize("part", range(PARTS // 2))
def test_the_owners_and_operators_pass_every_wall(walk: Walk, part: int) -> None:
    """The control: a guard that turned away whom it should let in, or a walk that looks at nothing, would show here."""
    shut, shown = [], set()
    for line in owned(part):
        if line.address in NOBODY:
            continue
        answers = []
        for values, person in itertools.product(walk.world.fill(line.takes), OWNERS):
            answers.append(walk.send(person, "GET", filled(line.address, values)))
            if answers[-1].shows(CANARY):
                shown.add(line.address)
                break
        if all(cell.is_turned_away for cell in answers) and {cell.status for cell in answers} != {405}:
            shut.append(line.address)
    assert not shut, shut
    assert len(shown) >= 4, sorted(shown)


def test_the_owners_reports_show_their_figures(walk: Walk) -> None:
    address = f"/admin/{REPORTS}readings/"
    for person, query in itertools.product(("editor A", "chief A", "featuring", "operator"), ("", "?file=csv")):
        assert walk.send(person, "GET", address + query).shows(*MARKS[1:]), (person, query)
    assert walk.send("chief B", "GET", address).status == 200


def test_the_owners_changes_are_seen_as_changes(walk: Walk) -> None:
    address = f"/admin/documents/edit/{walk.world.objects['document'][0]['pk']}/"
    form = next(form for form in walk.sent_by_owner(address) if "title" in form)
    cell = walk.send("editor A", "POST", address, form)
    assert TRACE in str(form)
    assert "media_portaldocument" in cell.written
