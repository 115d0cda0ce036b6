"""Standing rows: made once for tests that follow one another, each with a copy of its own, gone before a test that does not want them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection

from portal.accounts.models import User
from tests import worlds

pytestmark = pytest.mark.django_db
made: list[str] = []


@worlds.standing
def first() -> User:
    made.append("first")
    FileSystemStorage().save("kept.txt", ContentFile(b"x"))
    calendars = Path(settings.CALENDAR_SNAPSHOTS)
    calendars.mkdir(parents=True)
    (calendars / "kept.ics").write_text("BEGIN")
    return User.objects.create_user("first@example.org", full_name="First")


@worlds.standing
def second(first: User) -> dict[str, Any]:
    made.append("second")
    return {"of": first, "user": User.objects.create_user("second@example.org")}


def names() -> set[str]:
    return set(User.objects.values_list("email", flat=True))


def test_rows_are_there_and_what_a_test_changes_is_its_own(first: User) -> None:
    assert names() == {"first@example.org"}
    first.full_name = "Changed"
    first.save()
    User.objects.create_user("third@example.org")
    (Path(settings.MEDIA_ROOT) / "kept.txt").unlink()


def test_the_next_test_finds_them_as_they_were_made(first: User) -> None:
    assert first.full_name == User.objects.get().full_name == "First"
    assert (Path(settings.MEDIA_ROOT) / "kept.txt").exists()
    assert len(connection.savepoint_ids) == 1, "one layer, inside which the test's own transaction is a savepoint"


def test_another_layer_lies_on_the_first(second: dict[str, Any]) -> None:
    assert names() == {"first@example.org", "second@example.org"}
    assert second["of"] == User.objects.get(email="first@example.org")


def test_what_the_next_test_wants_too_is_not_made_again(second: dict[str, Any]) -> None:
    # A worker that runs only some of the tests above has made each of them once, too.
    assert made == ["first", "second"]


def test_calendars_that_were_made_with_the_rows_are_the_test_s_own(first: User, tmp_path: Path) -> None:
    assert Path(settings.CALENDAR_SNAPSHOTS).is_relative_to(tmp_path)
    assert (Path(settings.CALENDAR_SNAPSHOTS) / "kept.ics").read_text() == "BEGIN"


def test_a_layer_that_is_not_wanted_is_taken_away_alone(first: User) -> None:
    assert names() == {"first@example.org"}


def test_who_wants_nothing_finds_nothing() -> None:
    assert names() == set()
