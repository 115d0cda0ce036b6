"""The figures of all benches: what is kept, and the table made of it."""

import pytest

from tests.performance import every

WITH_GOAL = {"bench": "phone", "name": "paint", "value": 1.2, "unit": "s", "goal": 1.5, "met": True, "load": 0.2}
MISSED = {"bench": "phone", "name": "task", "value": 70, "unit": "ms", "goal": 50, "met": False}
RATIO = {"bench": "pages", "name": "speed", "value": 0.4, "unit": "ratio", "ratio_to": "a bare view"}
BARE = {"bench": "pages", "name": "HTML", "value": 9, "unit": "bytes"}


def test_table_shows_goals_and_ratios_only() -> None:
    assert every.table([WITH_GOAL, MISSED, RATIO, BARE]).splitlines()[2:] == [
        "| phone | paint | 1.2 s | 1.5 | yes | 0.2 |",
        "| phone | task | 70 ms | 50 | **no** |  |",
        "| pages | speed (to a bare view) | 0.4 |  |  |  |",
    ]


def test_table_stands_between_its_marks() -> None:
    document = f"before\n{every.BEGIN}\nold\n{every.END}\nafter"
    found = every.renewed(document, [WITH_GOAL])
    assert found == f"before\n{every.BEGIN}\n{every.table([WITH_GOAL])}\n{every.END}\nafter"
    with pytest.raises(ValueError, match="no marks"):
        every.renewed("no marks", [WITH_GOAL])


def test_document_has_the_marks() -> None:
    assert every.table([]) in every.renewed(every.TABLE.read_text(), [])


def test_bench_that_ran_anew_replaces_its_own_figures_only() -> None:
    anew = {**WITH_GOAL, "value": 1.1}
    assert every.merged([WITH_GOAL, MISSED, RATIO], [anew]) == [RATIO, anew]


@pytest.mark.parametrize("line", ["", "Building ...", "[1]", '{"name": "x"}'])
def test_other_lines_are_no_figures(line: str) -> None:
    assert every.figure(line) is None


def test_every_bench_is_run() -> None:
    folders = ("tests/performance", "tools")
    files = (path for folder in folders for path in (every.ROOT / folder).glob("bench_*.py"))
    there = {".".join(path.relative_to(every.ROOT).with_suffix("").parts) for path in files}
    # Addresses that benches are served with.
    assert there - {"tools.bench_urls"} == {bench.module for bench in every.BENCHES}


def test_no_two_benches_write_under_one_name() -> None:
    assert len({bench.name for bench in every.BENCHES}) == len(every.BENCHES)
