"""Small cells: a reader who computes as well as they can learns no figure of fewer than three parties."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.kernel import small_cells
from portal.kernel.small_cells import Contribution, publish

CELLS = ("a", "b", "c", "d")
PARTY = st.integers(0, 6)
ROWS = st.lists(st.builds(Contribution, st.sampled_from(CELLS), st.tuples(PARTY, PARTY)), max_size=14)


def rows(**counts: int) -> list[Contribution[str]]:
    """Return contributions of parties that are all different."""
    numbers = itertools.count()
    return [Contribution(cell, (next(numbers), next(numbers))) for cell, count in counts.items() for _ in range(count)]


def possible(published: small_cells.Published[str]) -> dict[str, set[int]]:
    """Return every number that each hidden cell could be, given total and shown cells; hidden ones are never zero."""
    hidden = [cell for cell, count in published.cells.items() if count is None]
    assert published.total is not None
    rest = published.total - sum(count for count in published.cells.values() if count is not None)
    found: dict[str, set[int]] = {cell: set() for cell in hidden}
    for numbers in itertools.product(range(1, rest + 1), repeat=len(hidden)):
        if sum(numbers) == rest:
            for cell, number in zip(hidden, numbers, strict=True):
                found[cell].add(number)
    return found


@given(ROWS)
@example(rows(a=1, b=1, c=5))
@example(rows(a=1, b=4, c=5))
@example(rows(a=2, b=2))
def test_no_hidden_figure_can_be_computed(contributions: list[Contribution[str]]) -> None:
    published = publish(contributions, CELLS)
    if published.total is None:
        assert all(count in {None, 0} for count in published.cells.values())
        return
    assert all(len(numbers) >= 2 for numbers in possible(published).values())


@given(ROWS)
def test_what_is_shown_is_true_and_of_three_parties(contributions: list[Contribution[str]]) -> None:
    published = publish(contributions, CELLS)
    for cell, count in published.cells.items():
        own = [row for row in contributions if row.cell == cell]
        assert count in {None, len(own)}
        assert not count or small_cells.parties(own) >= 3
        assert own or count == 0
    assert published.total in {None, len(contributions)}
    together = [row for row in contributions if published.cells[row.cell] is None]
    assert published.total is None or not together or small_cells.parties(together) >= 3


@given(ROWS)
def test_nothing_is_hidden_without_need(contributions: list[Contribution[str]]) -> None:
    published = publish(contributions, CELLS)
    needs = [
        cell
        for cell in CELLS
        if (own := [row for row in contributions if row.cell == cell]) and small_cells.parties(own) < 3
    ]
    assert published.hides_something == bool(needs)


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ({"a": 5, "b": 4}, {"a": 5, "b": 4, "c": 0, "d": 0}, 9),
        ({"a": 5, "b": 1}, {"a": None, "b": None, "c": 0, "d": 0}, 6),
        ({"a": 1, "b": 1}, {"a": None, "b": None, "c": 0, "d": 0}, None),
        ({"a": 1, "b": 2, "c": 6}, {"a": None, "b": None, "c": 6, "d": 0}, 9),
        ({}, {"a": 0, "b": 0, "c": 0, "d": 0}, 0),
    ],
)
def test_examples(counts: dict[str, int], shown: dict[str, int | None], total: int | None) -> None:
    published = publish(rows(**counts), CELLS)
    assert (dict(published.cells), published.total) == (shown, total)


def test_one_seller_with_many_buyers_is_one_party() -> None:
    many = [Contribution("a", ("the only seller", number)) for number in range(9)]
    assert publish(many, CELLS).total is None
