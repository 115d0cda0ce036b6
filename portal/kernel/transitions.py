"""Tables of legal moves between the states of a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices

from portal.kernel import errors

State = TypeVar("State", bound=TextChoices)


@dataclass(frozen=True)
class TransitionTable(Generic[State]):
    """Which states may follow which; a state without an entry is final."""

    moves: Mapping[State, frozenset[State]]

    def allows(self, source: State, target: State) -> bool:
        """Return whether ``target`` may follow ``source``."""
        return target in self.moves.get(source, frozenset())

    def check(self, source: State, target: State) -> None:
        """Raise IllegalMoveError unless ``target`` may follow ``source``."""
        if not self.allows(source, target):
            raise errors.IllegalMoveError

    def final_states(self) -> frozenset[State]:
        """Return the states from which nothing leads on."""
        mentioned = set(self.moves) | {state for targets in self.moves.values() for state in targets}
        return frozenset(state for state in mentioned if not self.moves.get(state))
