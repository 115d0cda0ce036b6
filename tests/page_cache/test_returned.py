"""Rows that a statement outside any transaction returns are there although the transaction made for it is over."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from portal.page_cache import changes
from portal.page_cache.models import Change
from portal.page_cache.returned import Returned
from tests import databases
from tests.registration import races


@pytest.fixture
def cursor() -> sqlite3.Cursor:
    found = sqlite3.connect(":memory:").cursor()
    found.execute("CREATE TABLE a (b)")
    found.execute("INSERT INTO a VALUES (1), (2), (3), (4) RETURNING b")
    return found


def test_the_rows_are_given_as_from_the_cursor(cursor: sqlite3.Cursor) -> None:
    read = Returned(cursor)
    assert read.fetchone() == (1,)
    assert read.fetchmany(2) == [(2,), (3,)]
    assert list(read) == [(4,)]
    assert read.fetchone() is None
    assert read.fetchall() == []
    assert read.description[0][0] == "b"


def test_the_next_statement_is_the_cursors_own(cursor: sqlite3.Cursor) -> None:
    read = Returned(cursor)
    read.execute("SELECT b FROM a WHERE b > ?", (2,))
    assert [read.fetchone(), read.fetchmany(1), read.fetchall()] == [(3,), [(4,)], []]
    read.executemany("INSERT INTO a VALUES (?)", [(5,), (6,)])
    read.execute("SELECT count(*) FROM a")
    assert list(read) == [(6,)]


def test_a_record_made_outside_any_transaction_is_told_of(
    db: None, switched_on: None, tmp_path: Path, settings: Any
) -> None:
    from wagtail.contrib.redirects.models import Redirect

    with databases.cloned("returned") as copy, races.connected(copy) as connection:
        changes.follow(connection)
        made = Redirect.objects.create(old_path="/cu", redirect_link="/moi")
        assert Redirect.objects.get().pk == made.pk
        Redirect.objects.update(redirect_link="/khac")
        Redirect.objects.all().delete()
        assert [change.tags[-1] for change in Change.objects.order_by("pk")] == ["t:wagtailredirects_redirect"] * 3
