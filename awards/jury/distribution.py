"""Who judges what, as a calculation: no records, no clock, no chance but that of the seed.

Each dossier needs ``per`` jurors without a conflict. What was given stays. Of all ways to give the rest, one is found in which the
sum of the squared loads is least: then no juror has two dossiers more than another who could take one of them over, and loads
differ by at most one where conflicts allow it. Reserves serve only dossiers for which there are too few others.

Equal choices are parted by the SHA-256 of ``seed:dossier:juror``, so that anybody who has seed, names and conflicts gets the same.
"""

import hashlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

Pair = tuple[str, str]
"""A dossier and a juror, by their aliases."""


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to distribute."""

    seed: str
    per: int
    dossiers: tuple[str, ...]
    jurors: tuple[str, ...]
    reserves: tuple[str, ...] = ()
    barred: frozenset[Pair] = frozenset()
    kept: frozenset[Pair] = frozenset()
    wanting: tuple[str, ...] | None = None
    """Where only some dossiers are to be filled up; the others count for the loads."""

    @property
    def filled(self) -> tuple[str, ...]:
        """Dossiers that get what they lack."""
        return self.dossiers if self.wanting is None else self.wanting


@dataclass(frozen=True, slots=True)
class Short:
    """A dossier that cannot get enough jurors: how many judge it, and how many are kept from it by a conflict."""

    dossier: str
    has: int
    barred: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be given in addition, and where that is not enough."""

    added: tuple[Pair, ...]
    short: tuple[Short, ...]


def _drawn(seed: str, *names: str) -> str:
    return hashlib.sha256(":".join((seed, *names)).encode()).hexdigest()


def distribute(given: Given) -> Plan:
    """Return the distribution that follows from what is given; the same for the same, in whatever order it is told."""
    holders: dict[str, set[str]] = {dossier: set() for dossier in given.dossiers}
    for dossier, juror in given.kept:
        if dossier in holders:
            holders[dossier].add(juror)
    added: list[Pair] = []
    for pool in (given.jurors, given.reserves):
        added += _fill(given, pool, holders)
    short = tuple(
        Short(
            dossier,
            len(holders[dossier]),
            sum((dossier, juror) in given.barred for juror in {*given.jurors, *given.reserves}),
        )
        for dossier in sorted(given.filled)
        if len(holders[dossier]) < given.per
    )
    return Plan(tuple(sorted(added)), short)


def _fill(given: Given, pool: Iterable[str], holders: dict[str, set[str]]) -> list[Pair]:
    """Give what is missing to jurors of a pool, the least loaded first, and even it out; ``holders`` grows with it."""
    loads = dict.fromkeys(sorted(set(pool)), 0)
    for dossier, juror in given.kept:
        if juror in loads and dossier in holders:
            loads[juror] += 1
    new: dict[str, set[str]] = {juror: set() for juror in loads}

    def free(dossier: str) -> list[str]:
        return [one for one in loads if one not in holders[dossier] and (dossier, one) not in given.barred]

    for dossier in sorted(given.filled, key=lambda one: (len(free(one)), _drawn(given.seed, one))):
        missing = given.per - len(holders[dossier])
        choice = sorted(free(dossier), key=lambda one: (loads[one], _drawn(given.seed, dossier, one)))
        for juror in choice[: max(missing, 0)]:
            holders[dossier].add(juror)
            new[juror].add(dossier)
            loads[juror] += 1
    while way := _way_to_less(given, loads, new, holders):
        for dossier, giver, taker in way:
            holders[dossier].remove(giver)
            holders[dossier].add(taker)
            new[giver].remove(dossier)
            new[taker].add(dossier)
        loads[way[0][1]] -= 1
        loads[way[-1][2]] += 1
    return [(dossier, juror) for juror, dossiers in new.items() for dossier in dossiers]


def _way_to_less(
    given: Given, loads: dict[str, int], new: dict[str, set[str]], holders: dict[str, set[str]]
) -> list[tuple[str, str, str]]:
    """Return a chain of handings-over that takes one dossier from a juror and gives one to another with at least two fewer.

    Where there is no such chain the sum of the squared loads is least: it is the cost of a flow without a cycle of negative cost.
    """
    for first in sorted(loads, key=lambda one: (-loads[one], _drawn(given.seed, one))):
        came: dict[str, tuple[str, str]] = {}
        seen, waiting = {first}, deque([first])
        while waiting:
            giver = waiting.popleft()
            if loads[giver] <= loads[first] - 2:
                way: list[tuple[str, str, str]] = []
                while giver != first:
                    before, dossier = came[giver]
                    way.append((dossier, before, giver))
                    giver = before
                return way[::-1]
            for dossier in sorted(new[giver], key=lambda one: _drawn(given.seed, one)):
                for taker in sorted(set(loads) - seen - holders[dossier]):
                    if (dossier, taker) not in given.barred:
                        came[taker] = (giver, dossier)
                        seen.add(taker)
                        waiting.append(taker)
    return []
