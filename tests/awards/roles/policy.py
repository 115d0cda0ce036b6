"""Who gets what at which address of awards: ``policy.toml``, compared here with the resolver.

A table for each address: ``takes`` names what fills it, ``by`` is POST where nothing else is taken. Every other key names
roles, and its value the phases in which they are let in: ``all``, ``opened`` (every one but the draft), or their names; after
``except`` those that are left out. Whoever is not named finds nothing.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.urls import URLResolver

from awards import urls, wagtail_hooks
from awards.editions.enums import EditionState
from awards.viewsets import NominationViewSet
from tests.awards.roles.world import PHASES, ROLES

FILE: Final = Path(__file__).with_name("policy.toml")
GROUPS: Final = {
    "everybody": ROLES,
    "signed in": tuple(role for role in ROLES if role != "anonymous"),
    "jury": ("juror clean", "juror conflicted", "reserve"),
    "writers": ("lead", "co-author"),
    "managers": ("secretary", "operator"),
    "secretariat": ("secretary", "other secretary", "operator"),
}
SPANS: Final = {"all": PHASES, "opened": PHASES[1:]}


@dataclass(frozen=True, slots=True)
class Line:
    """One address: what fills it, by which method it is tried, and the roles and phases that are let in."""

    name: str
    takes: str
    by: str
    let_in: frozenset[tuple[str, EditionState]]


def _phases(words: str) -> Iterator[EditionState]:
    wanted, _, left_out = words.partition(" except ")
    away = {EditionState(word) for word in left_out.split()}
    found = SPANS.get(wanted) or tuple(EditionState(word) for word in wanted.split())
    return (phase for phase in found if phase not in away)


def _line(name: str, told: dict[str, str]) -> Line:
    pairs = {
        (role, phase)
        for who, words in told.items()
        if who not in {"takes", "by"}
        for one in who.split(", ")
        for role in GROUPS.get(one, (one,))
        for phase in _phases(words)
    }
    assert {role for role, _phase in pairs} <= set(ROLES), name
    return Line(name, told.get("takes", "none"), told.get("by", "GET"), frozenset(pairs))


def read() -> dict[str, Line]:
    """Return the lines of the file by address."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _line(name, told) for name, told in tables.items()}


def _named(patterns: Iterable[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        assert not isinstance(pattern, URLResolver), f"{pattern}: addresses of awards are not nested"
        yield prefix + pattern.name


def addresses() -> list[str]:
    """Return the names of all addresses of awards as they are registered: public ones, those in the admin, of nominations."""
    found = [
        *_named(urls.urlpatterns, "awards:"),
        *_named(wagtail_hooks.nomination_urls(), ""),
    ]
    viewset = NominationViewSet()
    found += _named(viewset.get_urlpatterns(), f"{viewset.url_namespace}:")
    chooser = viewset.chooser_viewset
    found += _named(chooser.get_urlpatterns(), f"{chooser.url_namespace}:")
    return found
