"""The log of an edition: only ever added to, and the first broken entry is told."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from awards.enums import PhaseKind
from awards.ledger import bodies, domain, queries, recompute, sheet
from awards.ledger.enums import BreachKind, LedgerKind
from awards.ledger.queries import Breach
from awards.models import LedgerChain, LedgerEntry, LedgerHead
from tests.awards.ledger import editions
from tests.factories.events import NOW

KEY, OTHER = editions.KEY, uuid.UUID(int=45)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(db: None) -> list[LedgerEntry]:
    """Return the log of an edition whose heads were published in the middle and at the end; another edition has one too."""
    contest = editions.small()
    acts = [editions.opening(contest.rules), *editions.acts_of(contest)]
    entries = domain.append_all(award_key=KEY, acts=acts[:6], now=NOW)
    domain.append(award_key=OTHER, kind=LedgerKind.APPEAL, body={"dossier": "HS-01"}, now=NOW)
    domain.publish_head(award_key=KEY, phase=PhaseKind.SCREENING, now=NOW)
    for kind, body in acts[6:]:
        entries.append(domain.append(award_key=KEY, kind=kind, body=body, now=NOW + timedelta(microseconds=1)))
    domain.publish_head(award_key=KEY, phase=PhaseKind.DECISION, now=NOW + timedelta(days=1))
    return entries


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_entries_are_numbered_without_gaps_and_chained(log: list[LedgerEntry]) -> None:
    rows = list(LedgerEntry.objects.filter(award_key=KEY))
    assert [row.number for row in rows] == list(range(1, len(log) + 1))
    assert [row.previous for row in rows] == [recompute.FIRST_PREVIOUS, *(row.digest for row in rows[:-1])]
    chain = LedgerChain.objects.get(award_key=KEY)
    assert (chain.length, chain.digest) == (len(rows), rows[-1].digest)
    assert queries.verify(KEY) is None
    assert queries.verify(OTHER) is None
    assert queries.verify(uuid.UUID(int=46)) is None
    assert [(head["phase"], head["number"]) for head in queries.heads(KEY)] == [
        ("screening", 6),
        ("decision", len(rows)),
    ]


def test_score_sheet_is_built_from_the_log_alone(log: list[LedgerEntry]) -> None:
    raw = sheet.build_from_log(award_key=KEY, rules_digest=editions.RULES_DIGEST, rules=editions.RULES)
    read = recompute.read(raw)
    assert recompute.faults(read, log[-1].digest) == []
    assert read["categories"] == recompute.read(editions.file_of(editions.small()))["categories"]
    with pytest.raises(sheet.SheetError):
        sheet.build_from_log(award_key=KEY, rules_digest="6" * 64, rules=editions.RULES)


@pytest.mark.parametrize("number", [1, 20])
def test_what_adding_and_checking_cost(number: int) -> None:
    acts = [(LedgerKind.APPEAL, {"number": place}) for place in range(number)]
    domain.append_all(award_key=KEY, acts=acts, now=NOW)
    with CaptureQueriesContext(
        connection,
    ) as adding:
        domain.append_all(award_key=KEY, acts=acts, now=NOW)
    assert [row["sql"].split()[0] for row in adding if "SAVEPOINT" not in row["sql"]] == ["SELECT", "INSERT", "UPDATE"]
    with CaptureQueriesContext(connection) as checking:
        assert queries.verify(KEY) is None
    assert len(checking) == 3


def test_nothing_can_be_changed_or_taken_away_by_the_models(log: list[LedgerEntry]) -> None:
    entry, head = LedgerEntry.objects.filter(award_key=KEY)[0], LedgerHead.objects.all()[0]
    for row in (entry, head):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
        rows = type(row)._default_manager.all()
        with pytest.raises(TypeError):
            rows.update(digest="0" * 64)
        with pytest.raises(TypeError):
            rows.delete()
        with pytest.raises(TypeError):
            rows.bulk_update([row], ["digest"])
        with pytest.raises(TypeError):
            rows.bulk_create([row], update_conflicts=True, update_fields=["digest"], unique_fields=["id"])


CHANGES: dict[str, tuple[str, Breach]] = {
    "body": ("UPDATE awards_ledgerentry SET body = '{}' WHERE number = 4 AND {k}", Breach(4, BreachKind.CHANGED)),
    "body with a space": (
        "UPDATE awards_ledgerentry SET body = body || ' ' WHERE number = 4 AND {k}",
        Breach(4, BreachKind.CHANGED),
    ),
    "body that is no JSON": (
        "UPDATE awards_ledgerentry SET body = 'x' WHERE number = 4 AND {k}",
        Breach(4, BreachKind.CHANGED),
    ),
    "moment": (
        "UPDATE awards_ledgerentry SET at = '2026-01-01 00:00:00+00:00' WHERE number = 4 AND {k}",
        Breach(4, BreachKind.CHANGED),
    ),
    "kind": ("UPDATE awards_ledgerentry SET kind = 'void' WHERE number = 5 AND {k}", Breach(5, BreachKind.CHANGED)),
    "digest": (
        f"UPDATE awards_ledgerentry SET digest = '{'a' * 64}' WHERE number = 5 AND {{k}}",
        Breach(5, BreachKind.CHANGED),
    ),
    "previous": (
        f"UPDATE awards_ledgerentry SET previous = '{'a' * 64}' WHERE number = 5 AND {{k}}",
        Breach(5, BreachKind.PREVIOUS),
    ),
    "first taken away": ("DELETE FROM awards_ledgerentry WHERE number = 1 AND {k}", Breach(1, BreachKind.MISSING)),
    "one taken away": ("DELETE FROM awards_ledgerentry WHERE number = 5 AND {k}", Breach(5, BreachKind.MISSING)),
    "end cut off": ("DELETE FROM awards_ledgerentry WHERE number > 7 AND {k}", Breach(8, BreachKind.CUT_OFF)),
    "all taken away": ("DELETE FROM awards_ledgerentry WHERE {k}", Breach(1, BreachKind.CUT_OFF)),
    "length put up": (
        "UPDATE awards_ledgerchain SET length = length + 1 WHERE {k}",
        Breach(14, BreachKind.CUT_OFF),
    ),
    "length put down": (
        "UPDATE awards_ledgerchain SET length = length - 1 WHERE {k}",
        Breach(13, BreachKind.CHANGED),
    ),
    "chain forgotten": ("DELETE FROM awards_ledgerchain WHERE {k}", Breach(1, BreachKind.CHANGED)),
    "end's digest": (
        f"UPDATE awards_ledgerchain SET digest = '{'a' * 64}' WHERE {{k}}",
        Breach(13, BreachKind.CHANGED),
    ),
    "head": (
        f"UPDATE awards_ledgerhead SET digest = '{'a' * 64}' WHERE number = 6 AND {{k}}",
        Breach(6, BreachKind.HEAD),
    ),
    "head of nothing": ("UPDATE awards_ledgerhead SET number = 99 WHERE number = 6 AND {k}", Breach(14, BreachKind.CUT_OFF)),
}  # fmt: skip


@pytest.mark.postgresql
@pytest.mark.parametrize(("statement", "breach"), CHANGES.values(), ids=CHANGES)
def test_whatever_is_changed_in_the_database_is_found(log: list[LedgerEntry], statement: str, breach: Breach) -> None:
    key = KEY.hex if connection.vendor == "sqlite" else str(KEY)
    assert len(log) == 13
    sql(statement.replace("{k}", f"award_key = '{key}'"))
    assert queries.verify(KEY) == breach
    assert queries.verify(OTHER) is None
    with pytest.raises(domain.BrokenLogError) as refused:
        domain.publish_head(award_key=KEY, phase=PhaseKind.CEREMONY, now=NOW)
    assert str(breach.number) in str(refused.value)


REFUSED = {
    "number twice": "UPDATE awards_ledgerentry SET number = 2 WHERE number = 3",
    "fork": "UPDATE awards_ledgerentry SET previous = (SELECT previous FROM awards_ledgerentry WHERE number = 3) WHERE number = 4",
    "kind unknown": "UPDATE awards_ledgerentry SET kind = 'x' WHERE number = 3",
    "first behind another": f"UPDATE awards_ledgerentry SET previous = '{'a' * 64}' WHERE number = 1",
    "second behind nothing": f"UPDATE awards_ledgerentry SET previous = '{'0' * 64}' WHERE number = 2",
    "number 0": "UPDATE awards_ledgerentry SET number = 0 WHERE number = 1",
    "empty chain with an end": "UPDATE awards_ledgerchain SET length = 0",
    "chain without an end": f"UPDATE awards_ledgerchain SET digest = '{'0' * 64}'",
    "edition with two chains": "UPDATE awards_ledgerchain SET award_key = (SELECT MIN(award_key) FROM awards_ledgerentry)",
    "head twice": "INSERT INTO awards_ledgerhead (award_key, phase, number, digest, published_at) "
    "SELECT award_key, phase, number, digest, published_at FROM awards_ledgerhead",
}


@pytest.mark.postgresql
@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_database_refuses_what_no_log_can_be(log: list[LedgerEntry], statement: str) -> None:
    if connection.vendor == "postgresql":
        statement = statement.replace("MIN(award_key)", "MIN(award_key::text)::uuid")
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement)


def test_head_of_an_unchanged_log_is_published_once(log: list[LedgerEntry]) -> None:
    head = LedgerHead.objects.get(award_key=KEY, phase=PhaseKind.DECISION)
    later = NOW + timedelta(days=9)
    assert domain.publish_head(award_key=KEY, phase=PhaseKind.DECISION, now=later) == head
    domain.append(award_key=KEY, kind=LedgerKind.APPEAL, body={"dossier": "HS-01"}, now=later)
    assert domain.publish_head(award_key=KEY, phase=PhaseKind.DECISION, now=later).number == head.number + 1
    with pytest.raises(domain.EmptyLogError):
        domain.publish_head(award_key=uuid.UUID(int=46), phase=PhaseKind.CALL, now=NOW)


def test_an_act_that_is_undone_leaves_no_entry(log: list[LedgerEntry]) -> None:
    with transaction.atomic():
        domain.append(award_key=KEY, kind=LedgerKind.APPEAL, body={}, now=NOW)
        transaction.set_rollback(True)
    assert queries.verify(KEY) is None
    assert LedgerEntry.objects.filter(award_key=KEY).count() == len(log)
    assert domain.append_all(award_key=KEY, acts=[], now=NOW) == []


UNFIT: dict[str, tuple[LedgerKind, Any]] = {
    "name": (LedgerKind.APPEAL, {"by": "Nguyễn Văn A"}),
    "name as a key": (LedgerKind.APPEAL, {"Nguyễn Văn A": 1}),
    "name in a list": (LedgerKind.APPEAL, {"by": ["A", "B C"]}),
    "mail": (LedgerKind.APPEAL, {"by": "a@example.org"}),
    "decomposed letters": (LedgerKind.APPEAL, {"by": "o\u0302"}),
    "long": (LedgerKind.APPEAL, {"by": "a" * 81}),
    "empty": (LedgerKind.APPEAL, {"by": ""}),
    "fraction": (LedgerKind.APPEAL, {"points": 1.5}),
    "moment": (LedgerKind.APPEAL, {"at": NOW}),
    "too large": (LedgerKind.APPEAL, {"points": 2**53}),
    "number as key": (LedgerKind.APPEAL, {1: 2}),
    "score without a juror": (LedgerKind.SCORE, {"category": "x", "dossier": "A", "points": {}}),
    "score in words": (LedgerKind.SCORE, {"category": "x", "dossier": "A", "juror": "J", "points": {"a": "9"}}),
    "opening without rules": (LedgerKind.OPENING, {"scoring": "0" * 64}),
}


@pytest.mark.parametrize(("kind", "body"), UNFIT.values(), ids=UNFIT)
def test_names_words_and_unreadable_bodies_do_not_get_in(kind: LedgerKind, body: Any) -> None:
    with pytest.raises(bodies.UnfitBodyError):
        domain.append(award_key=KEY, kind=kind, body=body, now=NOW)
    assert not LedgerEntry.objects.exists()


def test_program_reads_every_kind_that_it_asks_for() -> None:
    assert set(recompute.BODIES) <= set(LedgerKind.values)
