"""What the database refuses of matches and refusals, and what reading profiles costs."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.kernel import clock
from showcase import match_profiles
from showcase.match_enums import MatchSide, Unsuitability
from showcase.models import (
    MatchDigest,
    MatchProfile,
    MatchRefusal,
    MatchTerm,
)
from tests.factories import exhibitors
from tests.factories.matches import want


def profile(side: MatchSide) -> MatchProfile:
    return MatchProfile.objects.create(key=uuid.uuid4(), side=side, content={}, digest="x")


def test_database_refuses_what_no_match_may_be(market: SimpleNamespace) -> None:
    need, technology = profile(MatchSide.NEED), profile(MatchSide.TECHNOLOGY)
    hexes = (lambda value: value.hex) if connection.vendor == "sqlite" else str
    now = clock.now()

    def add(score: int, first: MatchProfile = need, second: MatchProfile = technology) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO showcase_match (need_id, technology_id, score, reasons, created_at) VALUES (%s, %s, %s, %s, %s)",
                [hexes(first.pk), hexes(second.pk), score, "[]", now],
            )

    for score in (0, 49, 101):
        with pytest.raises(IntegrityError):
            add(score)
    with pytest.raises(IntegrityError):
        add(60, need, need)
    add(60)
    with pytest.raises(IntegrityError):
        add(70)


@pytest.mark.parametrize(
    "values",
    [
        {"side": "nobody"},
        {"reason": "because"},
        {"undone_at": clock.now() - timedelta(days=1), "refused_at": clock.now()},
    ],
)
def test_database_refuses_what_no_refusal_may_be(db: None, values: dict[str, Any]) -> None:
    filled: dict[str, Any] = {
        "need_key": uuid.uuid4(),
        "technology_key": uuid.uuid4(),
        "side": MatchSide.NEED,
        "reason": Unsuitability.PRICE,
        "refused_at": clock.now(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRefusal.objects.bulk_create([MatchRefusal(**{**filled, **values})])


def test_database_keeps_one_live_refusal_a_side_and_one_digest_a_person(market: SimpleNamespace) -> None:
    said = {
        "need_key": uuid.uuid4(),
        "technology_key": uuid.uuid4(),
        "side": MatchSide.NEED,
        "reason": Unsuitability.PRICE,
        "refused_at": clock.now(),
    }
    MatchRefusal.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRefusal.objects.create(**said)
    owner = exhibitors.owner_of(market.buyer)
    MatchDigest.objects.create(organisation=market.buyer, user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchDigest.objects.create(organisation=market.buyer, user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchProfile.objects.create(key=uuid.uuid4(), side="both", content={}, digest="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchTerm.objects.create(profile=profile(MatchSide.NEED), term=1, weight=0)


def test_profiles_are_read_at_the_same_cost(market: SimpleNamespace) -> None:
    provinces = match_profiles.Provinces()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            keys = match_profiles.keys(MatchSide.NEED, clock.today())
            assert len(list(match_profiles.read(MatchSide.NEED, keys, clock.today(), provinces))) == len(keys)
        return len(captured)

    want(market)
    few = cost()
    for number in range(5):
        want(market, title=f"Sấy tỏi {number}")
    assert cost() == few
