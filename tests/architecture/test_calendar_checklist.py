"""The page that says which test proves what about calendars names tests and modules that exist, for all twenty lines."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/reference/calendar-checklist.md").read_text()
ROWS = [[cell.strip() for cell in row.split(" | ")] for row in re.findall(r"^\| (\d+ \| .+) \|$", TEXT, re.MULTILINE)]
PROOF = re.compile(r"`([a-z_/]+\.py)::(test_\w+)`")
MODULE = re.compile(r"`([a-z_/]+(?:\.py|/))`")


def test_every_line_stands_there_once_with_place_and_proof() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 21))
    for row in ROWS:
        assert len(row) == 4, row
        assert MODULE.findall(row[2]), row
        assert PROOF.findall(row[3]), row


@pytest.mark.parametrize(("file", "name"), sorted(set(PROOF.findall(TEXT))))
def test_the_named_test_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / "tests" / file).read_text())
    assert name in {item.name for item in ast.walk(tree) if isinstance(item, ast.FunctionDef)}


@pytest.mark.parametrize("module", sorted({module for row in ROWS for module in MODULE.findall(row[2])}))
def test_the_named_module_exists(module: str) -> None:
    assert (ROOT / "events" / module).exists()
