"""A table of booths from a file: headings, cells, what is wrong with which row."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from events.booth_enums import BoothKind
from events.domain.halls import BoothSpec
from events.enums import PowerNeed
from portal.kernel import spreadsheets, text
from portal.tables import cells, sources

HEADINGS: Final = {
    "hall": ("Nhà", "Hall"),
    "number": ("Số gian", "Booth"),
    "x": ("Từ trái (m)", "From the left (m)"),
    "y": ("Từ trên (m)", "From above (m)"),
    "width": ("Rộng (m)", "Width (m)"),
    "depth": ("Sâu (m)", "Depth (m)"),
    "kind": ("Loại", "Kind"),
    "power": ("Điện", "Electricity"),
    "has_water": ("Nước", "Water"),
    "is_corner": ("Góc", "Corner"),
    "fee": ("Phí (đồng)", "Fee (VND)"),
}
NEEDED: Final = ("hall", "number", "x", "y", "width", "depth")
EXAMPLE: Final = ("A", "A01", "0", "0", "3", "3", "shell", "one-phase", "không", "có", "6000000")
LARGEST_FEE: Final = 10**11
FARTHEST_METRES: Final = 500
SHORTEST_SIDE: Final = 5
LONGEST_CODE: Final = 12
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
"""A hyphen in front makes a formula of a code where a list is opened as a table; a point in front, a hidden name."""
YES: Final = frozenset({"co", "yes", "true", "x", "1"})
NO: Final = frozenset({"", "khong", "no", "false", "0"})


class RowError(Exception):
    """What is wrong with a cell; the words name the column."""


def template() -> str:
    """Return an empty table with one example, for spreadsheet programs."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([vietnamese for vietnamese, _english in HEADINGS.values()])
    writer.writerow(EXAMPLE)
    return spreadsheets.BYTE_ORDER_MARK + out.getvalue()


def _columns(head: Sequence[Any]) -> dict[str, int]:
    known = {text.fold(name): key for key, names in HEADINGS.items() for name in (*names, key)}
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        key = known.get(text.fold(cells.shown(cell)).strip())
        if key is not None:
            found.setdefault(key, place)
    missing = [HEADINGS[key][0] for key in NEEDED if key not in found]
    if missing:
        raise sources.TableFileError(
            _("The first row must hold the headings of the template. Missing: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    return found


def _decimetres(words: str) -> int:
    value = cells.number(words)
    if value is None or value < 0 or value > FARTHEST_METRES or (value * 10) % 1:
        raise RowError(_("Write metres with one decimal at most, such as 3 or 2,5."))
    return int(value * 10)


def _fee(words: str) -> int | None:
    if not words:
        return None
    value = cells.number(words)
    if value is None or value < 0 or value % 1 or value > LARGEST_FEE:
        raise RowError(_("Write the fee in whole đồng, such as 6000000."))
    return int(value)


def _flag(words: str) -> bool:
    folded = text.fold(words).strip()
    if folded not in YES | NO:
        raise RowError(_("Write “có” or “không”."))
    return folded in YES


def _choice(choices: Any, default: Any) -> Callable[[str], Any]:
    def read(words: str) -> Any:
        if not words:
            return default
        folded = text.fold(words)
        for choice in choices:
            if folded in {text.fold(choice.value), text.fold(str(choice.label))}:
                return choice
        allowed = ", ".join(choice.value for choice in choices)
        raise RowError(_("Write one of: %(choices)s.") % {"choices": allowed})

    return read


def _code(words: str) -> str:
    if not CODE.fullmatch(words) or len(words) > LONGEST_CODE:
        raise RowError(_("Use letters without marks, figures, hyphens and points only, the first a letter or figure."))
    return words


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "hall": _code,
    "number": _code,
    "x": _decimetres,
    "y": _decimetres,
    "width": _decimetres,
    "depth": _decimetres,
    "kind": _choice(BoothKind, BoothKind.SHELL),
    "power": _choice(PowerNeed, PowerNeed.ONE_PHASE),
    "has_water": _flag,
    "is_corner": _flag,
    "fee": _fee,
}


def read(file: IO[bytes], *, size: int) -> tuple[list[tuple[int, BoothSpec]], list[tuple[int, str]]]:
    """Return the booths of a file, and what is wrong, both with the number of the row in the file.

    Raises TableFileError where the file as a whole cannot be used. Commas, semicolons and tabs divide; a byte order mark
    does no harm; formulas are refused.
    """
    kind = sources.check(file, size=size)
    specs: list[tuple[int, BoothSpec]] = []
    wrong: list[tuple[int, str]] = []
    with sources.rows(file, kind) as rows:
        head = next(rows, None)
        if head is None:
            raise sources.TableFileError(_("The file is empty."))
        columns = _columns(head[1])
        for number, row in rows:
            values: dict[str, Any] = {}
            for key, place in columns.items():
                words = text.line(cells.shown(row[place] if place < len(row) else ""))
                try:
                    values[key] = READERS[key](words)
                except RowError as error:
                    wrong.append((number, f"{HEADINGS[key][0]}: {error}"))
            if len(values) == len(columns):
                if min(values["width"], values["depth"]) < SHORTEST_SIDE:
                    wrong.append((number, _("A booth is half a metre wide and deep at least.")))
                specs.append((number, BoothSpec(**values)))
    if not specs and not wrong:
        raise sources.TableFileError(_("The file holds no booth."))
    return specs, wrong


def packed(specs: Sequence[BoothSpec]) -> list[dict[str, Any]]:
    """Return booths as they travel in the signed form of the preview."""
    return [asdict(spec) for spec in specs]


def unpacked(rows: Sequence[Mapping[str, Any]]) -> list[BoothSpec]:
    """Return what ``packed`` was given."""
    return [
        BoothSpec(**{**row, "kind": BoothKind(row["kind"]), "power": PowerNeed(row["power"])})  # type: ignore[arg-type]
        for row in rows
    ]
