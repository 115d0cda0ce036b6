"""Where booths stand and how they are numbered."""

from typing import Any

import pytest

from events import fair_queries as fairs
from events.booth_enums import BoothKind
from events.domain import halls
from events.domain.halls import BoothSpec
from events.enums import PowerNeed
from events.models import Booth
from portal.accounts.models import User
from portal.kernel.errors import DomainError
from tests.events.booths.scene import KEY, NOW, confirmed
from tests.factories import booths as stock


def spec(number: str, x: int = 0, y: int = 0, **values: Any) -> BoothSpec:
    return BoothSpec(**{"hall": "A", "number": number, "x": x, "y": y, "width": 30, "depth": 30, **values})


def write(specs: list[BoothSpec], by: User) -> tuple[int, int]:
    return halls.write_booths(fair_key=KEY, specs=specs, by=by, now=NOW)


@pytest.mark.parametrize(
    ("specs", "named"),
    [
        ([spec("A01"), spec("A02", x=29)], ("A01", "A02")),
        ([spec("A01", x=380)], ("A01",)),
        ([spec("A01"), spec("a01", x=60)], ("a01",)),
        ([spec("B01", hall="B")], ("B",)),
    ],
)
def test_booths_that_cannot_stand_so_are_named(
    hall: Any, operator: User, specs: list[BoothSpec], named: tuple[str, ...]
) -> None:
    with pytest.raises(halls.PlanFaultsError) as refused:
        write(specs, operator)
    sentence = str(refused.value)
    assert all(number.lower() in sentence.lower() for number in named)
    assert not Booth.objects.exists()


def test_a_list_that_is_too_long_is_refused_before_it_is_compared(
    hall: Any, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(halls, "MOST_BOOTHS", 2)
    monkeypatch.setattr(halls, "_overlap", lambda *_booths: pytest.fail("compared"))
    faults = halls.faults(fair_key=KEY, specs=[spec("A01"), spec("A02"), spec("A03")])
    assert [fault.row for fault in faults] == [0]


def test_booths_are_added_changed_and_touch_without_overlap(hall: Any, operator: User) -> None:
    assert write([spec("A01"), spec("A02", x=30)], operator) == (2, 0)
    assert write([spec("A01"), spec("a02", x=60, fee=1000)], operator) == (0, 1)
    assert Booth.objects.get(number="a02").fee == 1000
    with pytest.raises(halls.PlanFaultsError):
        write([spec("A03", x=59)], operator)


def test_booths_change_numbers_with_each_other_and_with_a_new_one(hall: Any, operator: User) -> None:
    one, two = stock.make_booth(hall, number="A01"), stock.make_booth(hall, number="A02")
    assert write([spec("A02", pk=one.pk), spec("A01", x=30, pk=two.pk)], operator) == (0, 2)
    assert dict(Booth.objects.values_list("pk", "number")) == {one.pk: "A02", two.pk: "A01"}
    assert write([spec("A03", pk=one.pk), spec("A02", x=60)], operator) == (1, 1)
    assert Booth.objects.get(pk=one.pk).number == "A03"
    assert Booth.objects.get(number="A02").pk not in {one.pk, two.pk}


def test_a_taken_booth_keeps_its_place(hall: Any, owner: User, operator: User) -> None:
    booth = fairs.booth_of(confirmed(hall, owner, operator))
    assert booth is not None
    with pytest.raises(halls.PlanFaultsError):
        write([spec(booth.number, x=100, pk=booth.pk)], operator)
    with pytest.raises(DomainError):
        halls.delete_booths(booth_ids=[booth.pk], by=operator, now=NOW)
    hall.width = 20
    with pytest.raises(DomainError):
        halls.save_hall(hall=hall, by=operator, now=NOW)


def test_a_row_of_booths_is_numbered(hall: Any, operator: User) -> None:
    row = halls.row_of_booths(
        hall="A", prefix="A", first=9, count=5, x=0, y=0, width=30, depth=30, per_line=3, aisle=20,
        kind=BoothKind.SHELL, power=PowerNeed.NONE, fee=None,
    )  # fmt: skip
    assert [(made.number, made.x, made.y, made.is_corner) for made in row] == [
        ("A09", 0, 0, True),
        ("A10", 30, 0, False),
        ("A11", 60, 0, True),
        ("A12", 0, 50, True),
        ("A13", 30, 50, True),
    ]
    assert write(row, operator) == (5, 0)
