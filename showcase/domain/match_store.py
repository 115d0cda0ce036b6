"""Writing profiles, terms and pairs of the matching; every other module asks this one to."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import connection

from showcase import match_index, match_profiles
from showcase.domain import matching
from showcase.match_enums import MatchSide
from showcase.match_profiles import Reading
from showcase.models import Match, MatchProfile, MatchTerm

KEPT: Final = {MatchSide.NEED: 20, MatchSide.TECHNOLOGY: 6}
"""How many of the other side are kept as the best of one need, and of one technology."""
BATCH: Final = 500
TERMS_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A scored pair."""

    need: uuid.UUID
    technology: uuid.UUID
    match: matching.Match

    @property
    def rank(self) -> tuple[int, uuid.UUID, uuid.UUID]:
        """Best first, then by key, so that every run and database keeps the same."""
        return (-self.match.score, self.need, self.technology)

    def key_of(self, side: MatchSide) -> uuid.UUID:
        """Return the key of one of the two."""
        return self.need if side is MatchSide.NEED else self.technology


def batches(things: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Return things in lists of a size."""
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch


def as_json(reasons: Iterable[matching.Reason]) -> list[dict[str, Any]]:
    """Return reasons as they are stored."""
    return [
        {"kind": reason.kind.value, "points": reason.points, "for": reason.speaks_for, **reason.details}
        for reason in reasons
    ]


def write_pairs(pairs: Iterable[Pair], now: datetime) -> None:
    """Add or renew pairs; who has seen them, and since when they are there, stays."""
    ordered = sorted(pairs, key=lambda pair: (pair.need, pair.technology))
    for batch in batches(ordered):
        Match.objects.bulk_create(
            [
                Match(
                    need_id=pair.need,
                    technology_id=pair.technology,
                    score=pair.match.score,
                    reasons=as_json(pair.match.reasons),
                    created_at=now,
                )
                for pair in batch
            ],
            update_conflicts=True,
            unique_fields=["need", "technology"],
            update_fields=["score", "reasons"],
        )


def write_profiles(readings: Collection[Reading], *, renew: Collection[uuid.UUID]) -> None:
    """Write profiles and their terms; ``renew`` names those that had some before."""
    MatchProfile.objects.bulk_create(
        [
            MatchProfile(
                key=reading.key,
                side=reading.side,
                organisation_id=reading.organisation_id,
                shown_until=reading.shown_until,
                content=reading.content,
                digest=reading.digest,
            )
            for reading in readings
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["side", "organisation", "shown_until", "content", "digest"],
    )
    if renew:
        MatchTerm.objects.filter(profile__in=renew).delete()
    entries = [
        (reading.key.hex, match_index.number(reading.side, term), weight)
        for reading in readings
        for term, weight in _terms(reading).items()
    ]
    # Hundreds of thousands at a full refresh: plain rows, because making objects of them costs more than writing them.
    for batch in batches(entries, TERMS_AT_ONCE):
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO showcase_matchterm (profile_id, term, weight) VALUES (%s, %s, %s)", batch)


def _terms(reading: Reading) -> dict[str, int]:
    if reading.side is MatchSide.NEED:
        return match_index.of_need(match_profiles.wanted(reading.content))
    return match_index.of_technology(match_profiles.offered(reading.content))
