"""Who reads and changes what in the experts room: every address by every method as everybody, with a twin expert."""

from datetime import timedelta
from typing import Any, Final

import pytest
from wagtail.models import Site

from experts import urls
from experts.domain import profile as profiles
from experts.domain import request as requests
from experts.enums import DeclineReason
from experts.viewsets import URL_NAMESPACE, ExpertViewSet
from portal.accounts.models import User
from portal.kernel import clock, tokens
from tests import rights
from tests.factories import exhibitors
from tests.factories import experts as factory
from tests.factories.exhibitors import NOON
from tests.rights import Rule, Walk, World

ROOM: Final = ("experts", "exhibitors")
EXPERTS: Final = frozenset({"expert", "twin_expert"})
SIGNED_IN: Final = EXPERTS | {"stranger", "asker", "member", "officer", "other_officer", "superuser"}
EVERYBODY: Final = SIGNED_IN | {"anonymous"}
OFFICERS: Final = frozenset({"officer", "superuser"})


@pytest.fixture
def world(site: Site, monkeypatch: pytest.MonkeyPatch) -> World:
    factory.make_list(site)
    people: dict[str, User | None] = {
        "anonymous": None,
        "stranger": exhibitors.make_person(),
        "asker": exhibitors.make_person(),
        "member": exhibitors.owner_of(exhibitors.make_organisation()),
        "expert": exhibitors.make_person(),
        "twin_expert": exhibitors.make_person(),
        "officer": factory.make_officer(),
        "other_officer": exhibitors.make_officer(),
        "superuser": User.objects.create_superuser("dieu-hanh@example.org", "mat-khau-thu", full_name="Điều Hành"),
    }
    assert set(people) == EVERYBODY
    made = World(people)
    mine, twins = (factory.make_expert(people[name], photo=True, name="Trần Tỏi") for name in ("expert", "twin_expert"))
    now = clock.now()
    guest = factory.make_request(mine, confirmed=False, now=now)
    letter = factory.make_request(mine, sender=people["asker"], confirmed=False, now=now)
    monkeypatch.setattr(requests, "MOST_A_DAY", 1000, raising=False)
    made.objects |= {
        "mine": mine,
        "twins": twins,
        "guest": guest,
        "letter": letter,
        "confirmation": _secret(requests.CONFIRM_PURPOSE, guest.reference),
        "thread": _secret(requests.THREAD_PURPOSE, letter.reference),
    }
    return made


def _secret(purpose: str, subject: str) -> str:
    now = clock.now()
    return tokens.issue(purpose=purpose, subject=subject, now=now, expires_at=now + timedelta(days=1))


def question(_world: World) -> dict[str, Any]:
    words = {"help": "advice", "subject": "Sấy tỏi", "text": "Xin hỏi.", "name": "Người Hỏi"}
    return {**words, "email": "hoi@example.org", "submission_key": rights.new_key()}


def words(_world: World) -> dict[str, Any]:
    return {"text": "Xin chào.", "submission_key": rights.new_key()}


def profile_data(_world: World) -> dict[str, Any]:
    return {"name": "Tên Khác", "country": "FR", "time_zone": "Europe/Paris", "availability": "now"}


def of_letter(world: World) -> list[Any]:
    return [world["letter"].reference]


def waiting(world: World) -> None:
    profiles.submit(profile=world["mine"], by=world.person("expert"), consents=True, now=NOON)


RULES: Final[dict[str, Rule]] = {
    "portrait": Rule(reads=EVERYBODY, args=lambda world: [world["mine"].slug, world["mine"].portrait_id], is_open=True),
    "portrait#of-the-twin": Rule(
        takes={"GET", "HEAD"}, args=lambda world: [world["mine"].slug, world["twins"].portrait_id], is_open=True
    ),
    "ask": Rule(
        reads=EVERYBODY,
        # The asker has a conversation with this expert already.
        changes=EVERYBODY - {"expert", "asker"},
        told={"expert", "asker"},
        args=lambda world: [world["mine"].slug],
        data=question,
        is_open=True,
    ),
    "asked": Rule(reads=EVERYBODY, args=lambda world: [world["letter"].submission_key], is_open=True),
    "confirm": Rule(reads=EVERYBODY, changes=EVERYBODY, args=lambda world: [world["confirmation"]], is_open=True),
    "thread": Rule(reads=EVERYBODY, changes=EVERYBODY, args=lambda world: [world["thread"]], data=words, is_open=True),
    "own": Rule(reads=SIGNED_IN),
    "own-thread": Rule(reads={"asker"}, changes={"asker"}, args=of_letter, data=words),
    "mine": Rule(reads=SIGNED_IN),
    "edit": Rule(reads=SIGNED_IN, changes=SIGNED_IN, data=profile_data),
    "submit": Rule(changes=EXPERTS, data=lambda _world: {"consents": "on"}),
    "take-back": Rule(changes={"expert"}, told={"twin_expert"}, prepare=waiting),
    "withdraw": Rule(reads=EXPERTS, changes=EXPERTS),
    "erase": Rule(reads=EXPERTS, changes=EXPERTS),
    "proposed-portrait": Rule(reads=EXPERTS),
    "message": Rule(reads={"expert"}, changes={"expert"}, args=of_letter, data=words),
    "message#unconfirmed": Rule(
        takes={"GET", "HEAD", "POST"}, args=lambda world: [world["guest"].reference], data=words
    ),
    "message-decline": Rule(
        changes={"expert"}, args=of_letter, data=lambda _world: {"reason": DeclineReason.TIME.value}
    ),
    "message-close": Rule(changes={"expert"}, args=of_letter),
}


def of_mine(world: World) -> list[Any]:
    return [world["mine"].pk]


IN_THE_ADMIN: Final[dict[str, Rule]] = {
    "index": Rule(reads=OFFICERS),
    "index_results": Rule(reads=OFFICERS),
    "add": Rule(),
    "edit": Rule(args=of_mine),
    "delete": Rule(args=of_mine),
    # Wagtail shows these three to those who may change; nobody may.
    **{name: Rule(args=of_mine) for name in ("history", "history_results", "usage")},
    "review": Rule(
        reads=OFFICERS,
        changes=OFFICERS,
        args=of_mine,
        data=lambda _world: {"decision": "take-down", "reason": "Vì vậy"},
    ),
    "photo": Rule(reads=OFFICERS, args=of_mine),
}


def test_every_address_has_its_rule() -> None:
    assert rights.names_of(urls.urlpatterns) == rights.without_variants(RULES)
    assert rights.names_of(ExpertViewSet().get_urlpatterns()) == rights.without_variants(IN_THE_ADMIN)


@pytest.mark.django_db
def test_a_profile_and_its_letters_are_the_experts_own(world: World) -> None:
    assert Walk(world, rooms=ROOM, namespace="experts").walk(RULES) == []


@pytest.mark.django_db
def test_officers_of_experts_decide_and_nobody_else(world: World) -> None:
    assert Walk(world, rooms=ROOM, namespace=URL_NAMESPACE, is_admin=True).walk(IN_THE_ADMIN) == []
