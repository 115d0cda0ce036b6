"""Imports whose person loses the right while they wait or run: they end with a sentence, and the next one is called."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.tables.domain import batch as batches
from portal.tables.domain import running, undoing, writing
from portal.tables.enums import BatchState, Mode, RowState
from portal.tables.models import ImportBatch
from showcase.models import TechnologyPage
from tests.factories import exhibitors, tables
from tests.factories import showcase as factory


@pytest.fixture
def market(site: Any) -> SimpleNamespace:
    made = factory.make_market(site)
    made.owner = exhibitors.owner_of(made.organisation)
    made.editor = exhibitors.make_member(made.organisation, MemberRole.EDITOR).user
    return made


def sent(market: SimpleNamespace, by: User, number: int, word: str = "Sấy") -> ImportBatch:
    table = [{"title": f"{word} thứ {index}"} for index in range(number)]
    return tables.send(tables.xlsx(table), by=by, scope=market.organisation.pk)


def queued(batch: ImportBatch) -> ImportBatch:
    """Put an import where the worker has not come to it yet."""
    now = clock.now()
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.QUEUED, mode=Mode.EACH, confirmed_at=now)
    return ImportBatch.objects.get(pk=batch.pk)


def leave(market: SimpleNamespace) -> None:
    membership = market.organisation.memberships.get(user=market.editor)
    memberships.remove_member(membership=membership, by=market.owner, now=clock.now())
    mail.outbox.clear()


def close_account(market: SimpleNamespace) -> None:
    User.objects.filter(pk=market.editor.pk).update(is_active=False)


def delete_account(market: SimpleNamespace) -> None:
    User.objects.get(pk=market.editor.pk).delete()


def become_viewer(market: SimpleNamespace) -> None:
    market.organisation.memberships.filter(user=market.editor).update(role=MemberRole.VIEWER)


@pytest.mark.parametrize(
    ("lose", "told"), [(leave, True), (become_viewer, True), (close_account, False), (delete_account, False)]
)
def test_import_whose_person_lost_the_right_ends_and_the_next_one_is_written(
    market: SimpleNamespace, lose: Any, told: bool
) -> None:
    first = queued(sent(market, market.editor, 2))
    second = queued(sent(market, market.owner, 1, "Ép"))
    mail.outbox.clear()
    lose(market)
    assert running.work(batch_id=first.pk) == BatchState.FAILED
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.claim, first.is_busy) == (BatchState.FAILED, "", False)
    assert first.finished_at is not None
    assert "không còn quyền" in first.failure["vi"]
    assert "Nothing of it is written" in first.failure["en"]
    assert tables.states(first) == [RowState.LEFT, RowState.LEFT]
    assert second.state == BatchState.DONE, "the import that waited was not called"
    assert [page.title for page in TechnologyPage.objects.all()] == ["Ép thứ 0"]
    letters = [letter for letter in mail.outbox if "bang.xlsx" in letter.subject]
    assert [letter.to for letter in letters] == ([[market.editor.email]] if told else [])
    assert all(first.failure["vi"] in letter.body for letter in letters)
    with pytest.raises(errors.IllegalMoveError):
        batches.undo(batch=first, by=market.owner, now=clock.now())


def test_right_lost_halfway_keeps_what_is_written_until_another_takes_it_back(
    market: SimpleNamespace, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 2)
    batch = queued(sent(market, market.editor, 5))
    original = writing.write_chunk

    def last_chunk(**given: Any) -> bool:
        more = original(**given)
        leave(market)
        return more

    monkeypatch.setattr(writing, "write_chunk", last_chunk)
    assert running.work(batch_id=batch.pk) == BatchState.FAILED
    batch.refresh_from_db()
    assert tables.states(batch) == [RowState.DONE] * 2 + [RowState.LEFT] * 3
    assert "2" in batch.failure["vi"]
    assert TechnologyPage.objects.count() == 2
    client.force_login(market.owner)
    address = reverse("tables:batch", args=[batch.key])
    undo = reverse("tables:undo", args=[batch.key])
    page = client.get(address).content.decode()
    assert batch.failure["vi"] in page
    assert undo in page
    assert client.get(undo).status_code == 200
    assert client.post(undo).url == address
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert not TechnologyPage.objects.exists()
    assert client.get(undo).status_code == 302


def test_right_lost_while_taking_back_stops_that_too(market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "CHUNK", 1)
    batch = tables.write(sent(market, market.editor, 3), by=market.editor)
    assert batch.state == BatchState.DONE
    waiting = queued(sent(market, market.owner, 1, "Ép"))
    original = undoing.undo_chunk

    def last_chunk(**given: Any) -> bool:
        more = original(**given)
        leave(market)
        return more

    monkeypatch.setattr(undoing, "undo_chunk", last_chunk)
    batches.undo(batch=batch, by=market.editor, now=clock.now())
    batch.refresh_from_db()
    waiting.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert tables.states(batch) == [RowState.DONE, RowState.DONE, RowState.UNDONE]
    assert "2" in batch.failure["en"]
    assert waiting.state == BatchState.DONE
    assert [letter.to for letter in mail.outbox] == [[market.editor.email]]


def test_table_of_somebody_who_lost_the_right_is_not_read(market: SimpleNamespace) -> None:
    batch = sent(market, market.editor, 2)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.WAITING)
    leave(market)
    assert running.work(batch_id=batch.pk) == BatchState.REFUSED
