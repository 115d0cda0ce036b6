"""What every table file needs: text that no spreadsheet program takes for a formula, and a mark by which Excel reads UTF-8."""

from typing import Final, TypeVar

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK: Final = "\ufeff"

Cell = TypeVar("Cell")


def harmless(cell: Cell) -> Cell | str:
    """Return a cell that no spreadsheet takes for a formula; numbers and times stay what they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
