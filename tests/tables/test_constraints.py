"""What the database itself refuses, by raw SQL; and random walks over the states."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import clock, errors
from portal.tables.domain import batch as batches
from portal.tables.enums import BATCH_MOVES, EXCLUSIVE_STATES, ROW_MOVES, BatchState, RowState
from portal.tables.models import ImportBatch, OwnCode
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory


@pytest.fixture
def batch(site: Any) -> ImportBatch:
    market: SimpleNamespace = factory.make_market(site)
    owner = exhibitors.owner_of(market.organisation)
    table = [{"title": "Một"}, {"title": "Sai", "trl": 12}]
    return tables.send(tables.xlsx(table), by=owner, scope=market.organisation.pk)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tables_importbatch SET state = 'unknown'",
        "UPDATE tables_importbatch SET state = 'writing', mode = ''",
        "UPDATE tables_importbatch SET rows_done = rows_total + 1",
        "UPDATE tables_importrow SET verdict = 'unknown'",
        "UPDATE tables_importrow SET state = 'unknown'",
        "UPDATE tables_importrow SET state = 'done', target = 1 WHERE verdict = 'faulty'",
        "UPDATE tables_importrow SET state = 'done' WHERE verdict = 'new'",
        "UPDATE tables_importrow SET number = 7",
        "UPDATE tables_owncode SET code = ''",
        "UPDATE tables_owncode SET code = 'A'",
        "UPDATE tables_owncode SET target = 5",
    ],
)
def test_database_refuses(batch: ImportBatch, change: str) -> None:
    OwnCode.objects.create(kind="needs", owner=1, code="A", target=5)
    OwnCode.objects.create(kind="needs", owner=1, code="B", target=6)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_database_refuses_a_second_writer_of_a_scope(batch: ImportBatch) -> None:
    owner = batch.uploaded_by
    tables.send(tables.xlsx([{"title": "Hai"}]), by=owner, scope=batch.scope)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tables_importbatch SET mode = 'each', state = 'writing'")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tables_importbatch SET mode = 'each', state = 'undoing'")


def test_second_import_waits_for_the_first_and_is_called(batch: ImportBatch) -> None:
    from portal.tables.domain import running

    owner = batch.uploaded_by
    second = tables.send(tables.xlsx([{"title": "Hai"}]), by=owner, scope=batch.scope)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.WRITING, mode="each", claim="x", rows_done=0)
    waiting = tables.write(second, by=owner)
    assert waiting.state == BatchState.QUEUED
    ImportBatch.objects.filter(pk=batch.pk).update(claim="")
    running.work(batch_id=batch.pk)
    second.refresh_from_db()
    assert second.state == BatchState.DONE


STEPS = {
    "confirm": lambda batch, by: tables.write(batch, by=by),
    "discard": lambda batch, by: batches.discard(batch=batch, by=by, now=clock.now()),
    "undo": lambda batch, by: batches.undo(batch=batch, by=by, now=clock.now()),
    "restart": lambda batch, by: batches.start_again(batch=batch, by=by, now=clock.now()),
}


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        (["restart", "undo", "confirm", "confirm", "discard", "restart", "undo", "undo", "confirm"], BatchState.UNDONE),
        (["discard", "confirm", "undo", "discard", "restart"], BatchState.DISCARDED),
        (["undo", "confirm", "discard"], BatchState.DONE),
    ],
)
def test_illegal_steps_change_nothing(batch: ImportBatch, steps: list[str], end: str) -> None:
    for step in steps:
        before = ImportBatch.objects.values("state", "mode", "rows_done").get(pk=batch.pk)
        try:
            STEPS[step](ImportBatch.objects.get(pk=batch.pk), batch.uploaded_by)
        except errors.DomainError:
            assert ImportBatch.objects.values("state", "mode", "rows_done").get(pk=batch.pk) == before
    batch.refresh_from_db()
    assert batch.state == end


@given(st.lists(st.sampled_from(list(BatchState)), max_size=12))
def test_random_walk_ends_where_nothing_leads_on(walk: list[BatchState]) -> None:
    state = BatchState.WAITING
    for target in walk:
        if BATCH_MOVES.allows(state, target):
            state = target
        else:
            with pytest.raises(errors.IllegalMoveError):
                BATCH_MOVES.check(state, target)
    final = {BatchState.REFUSED, BatchState.DISCARDED, BatchState.UNDONE}
    assert BATCH_MOVES.final_states() == final
    assert ROW_MOVES.final_states() == {RowState.LEFT, RowState.FAILED, RowState.UNDONE, RowState.KEPT}
    assert not EXCLUSIVE_STATES & final
