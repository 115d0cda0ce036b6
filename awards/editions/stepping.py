"""What must be true before an edition leaves a state, and what is done as it leaves it; sub-rooms declare both.

An edition that is cancelled leaves its state whatever is missing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules

Gate = Callable[[UUID, EditionRules], Iterable[str]]
"""Gets the edition and its frozen rules; gives a sentence, in the reader's language, for everything that is still missing."""
Act = Callable[[UUID, EditionRules, Any, datetime], None]
"""Gets the edition, its frozen rules, who takes the step, and when; runs in the transaction of the step."""

_gates: defaultdict[EditionState, list[Gate]] = defaultdict(list)
_acts: defaultdict[EditionState, list[Act]] = defaultdict(list)


def before_leaving(state: EditionState, gate: Gate) -> None:
    """Declare a gate; once, when the app is ready."""
    if gate not in _gates[state]:
        _gates[state].append(gate)


def on_leaving(state: EditionState, act: Act) -> None:
    """Declare an act; once, when the app is ready. Acts run in the order of their declaration."""
    if act not in _acts[state]:
        _acts[state].append(act)


def missing(state: EditionState, award_key: UUID, rules: EditionRules) -> tuple[str, ...]:
    """Return everything that keeps an edition in a state."""
    return tuple(str(sentence) for gate in _gates[state] for sentence in gate(award_key, rules))


def run(state: EditionState, award_key: UUID, rules: EditionRules, by: Any, now: datetime) -> None:
    """Do what is due as an edition leaves a state."""
    for act in _acts[state]:
        act(award_key, rules, by, now)
