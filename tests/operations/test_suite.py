"""The command that runs the suite tells what did not run."""

import importlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests import statements

ROOT = Path(__file__).resolve().parents[2]
SOME = """
import pytest

def test_runs():
    pass

def test_is_skipped():
    pytest.skip("no server answers")

@pytest.mark.xfail
def test_fails_as_known():
    raise AssertionError
"""


@pytest.fixture(scope="module")
def suite() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "tools"))
        return importlib.import_module("suite")


def run(folder: Path, *arguments: str) -> tuple[int, Path]:
    (folder / "test_some.py").write_text(SOME)
    report = folder / "report.xml"
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", f"--junitxml={report}"]
    done = subprocess.run([*words, "-c", "/dev/null", "--rootdir", str(folder), *arguments, str(folder)], check=False)
    return done.returncode, report


def test_a_skipped_test_is_told_from_one_that_ran(suite: ModuleType, tmp_path: Path) -> None:
    done = suite.outcome(*run(tmp_path))
    assert done.good
    assert len(done.ran) == 2
    [(name, why)] = done.skipped.items()
    assert name.endswith("::test_is_skipped")
    assert "no server answers" in why


def test_a_part_without_a_test_is_not_good(suite: ModuleType, tmp_path: Path) -> None:
    nothing = suite.outcome(*run(tmp_path, "-k", "nothing_is_called_so"))
    only_skipped = suite.outcome(*run(tmp_path, "-k", "test_is_skipped"))
    missing = suite.outcome(0, tmp_path / "no-such-report.xml")
    assert [part.good for part in (nothing, only_skipped, missing)] == [False, False, False]


def test_a_failure_is_not_good_whatever_ran(suite: ModuleType) -> None:
    assert not suite.Outcome(1, ran={"a"}).good


def test_what_ran_in_one_part_is_not_left_out_by_another(suite: ModuleType) -> None:
    first = suite.Outcome(0, ran={"a"}, skipped={"b": "only PostgreSQL", "c": "no Redis"})
    second = suite.Outcome(0, ran={"b"}, skipped={"a": "only SQLite", "c": "no Redis"})
    assert suite.skipped_everywhere([first, second]) == {"c": "no Redis"}


def test_the_slowest_files_are_named_over_all_parts(suite: ModuleType, tmp_path: Path) -> None:
    done = suite.outcome(*run(tmp_path))
    assert set(done.seconds) == {"test_some"}
    parts = [suite.Outcome(0, seconds=Counter(a=1.0, b=2.5)), suite.Outcome(0, seconds=Counter(a=2.0))]
    assert [line.split() for line in suite.slowest(parts)] == [["3.0", "s", "a"], ["2.5", "s", "b"]]


def test_chosen_tests_send_every_statement_and_none_is_chosen_for_nothing(suite: ModuleType) -> None:
    sent = {"both": {"x", "y"}, "x": {"x"}, "y and z": {"y", "z"}, "slow": {"x", "y", "z"}, "nothing": set()}
    seconds = {"both": 1.0, "x": 0.1, "y and z": 0.2, "slow": 60.0}
    chosen, unsent = suite.choose.choose(sent, seconds)
    assert (sorted(chosen), unsent) == (["x", "y and z"], 0)
    assert suite.choose.choose(sent, seconds, always=["y and z"]) == (["x"], 0)
    assert suite.choose.choose({}, {}) == ([], 0)


def test_a_statement_that_costs_too_much_is_counted_not_sent(suite: ModuleType) -> None:
    sent = {"cheap": {"x"}, "dear": {"x", "y"}, "dear but rich": {str(number) for number in range(90)}}
    seconds = {"cheap": 0.1, "dear": 30.0, "dear but rich": 60.0}
    chosen, unsent = suite.choose.choose(sent, seconds, dearest=1.0)
    assert (sorted(chosen), unsent) == (["cheap", "dear but rich"], 1)
    assert suite.choose.choose(sent, seconds, dearest=40.0)[1] == 0


def test_shapes_of_several_processes_are_told_apart_by_their_words(suite: ModuleType, tmp_path: Path) -> None:
    for number, shapes in enumerate((["x", "y"], ["y", "x"])):
        notes = {"shapes": shapes, "sent": {f"test {number}": [0]}, "seconds": {f"test {number}": 1.0}}
        notes["always"] = ["test 1"] if number else []
        (tmp_path / f"{number}.json").write_text(json.dumps(notes))
    sent, _seconds, always = suite.choose.read(sorted(tmp_path.glob("*.json")))
    assert always == {"test 1"}
    assert sent == {"test 0": {"x"}, "test 1": {"y"}}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("SELECT a WHERE id IN (%s, %s)", "SELECT a WHERE id IN (%s)", True),
        ("SELECT a LIMIT 21", "SELECT a LIMIT 5", True),
        ("INSERT INTO a VALUES (%s, %s), (%s, %s)", "INSERT INTO a VALUES (%s, %s)", True),
        ("SELECT a WHERE b LIKE %s OR b LIKE %s", "SELECT a WHERE b LIKE %s", True),
        ('SELECT "a"."x", "a"."y" AS "z" FROM "a"', 'SELECT "a"."x" FROM "a"', True),
        ('SELECT "a"."x" FROM "a"', 'SELECT "b"."x" FROM "b"', False),
        ('SELECT "a"."x" FROM "a"', 'SELECT "a"."x", COUNT(%s) FROM "a"', False),
        ('SELECT DISTINCT "a"."x" FROM "a"', 'SELECT DISTINCT "a"."x", "a"."y" FROM "a"', False),
        ('SELECT "a"."x" FROM "a" GROUP BY "a"."x"', 'SELECT "a"."x", "a"."y" FROM "a" GROUP BY "a"."x"', False),
        ("CASE WHEN a = %s THEN %s WHEN a = %s THEN %s END", "CASE WHEN a = %s THEN %s END", True),
        ("SELECT a ORDER BY b", "SELECT a", False),
        ("SELECT a WHERE b = %s AND c = %s", "SELECT a WHERE b = %s", False),
    ],
)
def test_a_statement_is_told_by_its_shape(one: str, other: str, *, alike: bool) -> None:
    assert (statements.shape(one) == statements.shape(other)) is alike


ABOUT_DATABASES = """
from django.db import IntegrityError

def refused(): return pytest.raises(IntegrityError)
def twice(): refused()
def test_helped(): twice()
@pytest.mark.parametrize("sql", ["sqlite"])
def test_decorated(sql): assert True
def test_plain(): assert True
class TestAll:
    def test_row(self): Row.objects.select_for_update()
"""


@pytest.mark.parametrize(
    ("path", "name", "runs"),
    [
        ("events/test_some.py", "test_helped", True),
        ("events/test_some.py", "test_decorated", True),
        ("events/test_some.py", "TestAll.test_row", True),
        ("events/test_some.py", "test_plain", False),
        ("search/test_some.py", "test_plain", True),
        ("events/test_rights_of_some.py", "test_helped", False),
        ("properties/test_some.py", "test_helped", False),
    ],
)
def test_what_is_about_locks_or_constraints_runs_everywhere_and_a_table_of_rights_does_not(
    tmp_path: Path, path: str, name: str, *, runs: bool
) -> None:
    file = tmp_path / "tests" / path
    file.parent.mkdir(parents=True)
    file.write_text(ABOUT_DATABASES)
    group, _dot, own = name.rpartition(".")
    item: Any = SimpleNamespace(
        path=file,
        config=SimpleNamespace(rootpath=tmp_path),
        originalname=own,
        cls=SimpleNamespace(__name__=group) if group else None,
        get_closest_marker=lambda _name: None,
    )
    assert statements.must_run(item) is runs


def test_statements_are_noted_by_test_without_what_only_frames_them() -> None:
    notes = statements.Notes()
    numbers = [notes.number(text) for text in ("SELECT 1", "SELECT 2", 'SAVEPOINT "s1"', "UPDATE a SET b = %s")]
    assert numbers == [0, 0, None, 1]
    with notes.of("a test"):
        pass
    assert notes.sent == {"a test": []}
