"""What looks like abuse among the votes for one entry. No database: votes as values in, patterns out.

The thresholds are ours: high enough that a class or an office that votes together is seldom asked about, low enough that
what could turn a provincial vote of a few hundred is seen. Each is a question to the secretariat, never a verdict.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from awards.voting.enums import AlarmKind

WINDOW: Final = timedelta(minutes=10)
BURST_LEAST: Final = 20
BURST_TIMES: Final = 4
"""So many times what the next entry of the category got in the same minutes."""
CONNECTION_LEAST: Final = 10
NEW_WITHIN: Final = timedelta(hours=1)
NEW_LEAST: Final = 10
NEW_PERCENT: Final = 50


@dataclass(frozen=True, slots=True)
class Given:
    """One vote that counts."""

    key: int
    nomination: int
    at: datetime
    connection: str
    joined: datetime | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Votes for one entry that look alike, and the figures that the secretariat sees."""

    nomination: int
    kind: AlarmKind
    votes: tuple[int, ...]
    figures: dict[str, int | str]


def of_category(votes: Sequence[Given]) -> list[Pattern]:
    """Return the patterns among the votes of one category, at most one burst for an entry: its thickest."""
    by_entry: dict[int, list[Given]] = defaultdict(list)
    for vote in sorted(votes, key=lambda one: (one.at, one.key)):
        by_entry[vote.nomination].append(vote)
    found: list[Pattern] = []
    for nomination, own in by_entry.items():
        others = [rows for entry, rows in by_entry.items() if entry != nomination]
        found += _bursts(nomination, own, others)
        found += _connections(nomination, own)
        found += _newcomers(nomination, own)
    return found


def _pattern(kind: AlarmKind, nomination: int, votes: Sequence[Given], **more: int) -> Pattern:
    figures: dict[str, int | str] = {
        "votes": len(votes),
        "from": votes[0].at.isoformat(),
        "until": votes[-1].at.isoformat(),
        **more,
    }
    return Pattern(nomination, kind, tuple(vote.key for vote in votes), figures)


def _bursts(nomination: int, own: Sequence[Given], others: Sequence[Sequence[Given]]) -> list[Pattern]:
    thickest: tuple[int, int] = (0, 0)
    first = 0
    for last, vote in enumerate(own):
        while vote.at - own[first].at > WINDOW:
            first += 1
        if last + 1 - first > thickest[1] - thickest[0]:
            thickest = (first, last + 1)
    votes = own[slice(*thickest)]
    if len(votes) < BURST_LEAST:
        return []
    start, end = votes[0].at, votes[-1].at
    next_most = max((sum(start <= vote.at <= end for vote in rows) for rows in others), default=0)
    if len(votes) <= BURST_TIMES * next_most:
        return []
    return [_pattern(AlarmKind.BURST, nomination, votes, next=next_most)]


def _connections(nomination: int, own: Sequence[Given]) -> list[Pattern]:
    alike: dict[str, list[Given]] = defaultdict(list)
    for vote in own:
        if vote.connection:
            alike[vote.connection].append(vote)
    return [
        _pattern(AlarmKind.ONE_CONNECTION, nomination, votes, all=len(own))
        for votes in alike.values()
        if len(votes) >= CONNECTION_LEAST
    ]


def _newcomers(nomination: int, own: Sequence[Given]) -> list[Pattern]:
    votes = [vote for vote in own if vote.joined is not None and vote.at - vote.joined <= NEW_WITHIN]
    if len(votes) < NEW_LEAST or 100 * len(votes) < NEW_PERCENT * len(own):
        return []
    return [_pattern(AlarmKind.NEW_ACCOUNTS, nomination, votes, all=len(own))]
