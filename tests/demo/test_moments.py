"""Other moments of the demo's clock."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.demo import moments
from portal.kernel import clock
from portal.operations import db_clock


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the clocks back afterwards."""
    monkeypatch.setattr(timezone, "now", timezone.now)
    monkeypatch.setattr(db_clock, "now", db_clock.now)


def test_a_builder_stands_at_a_moment_and_comes_back() -> None:
    moment = datetime(2026, 3, 1, 9, 0, tzinfo=clock.VIETNAM)
    with moments.at(moment):
        assert clock.now() == db_clock.now() == moment
        assert clock.today() == moment.date()
    assert clock.now() - moment > timedelta(days=100)


def test_the_clock_is_as_far_ahead_as_the_file_says(tmp_path: Path, db: None) -> None:
    file = tmp_path / moments.FILE_NAME
    present = clock.now()
    moments.follow(file)
    assert clock.now() - present < timedelta(days=1)
    file.write_text("30\n")
    for now in (clock.now(), db_clock.now()):
        assert timedelta(days=29) < now - present < timedelta(days=31)
    file.write_text("0")
    assert clock.now() - present < timedelta(days=1)


@pytest.mark.parametrize("words", ["", "-5", "soon", "99999", "1.5"])
def test_whatever_else_stands_there_moves_nothing(tmp_path: Path, words: str) -> None:
    file = tmp_path / moments.FILE_NAME
    file.write_text(words)
    assert moments.days_ahead(file) == 0
