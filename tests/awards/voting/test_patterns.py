"""What looks like abuse, by figures alone."""

from datetime import datetime, timedelta

import pytest

from awards.voting import patterns
from awards.voting.enums import AlarmKind
from portal.kernel import clock

START = datetime(2026, 11, 29, 8, 0, tzinfo=clock.VIETNAM)
LONG_AGO = START - timedelta(days=400)


def given(
    number: int, *, entry: int = 1, minutes: float = 0, step: float = 1, **values: object
) -> list[patterns.Given]:
    return [
        patterns.Given(
            **{
                "key": entry * 1000 + int(minutes * 7) + place,
                "nomination": entry,
                "at": START + timedelta(minutes=minutes, seconds=place * step),
                "connection": "",
                "joined": LONG_AGO,
                **values,
            }  # type: ignore[arg-type]
        )
        for place in range(number)
    ]


def kinds(votes: list[patterns.Given]) -> list[tuple[int, AlarmKind, int]]:
    return [(found.nomination, found.kind, len(found.votes)) for found in patterns.of_category(votes)]


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (20, 0, [(1, AlarmKind.BURST, 20)]),
        (19, 0, []),
        (20, 5, []),
        (21, 5, [(1, AlarmKind.BURST, 21)]),
    ],
)
def test_a_burst_is_many_votes_while_the_others_have_few(
    own: int, others: int, expected: list[tuple[int, AlarmKind, int]]
) -> None:
    assert kinds([*given(own), *given(others, entry=2)]) == expected


def test_a_burst_is_seen_across_any_boundary_and_not_in_a_slow_day() -> None:
    assert kinds(given(20, minutes=55, step=28)) == [(1, AlarmKind.BURST, 20)]
    assert kinds(given(20, step=60 * 20)) == []
    (found,) = patterns.of_category([*given(3), *given(25, minutes=120), *given(2, entry=2, minutes=121)])
    assert found.figures == {
        "votes": 25,
        "from": (START + timedelta(hours=2)).isoformat(),
        "until": (START + timedelta(hours=2, seconds=24)).isoformat(),
        "next": 0,
    }


def test_votes_from_one_connection_are_counted_for_one_entry() -> None:
    slow = 60 * 30
    assert kinds(given(10, connection="a", step=slow)) == [(1, AlarmKind.ONE_CONNECTION, 10)]
    assert kinds([*given(9, connection="a", step=slow), *given(9, entry=2, connection="a", step=slow)]) == []
    assert kinds(given(30, connection="", step=slow)) == []


def test_new_accounts_are_an_alarm_where_they_are_half_of_the_votes() -> None:
    slow = 60 * 30
    new = [
        patterns.Given(place, 1, START + timedelta(minutes=30 * place), "", START + timedelta(minutes=30 * place - 60))
        for place in range(10)
    ]
    assert kinds(new) == [(1, AlarmKind.NEW_ACCOUNTS, 10)]
    assert kinds(new[:9]) == []
    assert kinds([*new, *given(11, step=slow)]) == []
    assert kinds([*new, *given(10, step=slow)]) == [(1, AlarmKind.NEW_ACCOUNTS, 10)]
