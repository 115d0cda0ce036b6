"""What every table file needs: text that no spreadsheet program takes for a formula, and a mark by which Excel reads UTF-8."""

import re
from typing import Final, TypeVar

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK: Final = "\ufeff"
_QUOTED: Final = re.compile(r"'+[=+\-@\t\r\n]")

Cell = TypeVar("Cell")


def harmless(cell: Cell) -> Cell | str:
    """Return a cell that no spreadsheet takes for a formula; numbers and times stay what they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def quoted(text: str) -> str:
    """Return text that no spreadsheet takes for a formula and that ``unquoted`` gives back letter by letter."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or _QUOTED.match(text) else text


def unquoted(text: str) -> str:
    """Return what ``quoted`` was given."""
    return text[1:] if _QUOTED.match(text) else text
