"""Who reads and writes technologies and needs: every address by every method as everybody."""

from types import SimpleNamespace
from typing import Any, Final

from portal.vocabularies.enums import VocabularyCode
from showcase.domain import consent_scope
from showcase.enums import FileDisclosure
from showcase.forms.technologies import STEPS
from tests.factories import showcase as factory
from tests.factories.focal_points import consent_data, need_data
from tests.rights import Rule, Walk, World
from tests.showcase import world as worlds
from tests.showcase.test_desk import rows
from tests.showcase.world import DESKS, EVERYBODY, MEMBERS, ROOM, WRITERS

FOCAL: Final = frozenset({"focal", "other_focal"})


def page(name: str, *more: Any) -> Any:
    return lambda world: [world[name].pk, *more]


def file(level: FileDisclosure) -> Any:
    return lambda world: [world["technology"].pk, world["files"][level]]


def half_a_need(_world: World) -> dict[str, Any]:
    return need_data(title="Cần sấy khác", action="save")


def identity(_world: World) -> dict[str, Any]:
    kind = factory.term(VocabularyCode.TECHNOLOGY_KIND, "process").pk
    texts = {"title": "Tên khác", "summary": "Khác.", "action": "save"}
    return {**texts, "kind": kind, "field": factory.field().pk, **rows("pictures")}


RULES: Final[dict[str, Rule]] = {
    "technology-poster": Rule(reads=EVERYBODY, args=lambda world: [world["technology"].slug], is_open=True),
    "need-poster": Rule(reads=EVERYBODY, args=lambda world: [world["need"].slug], is_open=True),
    "technology-new": Rule(sent_on=DESKS, changes=DESKS, data=lambda _world: {"title": "Máy ép"}),
    "technology-check": Rule(reads=WRITERS, changes=WRITERS, args=page("draft")),
    "technology-step": Rule(reads=WRITERS, changes=WRITERS, args=page("draft", next(iter(STEPS))), data=identity),
    "technology-preview": Rule(reads=MEMBERS, args=page("draft")),
    "technology-english": Rule(reads=WRITERS, args=page("draft")),
    "technology-english-group": Rule(
        reads=WRITERS,
        changes=WRITERS,
        args=page("draft", "solution"),
        data=lambda _world: {"problem": "Costly.", "solution": "Heat pump.", "revision": ""},
    ),
    "technology-listing": Rule(
        reads=WRITERS, changes=WRITERS, args=page("technology"), data=lambda _world: {"action": "renew"}
    ),
    "technology-file#public": Rule(reads=EVERYBODY, args=file(FileDisclosure.PUBLIC), is_open=True),
    "technology-file#after-interest": Rule(
        reads=MEMBERS | {"reviewer", "superuser"},
        asked={"anonymous"},
        args=file(FileDisclosure.AFTER_INTEREST),
        is_open=True,
    ),
    "technology-file#reviewers": Rule(
        reads=MEMBERS | {"reviewer", "superuser"}, args=file(FileDisclosure.NEVER), is_open=True
    ),
    "technology-file#of-the-twin": Rule(
        takes={"GET", "HEAD"}, args=lambda world: [world["technology"].pk, world["twin_file"]], is_open=True
    ),
    "listing-renew-link": Rule(
        reads=EVERYBODY, changes=EVERYBODY, args=lambda world: [world["renewal"]], is_open=True, answer=200
    ),
    "need-new": Rule(sent_on=DESKS, changes=DESKS, data=half_a_need),
    "need-edit": Rule(reads=WRITERS, changes=WRITERS, args=page("need"), data=half_a_need),
    "need-renew": Rule(reads=WRITERS, changes=WRITERS, args=page("need")),
    "need-status": Rule(
        reads=WRITERS,
        changes=WRITERS,
        args=page("need"),
        data=lambda _world: {"status": "closed", "reason": "Đã có giải pháp"},
    ),
}
ENTERED: Final[dict[str, Rule]] = {
    "focal-desk": Rule(reads=FOCAL),
    "focal-organisations": Rule(reads=FOCAL),
    "focal-new": Rule(sent_on=FOCAL, changes=FOCAL, data=lambda _world: {**need_data(), **consent_data()}),
    "consent-again": Rule(changes={"focal"}, args=page("entered")),
    "consent": Rule(
        reads=EVERYBODY,
        changes=EVERYBODY,
        args=lambda world: [world["consent"]],
        data=lambda world: {
            "answer": "agree",
            "shown": consent_scope.digest(world["entered"].get_latest_revision_as_object()),
        },
        is_open=True,
        answer=200,
    ),
    "need-take-over": Rule(changes=WRITERS, args=page("entered")),
    "need-agreed-again": Rule(
        told={"focal"}, args=page("entered"), data=lambda _world: {"agreed-given_on": "01/02/2026"}
    ),
    "need-edit#entered": Rule(
        reads=WRITERS | {"focal"}, changes=WRITERS | {"focal"}, args=page("entered"), data=half_a_need
    ),
}


def test_a_listing_is_written_by_its_organisation_and_by_nobody_else(market: SimpleNamespace) -> None:
    world = worlds.make_world(market)
    worlds.add_drafts(world)
    walk = Walk(world, rooms=ROOM, namespace="showcase")
    assert walk.walk(RULES) == []


def test_a_need_for_others_is_written_by_its_focal_point_and_the_organisation(market: SimpleNamespace) -> None:
    world = worlds.make_world(market)
    worlds.add_entered_need(world)
    walk = Walk(world, rooms=ROOM, namespace="showcase")
    assert walk.walk(ENTERED) == []
