"""Two runners at one moment tell each kept search once; without the mark that moves they tell it twice."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from portal.kernel import clock
from portal.kernel.models import SecretToken
from search.models import SavedSearch, SearchArrival
from search.saved import emails, reading
from search.saved.domain import digests
from search.saved.reading import Entry
from tests.registration import races

pytestmark = pytest.mark.postgresql
SEARCHES = 12


@pytest.fixture
def database(django_db_blocker: Any) -> Iterator[races.Settings]:
    if not races.postgresql_answers():
        pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
    with django_db_blocker.unblock(), races.postgresql_settings() as made, races.connected(made) as wrapper:
        with wrapper.schema_editor() as editor:
            for model in (SavedSearch, SearchArrival, SecretToken):
                editor.create_model(model)
        yield made


def _told(database: races.Settings) -> list[int]:
    """Let two runners tell the same searches, slowly; return for each search how often it was told."""
    now = clock.now()
    SearchArrival.objects.create(key="page:1", item="page:1", language="vi", arrived_at=now - timedelta(hours=1))
    for number in range(SEARCHES):
        SavedSearch.objects.create(
            email=f"{number}@example.org",
            language="vi",
            parameters="q=m",
            fingerprint=str(number),
            rhythm="daily",
            asked_at=now - timedelta(days=2),
            confirmed_at=now - timedelta(days=2),
            told_through=now - timedelta(days=2),
        )
    lock, told = threading.Lock(), dict.fromkeys(range(SEARCHES), 0)
    entry = Entry("page:1", "Máy", "/may/", "Công nghệ", "", now, vietnamese_only=False)

    def slowly(**values: Any) -> None:
        time.sleep(0.02)
        with lock:
            told[int(values["saved"].email.partition("@")[0])] += 1

    def found(*_args: Any, **_values: Any) -> tuple[list[Entry], int]:
        return [entry], 1

    with (
        mock.patch.object(reading, "new", found),
        mock.patch.object(emails, "digest", slowly),
        mock.patch.object(digests, "_end_undeliverable"),
    ):
        answers = races.race(database, [lambda: digests.send_due(now=now)] * 2, threads=2)
    assert all(isinstance(answer, int) for answer in answers), answers
    return list(told.values())


def test_two_runners_tell_each_search_once(database: races.Settings) -> None:
    assert _told(database) == [1] * SEARCHES
    assert SecretToken.objects.count() == SEARCHES


def test_without_the_mark_they_tell_twice(database: races.Settings) -> None:
    with mock.patch.object(digests, "_move_mark", return_value=True):
        assert max(_told(database)) == 2
