"""Real threads on PostgreSQL: one account in two windows, and votes in the last second against the count."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Site

from awards.models import AwardPage, Nomination, PublicVote
from awards.voting import queries
from awards.voting.domain import casting, closing
from portal.accounts.models import User
from portal.operations import db_clock
from tests import databases
from tests.factories import voting as make
from tests.registration import races

THREADS = 8

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no row locks"),
]


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    with django_db_blocker.unblock(), databases.cloned("votes") as made, races.connected(made):
        databases.plant_site()
        yield made


def make_world() -> tuple[AwardPage, User, list[Nomination]]:
    by = User.objects.create_superuser("dieu-hanh@example.org")
    page = make.make_edition(Site.objects.get(is_default_site=True), by)
    return page, by, [make.add_finalist(page, by) for _place in range(2)]


def test_one_account_in_two_windows_has_one_vote(own_database: races.Settings) -> None:
    page, _by, finalists = make_world()
    voter = make.make_voter()
    acts = [
        lambda entry=finalists[place % 2]: casting.cast_vote(nomination=entry, by=voter, address="203.0.113.7")
        for place in range(THREADS)
    ]
    answers = races.race(own_database, acts, threads=THREADS)
    assert all(isinstance(answer, PublicVote) for answer in answers), answers
    assert PublicVote.objects.get().nomination in finalists
    assert sum(queries.counts(page.translation_key).values()) == 1


def test_no_vote_comes_after_the_count(own_database: races.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    page, by, finalists = make_world()
    voters = [make.make_voter() for _place in range(THREADS)]
    ends = db_clock.now() + timedelta(seconds=1)
    make.set_comment(page, starts=ends - timedelta(days=9), ends=ends)
    asked: list[bool] = []

    def read() -> Any:
        # Half of the votes come before the end, by the clock as each reads it when it holds the edition.
        asked.append(True)
        return ends - timedelta(microseconds=1) if len(asked) <= THREADS // 2 else ends

    monkeypatch.setattr(db_clock, "now", read)
    acts: list[Any] = [
        lambda voter=voter: casting.cast_vote(nomination=finalists[0], by=voter, address="") for voter in voters
    ]
    acts.insert(THREADS // 2, lambda: closing.close_vote(award_key=page.translation_key, by=by, now=ends))
    answers = races.race(own_database, acts, threads=len(acts))
    in_time = [answer for answer in answers if isinstance(answer, PublicVote)]
    (tally,) = queries.tallies(page.translation_key).values()
    assert (
        tally["votes"][Nomination.objects.get(pk=finalists[0].pk).alias] == len(in_time) == PublicVote.objects.count()
    )
