"""A page is published while its call opens, on PostgreSQL with real threads: what was frozen is what the page says afterwards."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from wagtail.models import Site

from awards.editions import snapshot
from awards.editions.domain import opening
from awards.editions.rules import from_json
from awards.ledger import queries
from awards.models import AwardEdition, AwardPage
from portal.accounts.models import User
from portal.kernel import clock
from tests import databases
from tests.factories import awards as factory
from tests.registration import races

QUORUM, SECONDS = 9, 5
PUBLISHING, OPENING = threading.Event(), threading.Event()

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no row locks"),
]


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    with django_db_blocker.unblock(), databases.cloned("opening") as made, races.connected(made):
        databases.plant_site()
        yield made


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def wait_for_a_waiter() -> None:
    """Return once another thread stands at a lock, or after a while where there is none to stand at."""
    deadline = time.monotonic() + SECONDS
    while not _somebody_waits() and time.monotonic() < deadline:
        time.sleep(0.02)


def both(database: races.Settings, page: AwardPage, by: User, first: threading.Event) -> tuple[object, object]:
    """Publish another quorum and open the call; whoever is not ``first`` begins once that one has its locks."""
    mine = AwardPage.objects.get(pk=page.pk)
    mine.quorum = QUORUM
    is_publishing_first = first is PUBLISHING

    def publish() -> object:
        if not is_publishing_first:
            first.wait(SECONDS)
            return mine.save_revision(user=by).publish(user=by, skip_permission_checks=True)
        with transaction.atomic():
            mine.save_revision(user=by).publish(user=by, skip_permission_checks=True)
            first.set()
            wait_for_a_waiter()
        return None

    def open_call() -> object:
        if is_publishing_first:
            first.wait(SECONDS)
            return opening.open_edition(award_key=page.translation_key, by=by, now=clock.now())
        with transaction.atomic():
            opened = opening.open_edition(award_key=page.translation_key, by=by, now=clock.now())
            first.set()
            wait_for_a_waiter()
        return opened

    published, opened = races.race(database, [publish, open_call], threads=2)
    return published, opened


@pytest.mark.parametrize("is_publishing_first", [True, False])
def test_what_is_frozen_is_what_the_page_says_afterwards(
    own_database: races.Settings, is_publishing_first: bool
) -> None:
    by = User.objects.create_superuser("dieu-hanh@example.org")
    page = factory.make_ready(Site.objects.get(is_default_site=True), by, in_english=False)
    PUBLISHING.clear()
    OPENING.clear()
    published, opened = both(own_database, page, by, PUBLISHING if is_publishing_first else OPENING)
    assert isinstance(opened, AwardEdition), opened
    assert isinstance(published, ValidationError) is not is_publishing_first, published
    frozen = from_json(AwardEdition.objects.get().rules or {})
    after = snapshot.of_pages(AwardPage.objects.get(pk=page.pk), None)
    assert after.quorum == frozen.quorum == (QUORUM if is_publishing_first else 3)
    assert queries.verify(page.translation_key) is None
