"""The command that runs the suite tells what did not run."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

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
    spec = importlib.util.spec_from_file_location("suite", ROOT / "tools" / "suite.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["suite"] = module
    spec.loader.exec_module(module)
    return module


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
