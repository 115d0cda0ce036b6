"""Making every stored match true at once: at the first start, after a change of the rules, and once a week."""

import heapq
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from portal.kernel import clock
from showcase import match_index, match_profiles
from showcase.domain import match_store, matching
from showcase.domain.match_store import KEPT, Pair
from showcase.match_enums import MatchSide
from showcase.match_profiles import Provinces, Reading
from showcase.models import Match, MatchProfile, MatchRefusal

NEEDS_AT_ONCE: Final = 100
Progress = Callable[[str, int, int], None]


@dataclass
class Totals:
    """What a full refresh did."""

    needs: int = 0
    technologies: int = 0
    scored: int = 0
    kept: int = 0


@dataclass(slots=True)
class _Side:
    """One side of the market in memory: keys in rising order, whose they are, and what they say."""

    keys: list[uuid.UUID]
    owners: list[int | None]
    contents: list[Any]
    index: match_index.Index


@dataclass(slots=True)
class _Run:
    """One full refresh: both sides, the pairs that somebody refused, and what was done so far."""

    needs: _Side
    technologies: _Side
    refused: set[tuple[uuid.UUID, uuid.UUID]]
    totals: Totals
    tell: Progress
    best: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def score(self, need: int, technology: int) -> matching.Match | None:
        """Return the match of two positions; None where it is not kept, refused, or both belong to one organisation."""
        owner = self.needs.owners[need]
        if owner is not None and owner == self.technologies.owners[technology]:
            return None
        if (self.needs.keys[need], self.technologies.keys[technology]) in self.refused:
            return None
        self.totals.scored += 1
        return matching.match(self.needs.contents[need], self.technologies.contents[technology])

    def find_best_of_technologies(self) -> None:
        """Note, for each need, the technologies of which it is among the best."""
        most = match_index.CANDIDATES[MatchSide.TECHNOLOGY]
        for technology, offered in enumerate(self.technologies.contents):
            scored = []
            for need in self.needs.index.candidates(match_index.of_technology(offered), most):
                found = self.score(need, technology)
                if found is not None:
                    scored.append((-found.score, need))
            for _score, need in heapq.nsmallest(KEPT[MatchSide.TECHNOLOGY], scored):
                self.best[need].append(technology)
            if technology % match_store.BATCH == 0:
                self.tell("technologies", technology, self.totals.technologies)

    def pairs_of(self, need: int) -> list[Pair]:
        """Return the pairs to keep of a need: its own best, and those of which it is among the best."""
        also = set(self.best.pop(need, ()))
        most = match_index.CANDIDATES[MatchSide.NEED]
        candidates = self.technologies.index.candidates(match_index.of_need(self.needs.contents[need]), most)
        scored = []
        for technology in {*candidates, *also}:
            found = self.score(need, technology)
            if found is not None:
                pair = Pair(self.needs.keys[need], self.technologies.keys[technology], found)
                scored.append((pair, technology in also))
        scored.sort(key=lambda entry: entry[0].rank)
        return [pair for rank, (pair, wanted) in enumerate(scored) if wanted or rank < KEPT[MatchSide.NEED]]

    def write(self, now: datetime) -> None:
        """Store the pairs need by need."""
        for start in range(0, self.totals.needs, NEEDS_AT_ONCE):
            positions = range(start, min(start + NEEDS_AT_ONCE, self.totals.needs))
            pairs = [pair for position in positions for pair in self.pairs_of(position)]
            self.totals.kept += len(pairs)
            with transaction.atomic():
                _replace([self.needs.keys[position] for position in positions], pairs, now)
            self.tell("needs", positions.stop, self.totals.needs)


def refresh_all(*, now: datetime, progress: Progress | None = None) -> Totals:
    """Make every profile, term and match true; return what was done. Each batch is a transaction of its own.

    Memory holds the rules' view of all profiles and their index, never pairs beyond the best of each.
    """
    day = clock.local(now).date()
    tell = progress or (lambda _words, _done, _all: None)
    for side in MatchSide:
        refresh_profiles(side, day, tell)
    needs, technologies = _load(MatchSide.NEED), _load(MatchSide.TECHNOLOGY)
    totals = Totals(needs=len(needs.keys), technologies=len(technologies.keys))
    refused = set(MatchRefusal.objects.filter(undone_at=None).values_list("need_key", "technology_key"))
    run = _Run(needs, technologies, refused, totals, tell)
    run.find_best_of_technologies()
    run.write(now)
    return totals


def refresh_profiles(side: MatchSide, day: date, tell: Progress) -> None:
    """Make the profiles and terms of one side true."""
    wanted = match_profiles.keys(side, day)
    known = dict(MatchProfile.objects.filter(side=side).values_list("pk", "digest"))
    gone = sorted(set(known) - set(wanted))
    for batch in match_store.batches(gone):
        MatchProfile.objects.filter(pk__in=batch).delete()
    provinces = Provinces()
    done = 0
    for batch in match_store.batches(match_profiles.read(side, wanted, day, provinces)):
        changed = [reading for reading in batch if known.get(reading.key) != reading.digest]
        with transaction.atomic():
            match_store.write_profiles(changed, renew=[reading.key for reading in changed if reading.key in known])
            _renew_days([reading for reading in batch if known.get(reading.key) == reading.digest])
        done += len(batch)
        tell(f"{side.value} profiles", done, len(wanted))


def _renew_days(readings: Iterable[Reading]) -> None:
    days: dict[date | None, list[uuid.UUID]] = defaultdict(list)
    for reading in readings:
        days[reading.shown_until].append(reading.key)
    for day, keys in days.items():
        MatchProfile.objects.filter(pk__in=keys).exclude(shown_until=day).update(shown_until=day)


def _load(side: MatchSide) -> _Side:
    loaded = _Side([], [], [], match_index.Index())
    rows = MatchProfile.objects.filter(side=side).order_by("pk").values_list("pk", "organisation", "content")
    for key, owner, content in rows.iterator(chunk_size=match_store.BATCH):
        loaded.keys.append(key)
        loaded.owners.append(owner)
        if side is MatchSide.NEED:
            need = match_profiles.wanted(content)
            loaded.contents.append(need)
            loaded.index.add(match_index.of_need(need))
        else:
            technology = match_profiles.offered(content)
            loaded.contents.append(technology)
            loaded.index.add(match_index.of_technology(technology))
    return loaded


def _replace(needs: Collection[uuid.UUID], pairs: Collection[Pair], now: datetime) -> None:
    """Store the pairs of several needs, and remove all others of them; those who are there already keep their times."""
    wanted = {(pair.need, pair.technology) for pair in pairs}
    stored = Match.objects.filter(need__in=needs).values_list("pk", "need_id", "technology_id")
    gone = [pk for pk, need, technology in stored if (need, technology) not in wanted]
    for batch in match_store.batches(gone):
        Match.objects.filter(pk__in=batch).delete()
    match_store.write_pairs(pairs, now)
