"""Two of the secretariat assign at once, an invitation is accepted twice, a conflict is told while others are assigned: real threads."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.jury.domain import assigning, conflicts, jurors
from awards.jury.enums import AssignmentState, JurorState
from awards.ledger import queries
from awards.models import Assignment, AwardEdition, Conflict, Juror
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests import databases
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as jury_factory
from tests.registration import races

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and no row locks"),
]


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[races.Settings]:
    with django_db_blocker.unblock(), databases.cloned("jury") as made, races.connected(made):
        databases.plant_site()
        yield made


def test_a_jury_at_once(own_database: races.Settings) -> None:
    by = User.objects.create_superuser("dieu-hanh@example.org")
    page = factory.make_open(Site.objects.get(is_default_site=True), by, in_english=False)
    key = page.translation_key
    for _number in range(6):
        jury_factory.eligible(key)
    serving = [jury_factory.make_juror(key) for _number in range(5)]

    person = exhibitors.make_person("an@vien-vidu.vn")
    asked = jurors.invite(award_key=key, email=person.email, full_name="An", by=by, now=clock.now())
    answers = races.race(
        own_database, [lambda: jurors.accept(juror=asked, by=person, now=clock.now()) for _time in range(4)], threads=4
    )
    assert sum(isinstance(answer, Juror) for answer in answers) == 1, answers
    assert all(isinstance(answer, Juror | errors.IllegalMoveError) for answer in answers), answers
    assert Juror.objects.filter(user=person, state=JurorState.ACCEPTED).count() == 1

    AwardEdition.objects.filter(award_key=key).update(state=EditionState.SCREENING)
    runs = races.race(
        own_database,
        [lambda: assigning.assign(award_key=key, by=by, now=clock.now()) for _time in range(4)],
        threads=4,
    )
    assert sorted(len(run.plan.added) for run in runs) == [0, 0, 0, 18]
    assert queries.verify(key) is None

    torn = Assignment.objects.filter(juror=serving[0]).select_related("nomination").earliest("pk").nomination
    told = races.race(
        own_database,
        [
            lambda: conflicts.declare(juror=serving[0], nomination=torn, reason="x", by=by, now=clock.now()),
            lambda: assigning.assign(award_key=key, by=by, now=clock.now()),
            lambda: conflicts.confirm(juror=serving[0], nomination=torn, by=by, now=clock.now()),
            lambda: conflicts.declare(juror=serving[0], nomination=torn, reason="y", by=by, now=clock.now()),
        ],
        threads=4,
    )
    assert [isinstance(one, Exception) for one in told] == [False, False, True, False], told
    live = Assignment.objects.filter(nomination=torn).exclude(state=AssignmentState.VOID)
    assert (live.count(), live.filter(juror=serving[0]).count()) == (3, 0)
    assert Conflict.objects.filter(nomination=torn).count() == 1
    assert queries.verify(key) is None
