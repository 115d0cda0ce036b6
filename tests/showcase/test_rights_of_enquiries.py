"""Who reads enquiries and acts on them behind which door: every address by every method as everybody."""

from types import SimpleNamespace
from typing import Any, Final

import pytest

from showcase import urls
from showcase.enquiry_enums import AbuseReason, DeclineReason, Side
from tests import rights
from tests.rights import Rule, Walk, World
from tests.showcase import test_rights_of_listings as listings
from tests.showcase import test_rights_of_matches as matches
from tests.showcase import test_rights_of_outcomes as outcomes
from tests.showcase import world as worlds
from tests.showcase.world import DESKS, EVERYBODY, MEMBERS, ROOM, SIGNED_IN, WRITERS

SENDER: Final = frozenset({"sender"})


def question(_world: World) -> dict[str, Any]:
    return {
        "interest": "Cần thử.",
        "name": "Người Hỏi",
        "email": "hoi@example.org",
        "submission_key": rights.new_key(),
    }


def reference(name: str) -> Any:
    return lambda world: [world[name].reference]


def _link(world: World) -> list[Any]:
    return [world["link"]]


def words(_world: World) -> dict[str, Any]:
    return {"text": "Xin chào.", "submission_key": rights.new_key()}


def accusation(_world: World) -> dict[str, Any]:
    return {"reason": AbuseReason.values[0], "text": "Quấy rầy."}


def behind(door: str, who: frozenset[str], args: Any, side: Side, *, is_open: bool = False) -> dict[str, Rule]:
    """Return the rules of the steps that every door has."""
    common: dict[str, Any] = {"args": args, "is_open": is_open}
    return {
        f"{door}-message": Rule(changes=who, data=words, **common),
        f"{door}-share": Rule(reads=who, changes=who, data=lambda _world: {"phone": ""}, **common),
        f"{door}-take-back": Rule(changes=who, prepare=worlds.offer_contact(side), **common),
        f"{door}-report": Rule(reads=who, changes=who, data=accusation, **common),
        f"{door}-outcome": Rule(reads=who, changes=who, data=outcomes.report, **common),
    }


RULES: Final[dict[str, Rule]] = {
    "ask-technology": Rule(
        reads=EVERYBODY,
        changes=EVERYBODY,
        args=lambda world: [world["technology"].translation_key],
        data=question,
        is_open=True,
    ),
    "ask-need": Rule(
        reads=EVERYBODY,
        changes=EVERYBODY,
        args=lambda world: [world["need"].translation_key],
        data=question,
        is_open=True,
    ),
    "asked": Rule(reads=EVERYBODY, args=lambda world: [world["new"].submission_key], is_open=True),
    "confirm-enquiry": Rule(
        reads=EVERYBODY, changes=EVERYBODY, args=lambda world: [world["confirmation"]], is_open=True
    ),
    "link-again": Rule(
        reads=EVERYBODY,
        changes=EVERYBODY,
        data=lambda world: {"reference": world["answered"].reference, "email": world["answered"].email},
        is_open=True,
        answer=200,
    ),
    "own-enquiries": Rule(reads=SIGNED_IN),
    "enquiries": Rule(reads=MEMBERS | DESKS),
    "enquiry": Rule(reads=MEMBERS, changes=WRITERS, args=reference("new"), data=lambda _world: {"answer": "Mời đến."}),
    "enquiry-decline": Rule(
        reads=WRITERS,
        changes=WRITERS,
        args=reference("new"),
        data=lambda _world: {"reason": DeclineReason.values[0], "note": ""},
    ),
    "enquiry-close": Rule(changes=WRITERS, args=reference("answered")),
    "sender-accept": Rule(changes=WRITERS, args=lambda world: [world["block"].pk]),
    **behind("desk", WRITERS, reference("answered"), Side.OWNER),
    "desk-refuse": Rule(reads=WRITERS, changes=WRITERS, args=reference("answered")),
    "own-conversation": Rule(reads=SENDER, args=reference("answered")),
    **behind("own", SENDER, reference("answered"), Side.SENDER),
    "own-withdraw": Rule(reads=SENDER, changes=SENDER, args=reference("answered"), answer=200),
    "link-conversation": Rule(reads=EVERYBODY, args=_link, is_open=True),
    **behind("link", EVERYBODY, _link, Side.SENDER, is_open=True),
    "link-withdraw": Rule(reads=EVERYBODY, changes=EVERYBODY, args=_link, is_open=True, answer=200),
}


def test_every_address_of_the_room_has_its_rule() -> None:
    tables = [RULES, listings.RULES, listings.ENTERED, matches.RULES, outcomes.RULES]
    assert rights.names_of(urls.urlpatterns) == {name for table in tables for name in rights.without_variants(table)}


@pytest.mark.parametrize("door", ["desk", "own", "link", ""])
def test_an_enquiry_is_between_its_sender_and_the_organisation(market: SimpleNamespace, door: str) -> None:
    world = worlds.make_world(market)
    worlds.add_enquiries(world)
    doors = ("desk", "own-", "link-")
    rules = {
        name: rule
        for name, rule in RULES.items()
        if (name.startswith(door) if door else not name.startswith(doors)) or (name == "own-enquiries" and not door)
    }
    assert Walk(world, rooms=ROOM, namespace="showcase").walk(rules) == []
