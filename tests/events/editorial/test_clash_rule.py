"""The rule of clashes, without a database: boundaries of time, places, who is meant, days."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain import clashes
from events.enums import ClashReason, EventKind, EventLevel
from events.festivals import Feast
from portal.kernel import clock, holidays
from portal.kernel.working_days import Holiday
from portal.vocabularies.models import AdministrativeUnit

DAY = date(2026, 12, 12)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return clock.at(day, hour, minute)


def make(*slots: tuple[datetime, datetime], **values: Any) -> clashes.Facts:
    chosen = slots or ((at(8), at(10)),)
    days = {clock.local(starts).date() for starts, _ends in chosen}
    return clashes.Facts(
        **{
            "key": uuid.uuid4(),
            "slots": chosen,
            "days": frozenset(days),
            "venue": "nha van hoa",
            "places": (7, 1),
            "kind": EventKind.SEMINAR,
            "level": EventLevel.PROVINCIAL,
            "fields": frozenset({1}),
            "audiences": frozenset(),
            "organisers": frozenset({"4"}),
            **values,
        }
    )


def reason(one: clashes.Facts, other: clashes.Facts) -> ClashReason | None:
    found = clashes.between(one, other)
    assert (found is None) == (clashes.between(other, one) is None)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("begins", "expected"),
    [(at(9, 59), ClashReason.VENUE), (at(10), None), (at(10, 1), None), (at(6), None), (at(6, 1), ClashReason.VENUE)],
)
def test_a_venue_is_free_from_the_minute_on_which_the_other_ends(
    begins: datetime, expected: ClashReason | None
) -> None:
    other = make((begins, begins + timedelta(hours=2)), fields=frozenset({2}))
    assert reason(make(), other) == expected


def test_the_same_name_in_another_place_is_another_venue() -> None:
    assert reason(make(), make(places=(8, 1), fields=frozenset())) is None
    assert reason(make(), make(places=(), fields=frozenset())) == ClashReason.VENUE
    assert reason(make(venue=""), make(venue="", fields=frozenset())) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ClashReason.AUDIENCE),
        ({"fields": frozenset({2})}, None),
        ({"fields": frozenset({2}), "audiences": frozenset({9})}, ClashReason.AUDIENCE),
        ({"places": (8, 1)}, None),
        ({"fields": frozenset({2}), "level": EventLevel.NATIONAL}, ClashReason.AUDIENCE),
    ],
)
def test_the_same_people_in_the_same_place_on_the_same_day(
    values: dict[str, Any], expected: ClashReason | None
) -> None:
    one = make(audiences=frozenset({9}), level=EventLevel.INTERNATIONAL)
    assert reason(one, make((at(14), at(16)), **{"venue": "khac", **values})) == expected


def test_another_organiser_with_the_same_kind_and_field() -> None:
    far = {"venue": "", "places": (8, 1)}
    assert reason(make(), make(organisers=frozenset({"5"}), **far)) == ClashReason.KIND
    assert reason(make(), make(organisers=frozenset({"4", "5"}), **far)) is None
    assert reason(make(organisers=frozenset()), make(organisers=frozenset(), **far)) is None
    assert reason(make(), make(organisers=frozenset({"5"}), kind=EventKind.WORKSHOP, **far)) is None
    assert reason(make(), make(organisers=frozenset({"5"}), **{**far, "fields": frozenset({2})})) is None


def test_another_day_is_no_clash_and_an_event_is_none_with_itself() -> None:
    next_day = DAY + timedelta(days=1)
    assert reason(make(), make((at(8, 0, next_day), at(10, 0, next_day)))) is None
    one = make()
    assert clashes.between(one, one) is None


@given(st.integers(0, 40), st.integers(1, 20), st.integers(0, 40), st.integers(1, 20))
def test_venues_clash_exactly_where_times_share_an_instant(
    start: int, length: int, other: int, other_length: int
) -> None:
    noon = at(0)
    slot = (noon + timedelta(minutes=start), noon + timedelta(minutes=start + length))
    second = (noon + timedelta(minutes=other), noon + timedelta(minutes=other + other_length))
    share = bool(set(range(start, start + length)) & set(range(other, other + other_length)))
    quiet: dict[str, Any] = {"fields": frozenset(), "organisers": frozenset({"4"})}
    assert (reason(make(slot, **quiet), make(second, **quiet)) == ClashReason.VENUE) == share


def special(holiday: Holiday | None, *, is_off: bool = True) -> dict[date, holidays.Day]:
    return {DAY: holidays.Day(DAY, holiday, is_off=is_off, is_itself=True, is_provisional=False)}


def guessed() -> dict[date, holidays.Day]:
    return {DAY: holidays.Day(DAY, Holiday.NATIONAL, is_off=True, is_itself=True, is_provisional=True)}


def test_holidays_and_festivals_stand_against_an_event() -> None:
    found = clashes.of(make(), others=[], special=special(Holiday.NATIONAL), feasts=[Feast("Hội thử", DAY, DAY)])
    assert [(clash.reason, clash.days, clash.other) for clash in found] == [
        (ClashReason.HOLIDAY, (DAY,), None),
        (ClashReason.FESTIVAL, (DAY,), None),
    ]
    assert found[1].name == "Hội thử"
    assert [clash.name for clash in clashes.of(make(), others=[], special=guessed(), feasts=[])] == [
        "Quốc khánh (chưa có quyết định về ngày nghỉ)"
    ]
    assert clashes.of(make(), others=[], special=special(None, is_off=False), feasts=[]) == []


@pytest.mark.parametrize(("place", "parent", "counts"), [(7, 1, True), (1, None, True), (8, 1, False), (70, 7, True)])
def test_a_festival_of_a_place_concerns_that_place(place: int, parent: int | None, counts: bool) -> None:
    feast = Feast("Hội làng", DAY - timedelta(days=1), DAY, AdministrativeUnit(pk=place, parent_id=parent))
    found = clashes.of(make(), others=[], special={}, feasts=[feast])
    assert bool(found) == counts


def test_the_strongest_reason_comes_first() -> None:
    venue = make((at(9), at(11)), fields=frozenset())
    kind = make(organisers=frozenset({"5"}), venue="", places=(8, 1))
    found = clashes.of(make(), others=[kind, venue], special=special(Holiday.LABOUR), feasts=[])
    assert [clash.reason for clash in found] == [ClashReason.VENUE, ClashReason.KIND, ClashReason.HOLIDAY]
    assert [clash.is_strong for clash in found] == [True, False, False]
