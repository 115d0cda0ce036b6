"""The figures of the search's quality."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.kernel.languages import Language
from search import quality
from tests.factories import search as factory


def run(file: Path, *flags: str) -> str:
    out = io.StringIO()
    call_command("search_quality", *flags, str(file), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "queries.tsv"
    made.write_text(
        "# a comment\n\nmay say\tsấy TỎI\tvi\nmáy\tcày\tvi\nxyzqq\tmáy\tvi\ndryer\tdryer\ten\n", encoding="utf-8"
    )
    return made


def test_figures_are_those_of_the_file(shipped: None, file: Path) -> None:
    factory.index("Máy sấy tỏi", "Máy xới")
    factory.index("Dryer", language="en")
    factory.index("Máy cày", body="máy " * 3, sort_date=None)
    found = json.loads(run(file, "--json"))
    assert found["queries"] == 4
    assert found["hit_at_5"] == 0.75
    assert [miss["query"] for miss in found["misses"]] == ["xyzqq"]
    assert 0.5 < found["mrr"] <= 0.75
    assert set(found) == {"queries", "hit_at_5", "precision_at_5", "mrr", "misses"}
    shown = run(file)
    assert "0.750" in shown
    assert "missed: xyzqq (vi): nothing" in shown


def test_rank_counts() -> None:
    question = quality.Question("x", ("x",), Language.VIETNAMESE)
    answers = [
        quality.Answer(question, ("a", "b"), (False, True)),
        quality.Answer(question, ("a",), (True,)),
        quality.Answer(question, (), ()),
        quality.Answer(question, ("a",), (False,)),
    ]
    found = quality.figures(answers)
    assert (found.hit_at_5, found.mrr, found.precision_at_5) == (0.5, 0.375, 0.375)
    assert quality.figures([]).mrr == 0


@pytest.mark.parametrize("line", ["máy\tsấy", "máy\tsấy\tfr", "máy\tsấy\tvi\tx"])
def test_line_that_cannot_be_read_is_named(db: None, tmp_path: Path, line: str) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text(f"#\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Line 2"):
        run(bad)


def test_missing_or_binary_file_is_no_traceback(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / "none.tsv")
    (tmp_path / "b.tsv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(CommandError):
        run(tmp_path / "b.tsv")


def test_shipped_file_is_long_and_can_be_read() -> None:
    questions = list(quality.read(quality.SHIPPED.read_text(encoding="utf-8").splitlines()))
    assert len(questions) >= 150
    assert all(question.typed and question.words for question in questions)
    assert sum(question.language is Language.ENGLISH for question in questions) >= 20
