"""Many acts at one instant: one chain without gaps and forks; the control without the lock loses some."""

import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from awards.enums import PhaseKind
from awards.ledger import domain, queries
from awards.ledger.enums import LedgerKind
from awards.models import LedgerChain, LedgerEntry, LedgerHead
from tests.factories.events import NOW
from tests.registration import races

KEY, OTHER = uuid.UUID(int=50), uuid.UUID(int=51)
THREADS, EACH = 10, 4


def make_tables(wrapper: BaseDatabaseWrapper) -> None:
    with wrapper.schema_editor() as editor:
        for model in (LedgerChain, LedgerEntry, LedgerHead):
            editor.create_model(model)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[races.Settings]:
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            made = races.sqlite_settings(tmp_path)
            with races.connected(made) as wrapper:
                make_tables(wrapper)
                yield made
            return
        if not races.postgresql_answers():
            pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
        with races.postgresql_settings() as made, races.connected(made) as wrapper:
            make_tables(wrapper)
            yield made


def acts(key: uuid.UUID, number: int) -> list[Any]:
    return [
        partial(domain.append, award_key=key, kind=LedgerKind.APPEAL, body={"number": place}, now=NOW)
        for place in range(number)
    ]


def test_many_append_at_once_to_one_chain(database: races.Settings) -> None:
    """The first entry is raced for too: there is no row to lock yet. Heads are published in between."""
    attempts = acts(KEY, THREADS * EACH)
    attempts += [partial(domain.publish_head, award_key=KEY, phase=PhaseKind.SCORING, now=NOW)] * THREADS
    attempts += acts(OTHER, THREADS)
    results = races.race(database, attempts, threads=THREADS)
    assert [row for row in results if not isinstance(row, LedgerEntry | LedgerHead | domain.EmptyLogError)] == []
    rows = list(LedgerEntry.objects.filter(award_key=KEY).values_list("number", flat=True))
    assert rows == list(range(1, THREADS * EACH + 1))
    for key in (KEY, OTHER):
        assert queries.verify(key) is None
    assert LedgerEntry.objects.filter(award_key=OTHER).count() == THREADS


def test_control_without_the_lock_loses_acts(database: races.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look, then write: the same code with the lock taken off."""

    def look(award_key: uuid.UUID) -> LedgerChain:
        return LedgerChain.objects.get_or_create(award_key=award_key)[0]

    monkeypatch.setattr(domain, "_lock", look)
    if database["ENGINE"].endswith("sqlite3"):
        # The transaction itself is the lock there.
        monkeypatch.setattr(domain, "append", partial(_append_in_two_steps, domain.append_all))
    look(KEY)
    for _round in range(8):
        results = races.race(database, acts(KEY, THREADS * EACH), threads=THREADS)
        if any(isinstance(row, DatabaseError) for row in results):
            return
    pytest.fail("The race proves nothing: without the lock nothing was lost.")


def _append_in_two_steps(append_all: Any, *, award_key: uuid.UUID, kind: Any, body: Any, now: Any) -> Any:
    """Add outside of one transaction, as SQLite without IMMEDIATE transactions would let it happen."""
    return append_all.__wrapped__(award_key=award_key, acts=[(kind, body)], now=now)[0]
