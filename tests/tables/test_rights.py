"""Who imports and exports at which place: every address by every method as everybody, at the desk and in the admin."""

from types import SimpleNamespace
from typing import Any, Final

import pytest

from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import clock
from portal.tables import urls
from portal.tables.models import STALLED_AFTER, ImportBatch
from portal.tables.views.skins import ADMIN
from portal.tables.wagtail_hooks import admin_urls
from tests import rights
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory
from tests.rights import Rule, Walk, World

ROOM: Final = ("tables", "showcase")
WRITERS: Final = frozenset({"editor", "owner"})
DESKS: Final = WRITERS | {"twin_owner"}
OFFICERS: Final = frozenset({"reviewer", "superuser"})
ANY_OFFICER: Final = OFFICERS | {"officer"}


def make_world(site: Any) -> World:
    market: SimpleNamespace = factory.make_market(site)
    owner = exhibitors.owner_of(market.organisation)
    former = exhibitors.make_member(market.organisation, MemberRole.OWNER)
    memberships.remove_member(membership=former, by=owner, now=clock.now())
    people: dict[str, User | None] = {
        "anonymous": None,
        "stranger": exhibitors.make_person(),
        "viewer": exhibitors.make_member(market.organisation, MemberRole.VIEWER).user,
        "editor": exhibitors.make_member(market.organisation, MemberRole.EDITOR).user,
        "owner": owner,
        "former": former.user,
        "twin_owner": exhibitors.owner_of(market.buyer),
        "reviewer": factory.make_reviewer(),
        "intermediary": factory.make_intermediary(),
        "officer": exhibitors.make_officer(),
        "superuser": User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành"),
    }
    world = World(people, {"organisation": market.organisation})
    world.objects["batch"] = tables.send(tables.xlsx(table(world)), by=owner, scope=market.organisation.pk)
    reviewer = people["reviewer"]
    world.objects["office"] = tables.send(tables.xlsx(table(world)), by=reviewer)
    return world


def table(world: World) -> list[dict[str, Any]]:
    named = {"organisation": f"#{world['organisation'].pk}"}
    return [{"title": "Sấy tỏi", "trl": 5, **named}, {"title": "Sai", "trl": 12, **named}]


def written(name: str) -> Any:
    def prepare(world: World) -> None:
        tables.write(world[name], by=world.person("owner" if name == "batch" else "reviewer"))

    return prepare


def stalled(name: str) -> Any:
    def prepare(world: World) -> None:
        long_ago = clock.now() - 2 * STALLED_AFTER
        ImportBatch.objects.filter(pk=world[name].pk).update(state="queued", mode="each", claim="x", beat_at=long_ago)

    return prepare


def sent(world: World) -> dict[str, Any]:
    return {"file": tables.xlsx(table(world)), "submission_key": rights.new_key()}


def rules(name: str, *, who: frozenset[str], of_kind: frozenset[str], index: frozenset[str]) -> dict[str, Rule]:
    """Return the rules of one place; ``name`` is its import, ``of_kind`` those who import technologies there."""

    def args(world: World) -> list[Any]:
        return [world[name].key]

    return {
        "index": Rule(reads=index),
        "kind": Rule(reads=of_kind, changes=of_kind, args=lambda _world: ["technologies"], data=sent),
        "kind#unknown": Rule(takes={"GET", "HEAD", "POST"}, args=lambda _world: ["khong-co"], data=sent),
        "template": Rule(reads=of_kind, args=lambda _world: ["technologies", "csv"]),
        "export": Rule(reads=of_kind, args=lambda _world: ["needs", "csv"]),
        "batch": Rule(reads=who, args=args),
        "faulty": Rule(reads=who, args=args),
        "confirm": Rule(changes=who, args=args, data=lambda _world: {"mode": "each"}),
        "discard": Rule(changes=who, args=args),
        "restart": Rule(changes=who, args=args, prepare=stalled(name)),
        "undo": Rule(reads=who, changes=who, args=args, prepare=written(name)),
    }


SIGNED_IN: Final = frozenset(
    {"stranger", "viewer", "former", "intermediary", *DESKS, *ANY_OFFICER},
)
AT_THE_DESK: Final = rules("batch", who=WRITERS, of_kind=DESKS, index=SIGNED_IN)
IN_THE_ADMIN: Final = rules("office", who=OFFICERS, of_kind=OFFICERS, index=ANY_OFFICER | {"intermediary"})


def test_every_address_has_its_rule() -> None:
    names = rights.without_variants(AT_THE_DESK)
    assert rights.names_of(urls.urlpatterns) == names
    assert rights.names_of(admin_urls()) == names


@pytest.mark.django_db
def test_an_organisations_tables_are_its_writers_own(site: Any) -> None:
    assert Walk(make_world(site), rooms=ROOM, namespace="tables").walk(AT_THE_DESK) == []


@pytest.mark.django_db
def test_tables_in_the_admin_are_their_officers(site: Any) -> None:
    walk = Walk(make_world(site), rooms=ROOM, namespace=ADMIN.namespace, is_admin=True)
    assert walk.walk(IN_THE_ADMIN) == []


@pytest.mark.django_db
def test_an_import_of_one_place_is_not_found_at_the_other(site: Any) -> None:
    nobody = {
        name: Rule(takes=rule.methods(), args=rule.args, data=rule.data, prepare=rule.prepare)
        for name, rule in rules("office", who=WRITERS, of_kind=DESKS, index=SIGNED_IN).items()
        if name in {"batch", "faulty", "confirm", "discard", "restart", "undo"}
    }
    assert Walk(make_world(site), rooms=ROOM, namespace="tables").walk(nobody) == []
