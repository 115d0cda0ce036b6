"""Who reports outcomes, reads them and answers them: every address by every method as everybody."""

import uuid
from types import SimpleNamespace
from typing import Any, Final

import pytest

from portal.kernel import clock
from showcase.domain import deal as deals
from showcase.domain import deal_links
from showcase.domain.deal import Partner
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from tests import rights
from tests.factories import showcase as factory
from tests.rights import Rule, Walk, World
from tests.showcase import world as worlds
from tests.showcase.world import DESKS, EVERYBODY, MEMBERS, ROOM, WRITERS

BOTH_SIDES: Final = WRITERS | {"sender"}


def report(_world: World) -> dict[str, Any]:
    return {
        "stage": "test",
        "happened_on": clock.today().strftime("%d/%m/%Y"),
        "value_band": "",
        "origin": "domestic",
        "note": "",
        "submission_key": rights.new_key(),
    }


def agreement(_world: World) -> dict[str, Any]:
    return {"version": 1}


def correction(world: World) -> dict[str, Any]:
    return {**report(world), "version": 1, "reason": "Ghi nhầm."}


def outside(world: World) -> dict[str, Any]:
    return {**report(world), "title": "Sấy", "partner_name": "Bên kia", "partner_email": "kia@example.org"}


def contested(_world: World) -> dict[str, Any]:
    return {"version": 1, "reason": "Không đúng."}


def behind(
    door: str,
    args: Any,
    *,
    reads: frozenset[str],
    acts: frozenset[str],
    reporters: frozenset[str],
    is_open: bool = False,
) -> dict[str, Rule]:
    """Return the rules of a report's steps: ``reporters`` are those of ``acts`` on whose side it was reported."""
    others = acts - reporters
    common: dict[str, Any] = {"args": args, "is_open": is_open}
    return {
        door: Rule(reads=reads, **common),
        f"{door}-confirm": Rule(changes=others, told=reporters, takes={"POST"}, data=agreement, **common),
        f"{door}-contest": Rule(reads=acts, changes=others, told=reporters, data=contested, **common),
        f"{door}-correct": Rule(reads=acts, changes=acts, data=correction, **common),
        f"{door}-take-back": Rule(changes=reporters, told=others, **common),
    }


RULES: Final[dict[str, Rule]] = {
    "deals": Rule(reads=MEMBERS | DESKS),
    "deal-new": Rule(reads=DESKS, changes=DESKS, data=outside),
    **behind(
        "deal",
        lambda world: [world["deal"].reference],
        reads=MEMBERS | {"sender"},
        acts=BOTH_SIDES,
        reporters=WRITERS,
    ),
    "deal-evidence": Rule(reads=MEMBERS, args=lambda world: [world["deal"].reference]),
    **behind(
        "deal-link",
        lambda world: [world["deal_link"]],
        reads=EVERYBODY,
        acts=EVERYBODY,
        reporters=frozenset(),
        is_open=True,
    ),
    "deal-link-evidence": Rule(takes={"GET", "HEAD"}, args=lambda world: [world["deal_link"]], is_open=True),
    **behind(
        "deal-talk",
        lambda world: [world["link"], world["deal"].reference],
        reads=EVERYBODY,
        acts=EVERYBODY,
        reporters=frozenset(),
        is_open=True,
    ),
    "deal-talk-evidence": Rule(
        takes={"GET", "HEAD"}, args=lambda world: [world["link"], world["deal"].reference], is_open=True
    ),
    "deal-talk#of-another-enquiry": Rule(
        takes={"GET", "HEAD"}, args=lambda world: [world["link"], world["outside"].reference], is_open=True
    ),
}


def make_world(market: SimpleNamespace) -> World:
    """Return a world with an outcome of an enquiry, reported by the organisation, and one that began elsewhere."""
    world = worlds.make_world(market)
    worlds.add_enquiries(world)
    owner = world.person("owner")
    world.objects["deal"] = factory.report_deal(
        world["answered"], Actor(Side.OWNER, owner), evidence=worlds.pdf("minh-chung.pdf")
    )
    world.objects["outside"] = deals.report_without_enquiry(
        organisation=market.organisation,
        by=owner,
        partner=Partner("Bên kia", "ben-kia@example.org", None),
        title="Sấy",
        details=factory.deal_details(),
        evidence=worlds.pdf("minh-chung.pdf"),
        submission_key=uuid.uuid4(),
        now=clock.now(),
    )
    world.objects["deal_link"] = deal_links.issue(deal=world["outside"], now=clock.now())
    return world


@pytest.mark.parametrize("door", ["deal-link", "deal-talk", ""])
def test_an_outcome_is_between_its_two_sides(market: SimpleNamespace, door: str) -> None:
    doors = ("deal-link", "deal-talk")
    rules = {
        name: rule for name, rule in RULES.items() if (name.startswith(door) if door else not name.startswith(doors))
    }
    assert Walk(make_world(market), rooms=ROOM, namespace="showcase").walk(rules) == []
