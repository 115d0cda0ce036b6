"""One cell: from what a file holds to a value that is kept as JSON, and back."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kernel import spreadsheets, text
from portal.kernel.languages import Language
from portal.tables.columns import Choice, Column, both
from portal.tables.enums import CellKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SEPARATOR: Final = ";"
PART: Final = "|"
SHOWN: Final = 200
BROKEN: Final = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"})
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_YES: Final = frozenset({"co", "yes", "true", "dung", "x", "1"})
_NO: Final = frozenset({"khong", "no", "false", "sai", "0"})
_FLAG_WORDS: Final = {True: {"vi": "có", "en": "yes"}, False: {"vi": "không", "en": "no"}}
_LARGEST: Final = Decimal(10) ** 14


class CellError(Exception):
    """A cell cannot be used; ``message`` is a sentence, ``shown`` the value as it was read."""

    def __init__(self, message: "str | _StrPromise", shown: str, params: Mapping[str, Any] | None = None) -> None:
        self.message = message
        self.params = params
        self.shown = shown[:SHOWN]
        super().__init__(message)

    def as_json(self, column: str) -> dict[str, Any]:
        """Return the error as it is kept with a row."""
        return {"column": column, "value": self.shown, "words": both(self.message, self.params)}


def shown(raw: Any) -> str:
    """Return what a file holds as text, as a person would read it."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, datetime):
        return raw.strftime("%d/%m/%Y") if raw.time() == raw.time().min else raw.strftime("%d/%m/%Y %H:%M")
    if isinstance(raw, date):
        return raw.strftime("%d/%m/%Y")
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return str(raw)


def kept(raw: Any) -> str | int | float | bool:
    """Return a cell as it is kept with a row, so that it can be given back."""
    return raw if isinstance(raw, str | int | float | bool) else shown(raw)


def number(words: str) -> Decimal | None:
    """Return the number of a Vietnamese "1.234,5" or a plain "0.52"; None for what is none."""
    compact = re.sub(r"[\s\u00a0]", "", words)
    if "," in compact or _THOUSANDS.fullmatch(compact):
        compact = compact.replace(".", "").replace(",", ".")
    try:
        found = Decimal(compact)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < _LARGEST else None


def plain(value: Decimal) -> str:
    """Return a number without needless zeros, with a point, as it is kept."""
    reduced = value.normalize()
    return format(reduced, "f") if reduced else "0"


class CellReader:
    """Reads and writes the cells of one column; lists are asked for once."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.choices: tuple[Choice, ...] = tuple(column.choices()) if column.choices else ()
        self._exact: dict[str, str | None] = {}
        self._folded: dict[str, str | None] = {}
        for choice in self.choices:
            for name in (choice.vi, choice.en):
                _note(self._exact, text.accented_key(name), choice.code)
                _note(self._folded, text.fold(name), choice.code)
        self._by_code: Mapping[str, Choice] = {choice.code: choice for choice in self.choices}
        self._parts = [CellReader(part) for part in column.parts]

    def read(self, raw: Any) -> Any:
        """Return the value of a cell, None for an empty one; raises CellError."""
        seen = shown(raw)
        if not isinstance(raw, str | int | float | date | None):
            raise CellError(_("This cell holds a formula. Put the value itself there."), seen)
        if isinstance(raw, str):
            if raw in BROKEN:
                raise CellError(_("The spreadsheet shows an error in this cell. Put a value there."), seen)
            if raw.startswith("="):
                raise CellError(_("This cell holds a formula. Put the value itself there."), seen)
            seen = spreadsheets.unquoted(raw)
        return self._of(raw, seen)

    def _of(self, raw: Any, seen: str) -> Any:
        kind = self.column.kind
        if kind is CellKind.TEXT:
            return self._checked(text.paragraphs(seen))
        if kind is CellKind.ROWS:
            return self._rows(seen)
        words = text.line(seen)
        if not words:
            return None
        readers: Mapping[CellKind, Callable[[Any, str], Any]] = {
            CellKind.LINE: lambda _raw, line: self._checked(line),
            CellKind.NUMBER: self._number,
            CellKind.DECIMAL: self._number,
            CellKind.DATE: self._date,
            CellKind.FLAG: self._flag,
            CellKind.CHOICE: self._code,
            CellKind.CHOICES: self._codes,
        }
        return readers[kind](raw, words)

    def _codes(self, raw: Any, words: str) -> list[str]:
        entries = [entry.strip() for entry in words.split(SEPARATOR)]
        return sorted({self._code(raw, entry) for entry in entries if entry})

    def _checked(self, words: str) -> str | None:
        if not words:
            return None
        if len(words) > self.column.longest:
            raise CellError(
                _("This text is too long: %(longest)d characters at most."), words, {"longest": self.column.longest}
            )
        for validate in self.column.validators:
            try:
                validate(words)
            except ValidationError as error:
                raise CellError(error.message, words, error.params) from None
        return words

    def _number(self, raw: Any, words: str) -> Any:
        stripped = words.removesuffix("đ").removesuffix("VND").strip()
        found = number(repr(raw) if isinstance(raw, float) else stripped) if not isinstance(raw, bool) else None
        if self.column.kind is CellKind.DECIMAL:
            if found is None or found != found.quantize(Decimal("0.0001")):
                raise CellError(_("Write a number, for example 5,6; four decimal places at most."), words)
            return plain(found)
        if found is None or found != found.to_integral_value():
            raise CellError(_("Write a whole number in figures."), words)
        if not self.column.least <= found <= self.column.most:
            limits = {"least": self.column.least, "most": self.column.most}
            raise CellError(_("Write a whole number from %(least)d to %(most)d."), words, limits)
        return int(found)

    def _date(self, raw: Any, words: str) -> str:
        if isinstance(raw, date):
            return (raw.date() if isinstance(raw, datetime) else raw).isoformat()
        day_first, iso = _DAY_FIRST.fullmatch(words), _ISO.fullmatch(words)
        try:
            if day_first:
                day, month, year = (int(part) for part in day_first.groups())
                return date(year, month, day).isoformat()
            if iso:
                return date(*(int(part) for part in iso.groups())).isoformat()
        except ValueError:
            pass
        raise CellError(_("Write the date as day/month/year, for example 25/12/2026."), words)

    def _flag(self, _raw: Any, words: str) -> bool:
        folded = text.fold(words)
        if folded in _YES:
            return True
        if folded in _NO:
            return False
        raise CellError(_("Write yes or no."), words)

    def _code(self, _raw: Any, words: str) -> str:
        if words in self._by_code:
            return words
        key = text.accented_key(words)
        found = self._exact[key] if key in self._exact else self._folded.get(text.fold(words), "")
        if found is None:
            raise CellError(
                _("“%(words)s” can mean several entries of the list. Write the code of the one you mean."),
                words,
                {"words": words[:80]},
            )
        if not found:
            raise CellError(
                _("“%(words)s” is not in the list. Choose an entry of the list in the template."),
                words,
                {"words": words[:80]},
            )
        return found

    def _rows(self, seen: str) -> list[list[Any]] | None:
        lines = [line for line in text.paragraphs(seen).split("\n") if line]
        found = []
        for line in lines:
            entries = [entry.strip() for entry in line.split(PART)]
            if len(entries) > len(self._parts):
                raise CellError(_("A line has more than %(most)d parts."), line, {"most": len(self._parts)})
            entries += [""] * (len(self._parts) - len(entries))
            found.append([part.part(entry, line) for part, entry in zip(self._parts, entries, strict=True)])
        return found or None

    def part(self, entry: str, line: str) -> Any:
        """Return the value of one part of a line; raises CellError where a needed part is missing."""
        value = self.read(entry)
        if value is None and self.column.required:
            raise CellError(_("A line has no “%(part)s”."), line, {"part": str(self.column.label)})
        return value

    def pattern(self, language: Language) -> str:
        """Return how a line of parts is written."""
        return f" {PART} ".join(part.column.labels[language] for part in self._parts)

    def write(self, value: Any, language: Language) -> Any:
        """Return what a file holds for a value, in the words of a language; ``read`` gives the value back."""
        if value is None or value in ("", []):
            return None
        kind = self.column.kind
        if kind is CellKind.NUMBER:
            return value
        if kind is CellKind.DATE:
            return date.fromisoformat(value)
        return spreadsheets.quoted(text.visible(self._written(value, language)))

    def _written(self, value: Any, language: Language) -> str:
        kind = self.column.kind
        if kind is CellKind.FLAG:
            return _FLAG_WORDS[bool(value)][language]
        if kind is CellKind.CHOICE:
            return self._name(value, language)
        if kind is CellKind.CHOICES:
            return f"{SEPARATOR} ".join(self._name(code, language) for code in value)
        if kind is CellKind.ROWS:
            return "\n".join(self._line(entries, language) for entries in value)
        return str(value).replace(".", ",") if kind is CellKind.DECIMAL else str(value)

    def _line(self, entries: Sequence[Any], language: Language) -> str:
        written = [as_text(part.write(entry, language)) for part, entry in zip(self._parts, entries, strict=True)]
        return f" {PART} ".join(written).rstrip(f" {PART}")

    def _name(self, code: str, language: Language) -> str:
        choice = self._by_code.get(code)
        # A list may hold the same words twice; then only the code is clear.
        name = choice.label(language) if choice else code
        clear = SEPARATOR not in name and PART not in name and self._exact.get(text.accented_key(name)) == code
        return name if clear else code

    def normal(self, value: Any) -> Any:
        """Return a stored value as reading it back from a file would give it."""
        if value is None or value in ("", []):
            return None
        normalisers: Mapping[CellKind, Callable[[Any], Any]] = {
            CellKind.LINE: lambda words: text.line(str(words)) or None,
            CellKind.TEXT: lambda words: text.paragraphs(str(words)) or None,
            CellKind.DECIMAL: lambda figure: plain(Decimal(str(figure))),
            CellKind.CHOICES: sorted,
            CellKind.ROWS: self._normal_rows,
        }
        normaliser = normalisers.get(self.column.kind)
        return normaliser(value) if normaliser else value

    def _normal_rows(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        return [
            [_without_separator(part.normal(entry)) for part, entry in zip(self._parts, entries, strict=True)]
            for entries in rows
        ]


def _note(names: dict[str, str | None], name: str, code: str) -> None:
    """Remember what a name means; None where it means several things."""
    names[name] = code if names.get(name, code) == code else None


def _without_separator(entry: Any) -> Any:
    """A part cannot hold the sign that parts it from its neighbour."""
    return text.line(entry.replace(PART, "/")) if isinstance(entry, str) else entry


def as_text(cell: Any) -> str:
    """Return a written cell as text, for CSV and for parts of a line."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else "" if cell is None else str(cell)


class RowReader:
    """Reads and writes whole rows of a kind of table."""

    MOST_ERRORS: Final = 20

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.readers = {column.code: CellReader(column) for column in columns}

    def read(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return (values, errors) of a row whose cells are named by column codes; empty cells have no value."""
        values: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        for code, raw in cells.items():
            try:
                value = self.readers[code].read(raw)
            except CellError as error:
                if len(errors) < self.MOST_ERRORS:
                    errors.append(error.as_json(code))
            else:
                if value is not None:
                    values[code] = value
        return values, errors

    def normal(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return stored values as reading them back from a file would give them; what is empty is left out."""
        found = {code: self.readers[code].normal(value) for code, value in values.items() if code in self.readers}
        return {code: value for code, value in found.items() if value is not None}
