"""One lunch is one lunch when many ask at once: options with places are as safe as seats, whatever takes and frees them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from portal.accounts.models import User
from registration import errors, queries, question_queries, subjects
from registration.answered import Answered
from registration.domain import answers, registrations
from registration.enums import PLACE_HOLDING_STATES, QuestionKind, RegistrationState
from registration.models import OptionPlace, PlaceKind, Pool, QuestionVersion, Registration
from registration.question_set import Option, Question, Words, frozen
from tests.factories.registration import NOON, make_kind, make_pool, make_registration
from tests.registration import races

MEAL, NONE, LEFT_BUS, RIGHT_BUS = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)
LUNCH, BUS = "1" * 32, "2" * 32


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_db_blocker: Any,
) -> Iterator[races.Settings]:
    monkeypatch.setattr(subjects, "_RESOLVERS", [])
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}
    with django_db_blocker.unblock():
        if request.param == "sqlite":
            made = races.sqlite_settings(tmp_path)
            with races.connected(made) as wrapper:
                races.make_tables(wrapper)
                yield made
            return
        if not races.postgresql_answers():
            pytest.skip("no PostgreSQL answers at PORTAL_TEST_DATABASE_URL")
        with races.postgresql_settings() as made, races.connected(made) as wrapper:
            races.make_tables(wrapper)
            yield made


def _question(key: str, *options: Option) -> Question:
    return Question(
        key=key,
        kind=QuestionKind.CHOICES,
        label=Words(key),
        help=Words(""),
        required=False,
        options=options,
        condition=None,
        kinds=(),
        is_personal=False,
        purpose=Words(""),
        keep_days=730,
    )


def publish(kind: PlaceKind, *, meals: int, buses: int) -> QuestionVersion:
    """Make a version with its pools; the later option is the earlier pool, so that locks in order of the form would cross."""
    options = [Option(key, Words(key), buses) for key in (LEFT_BUS, RIGHT_BUS)]
    meal = Option(MEAL, Words("Cơm"), meals)
    for option in (*reversed(options), meal):
        make_pool(subject=kind.subject, code=option.pool_code, capacity=option.places)
    lunch = _question(LUNCH, meal, Option(NONE, Words("Không")))
    return QuestionVersion.objects.create(
        subject=kind.subject,
        number=1,
        questions=[frozen(lunch), frozen(_question(BUS, *options))],
        created_at=NOON,
    )


def answered(version: QuestionVersion, kind: PlaceKind, *, meal: bool, buses: tuple[str, ...] = ()) -> Answered:
    given: dict[str, Any] = {LUNCH: [MEAL if meal else NONE], BUS: list(buses)}
    return answers.check(version=version, place_kind=kind, given=given)


def attempt(kind: PlaceKind, given: Answered, number: int) -> Registration:
    return registrations.register(
        place_kind=kind,
        full_name="Người thử",
        email=f"race{number}@example.org",
        language="vi",
        now=NOON,
        answered=given,
    )


def left(version: QuestionVersion) -> dict[str, int]:
    return question_queries.left_by_option(version, NOON)


def assert_honest(results: list[object]) -> None:
    """Nothing but registrations and refusals of full options; every counter agrees with rows that have a seat."""
    odd = [each for each in results if not isinstance(each, Registration | errors.OptionFullError)]
    assert odd == []
    assert queries.counters_match_rows() == []
    assert not OptionPlace.objects.exclude(registration__state__in=PLACE_HOLDING_STATES).exists()


def test_race_for_the_last_meals_sells_each_once(database: races.Settings) -> None:
    kind = make_kind(capacity=100)
    version = publish(kind, meals=20, buses=100)
    given = answered(version, kind, meal=True)
    results = races.race(database, [partial(attempt, kind, given, number) for number in range(60)])
    assert_honest(results)
    assert sum(isinstance(each, errors.OptionFullError) for each in results) == 40
    assert Registration.objects.filter(state=RegistrationState.CONFIRMED).count() == 20
    assert left(version)[MEAL] == 0
    assert kind.pools.get().taken == 20


def test_race_for_seats_and_options_in_crossing_order_locks_nobody_out(database: races.Settings) -> None:
    kind = make_kind(capacity=30)
    version = publish(kind, meals=15, buses=20)
    ways = [
        answered(version, kind, meal=True, buses=(LEFT_BUS, RIGHT_BUS)),
        answered(version, kind, meal=False, buses=(RIGHT_BUS, LEFT_BUS)),
        answered(version, kind, meal=True),
        answered(version, kind, meal=False, buses=(RIGHT_BUS,)),
    ]
    results = races.race(database, [partial(attempt, kind, ways[number % 4], number) for number in range(80)])
    assert_honest(results)
    assert Registration.objects.filter(state=RegistrationState.CONFIRMED).count() <= 30
    assert all(number >= 0 for number in left(version).values())
    for pool in Pool.objects.filter(code__startswith="option-"):
        counted = pool.option_places.aggregate(total=Sum("quantity"))["total"] or 0
        assert counted == pool.taken <= pool.capacity


def test_race_of_forms_changes_approvals_and_cancellations_keeps_count(database: races.Settings) -> None:
    organiser = User.objects.create_superuser("organiser@example.org")
    kind = make_kind(capacity=60)
    version = publish(kind, meals=10, buses=40)
    invited = make_kind(pools=list(kind.pools.all()), subject=kind.subject, needs_approval=True)
    with_meal, without = (answered(version, kind, meal=meal) for meal in (True, False))
    holders = [make_registration(kind, answered=with_meal) for _number in range(10)]
    eaters = [make_registration(kind, answered=without) for _number in range(10)]
    pending = [make_registration(invited, answered=without) for _number in range(10)]
    for row in pending:
        row.given_answers.filter(question=LUNCH).update(value=[MEAL])
    steps: list[partial[Registration]] = []
    for number in range(10):
        steps += [
            partial(attempt, kind, with_meal, number),
            partial(registrations.cancel, registration=holders[number], now=NOON),
            partial(answers.change, registration=eaters[number], answered=with_meal, now=NOON),
            partial(registrations.approve, registration=pending[number], by=organiser, now=NOON),
        ]
    assert_honest(races.race(database, steps))
    assert left(version)[MEAL] >= 0
    told = [row for row in pending if row.given_answers.get(question=LUNCH).refused]
    assert all(MEAL not in row.given_answers.get(question=LUNCH).value for row in told)
