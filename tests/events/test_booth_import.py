"""Codes of halls and booths in a table of booths."""

import io

import pytest

from events import booth_import


def read(hall: str, number: str) -> list[tuple[int, str]]:
    table = f"hall;number;x;y;width;depth\n{hall};{number};0;0;3;3\n".encode()
    return booth_import.read(io.BytesIO(table), size=len(table))[1]


@pytest.mark.parametrize("code", ["-A1", ".A1", "--", ".", "..", "-1", "Á1", "A_1", "A" * 13, ""])
def test_code_that_begins_with_a_sign_or_is_none_is_refused_in_its_row(code: str) -> None:
    (one,) = read("A", code)
    assert one[0] == 2
    assert len(read(code, "A1")) == 1


@pytest.mark.parametrize("code", ["A1", "a.1-b", "7", "A" * 12])
def test_code_that_begins_with_a_letter_or_figure_is_taken(code: str) -> None:
    assert read("A", code) == []
