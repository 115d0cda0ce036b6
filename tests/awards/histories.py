"""What random histories of this room share: all rows of some tables at once, a chain looked at link by link, and how many are tried."""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, TypeVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from awards.dossiers import emails
from awards.jury import emails as jury_emails
from awards.ledger import recompute
from portal.kernel import clock, errors
from portal.mail import domain as mail
from portal.operations import db_clock
from tests.awards.editions.plain import Refused

RUNS: Final = 200
STEPS: Final = 30
EXAMPLES: Final = 215
"""Hypothesis tries some more by itself, and ends some early: together they take the steps of so many whole runs."""
LEAST: Final = 5
"""So often must each move have been taken in all histories together."""
OFTEN: Final = 0.88
SEEDS: Final = st.integers(0, 2**20)
Thing = TypeVar("Thing")
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass
class Around:
    """What stands around a history: the clocks, and what a move sent: mails, links that they hold, tasks."""

    now: datetime
    mails: list[tuple[str, str]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    tasks: list[int] = field(default_factory=list)
    letters: random.Random = field(default_factory=random.Random)
    """Of which aliases are made: not by chance, so that a history comes to the same each time."""

    def queue(self, *, kind: str, recipient: str, context: dict[str, Any], **_more: Any) -> None:
        """Stand in the place of the queue: kinds without their folder, secrets as the link ends with them."""
        self.mails.append((kind.removeprefix("awards/emails/"), recipient))
        self.secrets.append(context.get("url", "").rstrip("/").rpartition("/")[2])

    def enqueue(self, pk: int) -> None:
        """Stand in the place of a task."""
        self.tasks.append(pk)

    def forget(self) -> None:
        """Empty what was sent: at the beginning of a move, and with the transaction of one that was refused."""
        for sent in (self.mails, self.secrets, self.tasks):
            sent.clear()

    def take_the_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Set both clocks, take mails without their words, and leave nothing to chance."""
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(db_clock, "now", lambda: self.now)
        monkeypatch.setattr(mail, "queue", self.queue)
        monkeypatch.setattr("secrets.choice", self.letters.choice)
        for module in (emails, jury_emails):
            monkeypatch.setattr(module, "edition_title", lambda _key, _language: "Giải thưởng")


def rows(tables: Iterable[str]) -> Rows:
    """Return all rows of some tables as the database has them, the oldest first: one statement for each, without any model."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def is_chain(entries: list[Row]) -> bool:
    """Return whether every entry has the next number and names the digest of the one before."""
    before = [recompute.FIRST_PREVIOUS, *(entry["digest"] for entry in entries)]
    numbered = [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
    return numbered and all(entry["previous"] == former for entry, former in zip(entries, before, strict=False))


def _told(error: errors.DomainError | Refused | None) -> tuple[str, str | None] | None:
    """Return which refusal it is, whoever says it."""
    if isinstance(error, Refused):
        return error.error.__name__, error.field
    return (type(error).__name__, error.field) if error is not None else None


class Idle(Exception):  # noqa: N818 -- no error
    """There is nothing with which a move could be tried."""


class History(RuleBasedStateMachine):
    """One history: a world in a transaction of its own, a plain model, and moves that are tried in both alike.

    A step draws one number, from which the move and all that it does follow; weights say how often a move comes.
    """

    tables: ClassVar[tuple[str, ...]]
    moves: ClassVar[dict[str, int]]
    around: ClassVar[Around]
    begins: ClassVar[datetime]
    taken: ClassVar[Counter[str]]
    refused: ClassVar[Counter[str]]
    lengths: ClassVar[list[int]]
    model: Any

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.taken, cls.refused, cls.lengths = Counter(), Counter(), []

    def set_up(self) -> None:
        """Put the rows and the model of the beginning there."""
        raise NotImplementedError

    def compare(self) -> None:
        """Compare rows and model, and look at what holds whatever happens."""
        raise NotImplementedError

    def compare_end(self) -> None:
        """Look at what costs more, once."""

    def believe(self, now: Rows) -> None:
        """Take over what only the domain can know of a move that it took."""

    def sent(self) -> list[tuple[str, str]]:
        """Return the mails that the model speaks of."""
        return self.around.mails

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.chance, self.around.now, self.steps, self.root = random.Random(seed), self.begins, 0, seed
        self.around.letters.seed(seed)
        self.set_up()
        self.before = self.first = rows(self.tables)
        self.compare()

    @rule(seed=SEEDS)
    def go_on(self, seed: int) -> None:
        # Hypothesis likes some numbers and repeats others: the same number means another move elsewhere.
        self.chance = random.Random(f"{self.root} {self.steps} {seed}")
        self.doing = self.chance.choices(list(self.moves), list(self.moves.values()))[0]
        self.tried = False
        with suppress(Idle):
            getattr(self, self.doing)()
            # What only sets the scene is tried nowhere and always taken.
            self.taken[self.doing] += not self.tried
        self.steps += 1
        self.compare()

    def teardown(self) -> None:
        if not hasattr(self, "outer"):
            return
        try:
            if hasattr(self, "before"):
                self.compare_end()
                self.lengths.append(self.steps)
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def often(self) -> bool:
        return self.chance.random() < OFTEN

    def one_of(self, good: Sequence[Thing], others: Sequence[Thing]) -> Thing:
        """Return something by chance, mostly something good where there is any; Idle where there is nothing."""
        choices = good if good and self.often() else others
        if not choices:
            raise Idle
        return self.chance.choice(choices)

    def new(self, table: str) -> list[Row]:
        """Return the rows of a table to which only is added, as far as they are of this history."""
        return self.before[table][len(self.first[table]) :]

    def attempt(self, plainly: Callable[[], Any], act: Callable[[], Any]) -> Any:
        """Do something in the model and in the domain, which must refuse the same for the same reason, and change nothing then."""
        self.model.now = self.around.now = self.around.now + timedelta(seconds=1)
        self.model.mails.clear()
        self.around.forget()
        self.tried = True
        refused, raised, made = None, None, None
        try:
            plainly()
        except Refused as found:
            refused = found
        try:
            made = act()
        except errors.DomainError as error:
            raised = error
        assert _told(raised) == _told(refused), (self.doing, raised, refused)
        now = rows(self.tables)
        if raised is not None:
            # A mail is a row of the transaction that was undone.
            self.around.forget()
            self.refused[f"{self.doing}: {type(raised).__name__} {raised.field or ''}".strip()] += 1
            assert now == self.before, self.doing
        else:
            self.believe(now)
            self.taken[self.doing] += 1
        self.before = now
        assert sorted(self.sent()) == sorted(self.model.mails), (self.doing, self.sent(), self.model.mails)
        return made


def run(history: type[History], around: Around) -> None:
    """Try as many histories as are asked for, always the same ones."""
    history.around, history.begins = around, around.now
    history.lengths.clear()
    history.taken.clear()
    history.refused.clear()
    run_state_machine_as_test(
        history,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS + 1,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    sys.stdout.write(
        f"{len(history.lengths)} runs, {sum(history.lengths)} steps; taken: {dict(history.taken)}, refused: {dict(history.refused)}\n"
    )
    assert sum(history.lengths) >= RUNS * STEPS
    assert min(history.taken[name] for name in history.moves) >= LEAST, history.taken
