"""The program that recomputes a result, as people run it: by itself, and as a command of the portal."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from awards.ledger import recompute
from tests.awards.ledger import editions

SMALL = editions.file_of(editions.small())
SMALLEST = editions.file_of(editions.smallest())
PROGRAM = Path(recompute.__file__)


def run(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a copy of the program away from the project, isolated from everything but the standard library."""
    copied = folder / "recompute_award.py"
    copied.write_bytes(PROGRAM.read_bytes())
    return subprocess.run(
        [sys.executable, "-I", str(copied), *arguments], cwd=folder, env=environment, check=False, capture_output=True
    )


def test_program_is_written_for_python_3_10() -> None:
    ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 10))


def test_program_runs_by_itself(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(SMALL)
    bad.write_bytes(SMALL.replace(b'"HS-01":2', b'"HS-01":6'))
    head = recompute.read(SMALL)["heads"][-1]["digest"]
    english = run(str(good), "--head", head, folder=tmp_path, LANG="en_US.UTF-8")
    assert (english.returncode, english.stderr) == (0, b"")
    said = english.stdout.decode().splitlines()
    assert said[:5] == [
        "Category che-tao",
        "    1. HS-02  79.20",
        "    2. HS-01  79.20",
        "     HS-03: no sheet that counts",
        "     HS-02 before HS-01 at equal totals: votes of the council 5 against 2.",
    ]
    assert said[-1].startswith("GOOD: ")
    vietnamese = run(str(good), folder=tmp_path, LANG="vi_VN.UTF-8")
    assert "    1. HS-02  79,20" in vietnamese.stdout.decode()
    assert "giai đoạn “chấm điểm”: mục số 1, " in vietnamese.stdout.decode()
    assert vietnamese.stdout.decode().splitlines()[-1].startswith("ĐÚNG: ")
    wrong = run(str(bad), "--language", "en", folder=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (1, b"")
    assert wrong.stdout.decode().startswith("WRONG: The file was changed")
    assert b"GOOD" not in wrong.stdout
    assert run(str(tmp_path / "none.json"), folder=tmp_path).returncode == 1
    assert run(folder=tmp_path).returncode == 2


def test_command_says_the_same_in_the_operators_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(SMALL)
    bad.write_bytes(SMALL[:-1])
    call_command("recompute_award", str(good))
    assert capsys.readouterr().out.splitlines() == recompute.report(str(good), "vi")[0]
    call_command("recompute_award", str(good), language="en", head=recompute.read(SMALL)["entries"][0]["digest"])
    assert "The digest that you gave is that of entry 1." in capsys.readouterr().out
    with pytest.raises(CommandError) as refused:
        call_command("recompute_award", str(bad))
    assert refused.value.returncode == 1
    assert capsys.readouterr().out.startswith("SAI: ")
    with pytest.raises(CommandError):
        call_command("recompute_award", str(good), head="f" * 64)


def test_file_is_json_that_others_read() -> None:
    assert json.loads(SMALL)["categories"][0]["ranking"] == [
        {"rank": 1, "dossier": "HS-02", "total": "396/5"},
        {"rank": 2, "dossier": "HS-01", "total": "396/5"},
    ]
