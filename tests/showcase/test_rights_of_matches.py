"""Who reads matches and answers them: every address by every method as everybody."""

from types import SimpleNamespace
from typing import Any, Final

from django.urls import reverse

from showcase.match_enums import MatchSide, Unsuitability
from tests.rights import Rule, Walk
from tests.showcase import world as worlds
from tests.showcase.world import DESKS, EVERYBODY, ROOM, WRITERS


def own(*more: str) -> Any:
    """Return the arguments of an address of the organisation's technology; ``more`` names the other page."""
    return lambda world: [
        MatchSide.TECHNOLOGY,
        world["offer"].translation_key,
        *(world[name].translation_key for name in more),
    ]


RULES: Final[dict[str, Rule]] = {
    "matches": Rule(reads=DESKS),
    "match-digest-switch": Rule(changes=DESKS, data=lambda _world: {"mail": "off"}),
    "matches-of": Rule(reads=WRITERS, args=own()),
    "matches-seen": Rule(changes=WRITERS, args=own()),
    "match-refuse": Rule(
        reads=WRITERS,
        changes=WRITERS,
        args=own("wanted"),
        data=lambda _world: {"reason": Unsuitability.SCALE, "note": ""},
    ),
    "match-take-back": Rule(changes=WRITERS, args=lambda world: [*own()(world), world["refusal"].pk]),
    "match-take-back#of-another-page": Rule(
        takes={"POST"}, args=lambda world: [MatchSide.NEED, world["wanted"].translation_key, world["refusal"].pk]
    ),
    "match-digest-off": Rule(
        reads=EVERYBODY, changes=EVERYBODY, args=lambda world: [world["digest"]], is_open=True, answer=200
    ),
}


def test_matches_are_read_and_answered_by_those_who_write(market: SimpleNamespace) -> None:
    world = worlds.make_world(market)
    worlds.add_matches(world)
    assert Walk(world, rooms=ROOM, namespace="showcase").walk(RULES) == []


def test_pressing_twice_says_the_same_twice(market: SimpleNamespace) -> None:
    world = worlds.make_world(market)
    worlds.add_matches(world)
    walk = Walk(world, rooms=ROOM, namespace="showcase")
    for name in ("matches-seen", "match-take-back", "match-digest-switch"):
        rule = RULES[name]
        address = reverse(f"showcase:{name}", args=rule.args(world))
        answers = [walk.send("owner", "POST", address, rule.data(world)) for _press in range(2)]
        assert [(answer.status_code, answer.url) for answer in answers] == [(302, answers[0].url)] * 2, name
