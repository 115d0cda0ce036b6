"""What a room must say of its records so that they can be imported and exported; rooms register their kinds here."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from portal.tables.cells import RowReader
from portal.tables.columns import CODE, Column, both
from portal.tables.enums import Verdict
from portal.tables.models import LABEL_LENGTH, OwnCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

NUMBER_SIGN: Final = "#"


@dataclass(slots=True)
class Entry:
    """One row on its way: its values, what is wrong with it, and the record that it means."""

    number: int
    values: dict[str, Any]
    errors: list[dict[str, Any]] = field(default_factory=list)
    verdict: Verdict = Verdict.FAULTY
    target: int | None = None
    # Number of the organisation to whose records the row belongs.
    owner: int = 0
    changed: frozenset[str] = frozenset()

    def blame(self, column: str, message: "Text", params: Mapping[str, Any] | None = None) -> None:
        """Say what is wrong with a column; of one column the first fault is enough."""
        if self.blames(column):
            return
        value = self.values.get(column)
        shown = "" if value is None else str(value)[:200]
        self.errors.append({"column": column, "value": shown, "words": both(message, params)})

    def blames(self, column: str) -> bool:
        """Return whether something is wrong with a column."""
        return any(error["column"] == column for error in self.errors)

    @property
    def code(self) -> str:
        """The own code, or the number on the portal."""
        return str(self.values.get(CODE) or "")


@dataclass(frozen=True, slots=True)
class Written:
    """A record as it was written: its number, the mark of this version, and how it was before."""

    target: int
    stamp: str
    before: dict[str, Any] = field(default_factory=dict)


class TableSession(ABC):
    """Reading, writing, taking back and exporting one kind of table for one person and one scope.

    ``scope`` is the number of the organisation at whose desk the person works, 0 for an officer. The generic part
    compares rows with records; what a record is, is said by the room.
    """

    name_column: str
    identity: frozenset[str] = frozenset({CODE})
    # The column that names whose row it is; where that is wrong, the record cannot be looked for.
    owner_column: str = ""

    def __init__(self, *, kind: "TableKind", scope: int, by: Any, now: datetime) -> None:
        self.kind = kind
        self.scope = scope
        self.by = by
        self.now = now
        self._seen_codes: dict[tuple[int, str], int] = {}
        self._seen_names: dict[tuple[int, str], tuple[int, bool]] = {}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in their order."""
        return self.kind.columns(for_officers=self.scope == 0)

    @cached_property
    def reader(self) -> RowReader:
        """Reads and writes rows."""
        return RowReader(self.columns)

    @abstractmethod
    def forget(self) -> None:
        """Drop what was read of records, because others may have written since."""

    @abstractmethod
    def lock(self, entries: Sequence[Entry]) -> None:
        """Lock what the rows write to, in sorted order, inside a transaction."""

    @abstractmethod
    def own(self, entries: Sequence[Entry]) -> None:
        """Set the owner of each row, or blame its column."""

    @abstractmethod
    def named(self, entries: Sequence[Entry]) -> dict[int, int]:
        """Return (row number to record) of rows that are recognised by what they say, without a code."""

    @abstractmethod
    def reachable(self, numbers: Iterable[int], owner: int) -> set[int]:
        """Return those records among ``numbers`` that rows of an owner may change."""

    @abstractmethod
    def current(self, targets: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return the values of records as stored, by their numbers."""

    @abstractmethod
    def check(self, entry: Entry, values: Mapping[str, Any]) -> None:
        """Blame what the rules refuse; ``values`` is the record as it would become."""

    @abstractmethod
    def fingerprint(self, entry: Entry) -> str:
        """Return what recognises a row without a code within its owner's rows."""

    @abstractmethod
    def write_new(self, entries: Sequence[Entry]) -> list[Written]:
        """Make records of rows; raises DomainError. All or none."""

    @abstractmethod
    def write_changed(self, entry: Entry) -> Written:
        """Change a record; raises DomainError."""

    @abstractmethod
    def undo_new(self, *, target: int, stamp: str) -> bool:
        """Take a record away that nobody has touched since; return whether that was possible."""

    @abstractmethod
    def undo_changed(self, *, target: int, stamp: str, before: Mapping[str, Any]) -> bool:
        """Give a record back what it held, if nobody has touched it since; return whether that was possible."""

    @abstractmethod
    def export(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield (record, owner, stored values) of everything in the scope, in a stable order."""

    def plan(self, entries: Sequence[Entry]) -> None:
        """Find what each row would do, and blame what it cannot; nothing is written.

        A row with one fault is looked at further, so that all of them are named at once.
        """
        self.own(entries)
        placed = [entry for entry in entries if not entry.blames(self.owner_column)]
        self._find(placed)
        stored = self.current({entry.target for entry in placed if entry.target is not None})
        for entry in placed:
            self._judge(entry, self.reader.normal(stored.get(entry.target or 0, {})))
        for entry in entries:
            if entry.errors:
                entry.verdict = Verdict.FAULTY

    def _judge(self, entry: Entry, stored: dict[str, Any]) -> None:
        said = {code: value for code, value in entry.values.items() if code not in self.identity}
        entry.changed = frozenset(code for code, value in said.items() if stored.get(code) != value)
        if entry.target is None:
            entry.verdict = Verdict.NEW
            for column in self.columns:
                if column.required and column.code not in entry.values and not entry.blames(CODE):
                    entry.blame(column.code, _("This must be filled in."))
        else:
            entry.verdict = Verdict.CHANGED if entry.changed else Verdict.SAME
        self._refuse_ended(entry)
        if entry.changed and not entry.errors:
            self.check(entry, {**stored, **entry.values})

    def _refuse_ended(self, entry: Entry) -> None:
        for code in entry.changed:
            reader = self.reader.readers[code]
            ended = {choice.code for choice in reader.choices if not choice.is_offered}
            value = entry.values[code]
            if ended and ended.intersection(value if isinstance(value, list) else [value]):
                entry.blame(code, _("This entry of the list is no longer in force. Choose another."))

    def refuse_twins(self, entries: Sequence[Entry]) -> None:
        """Blame rows that mean the same record as an earlier row of the file."""
        for entry in entries:
            if entry.errors:
                continue
            name = (entry.owner, self.fingerprint(entry))
            code = (entry.owner, entry.code)
            first, first_has_code = self._seen_names.get(name, (0, True))
            if entry.code and code in self._seen_codes:
                entry.blame(CODE, _("The same code stands in row %(row)d."), {"row": self._seen_codes[code]})
            elif first and not (entry.code and first_has_code):
                entry.blame(self.name_column, _("Row %(row)d says the same."), {"row": first})
            else:
                self._seen_names.setdefault(name, (entry.number, bool(entry.code)))
                if entry.code:
                    self._seen_codes[code] = entry.number

    def _find(self, entries: Sequence[Entry]) -> None:
        coded = [entry for entry in entries if entry.code]
        known = {
            (owner, code): target
            for owner, code, target in OwnCode.objects.filter(
                kind=self.kind.code, code__in={entry.code for entry in coded}
            ).values_list("owner", "code", "target")
        }
        for entry in coded:
            if entry.code.startswith(NUMBER_SIGN):
                self._find_by_number(entry)
            else:
                entry.target = known.get((entry.owner, entry.code))
        nameless = [entry for entry in entries if entry.target is None and not entry.blames(CODE)]
        found = self.named(nameless)
        taken = set(
            OwnCode.objects.filter(kind=self.kind.code, target__in=set(found.values())).values_list("target", flat=True)
        )
        for entry in nameless:
            target = found.get(entry.number)
            # A record that bears another code of its own is another record, whatever its name.
            if target is not None and not (entry.code and target in taken):
                entry.target = target

    def _find_by_number(self, entry: Entry) -> None:
        digits = entry.code.removeprefix(NUMBER_SIGN)
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else 0  # noqa: PLR2004 -- what databases number
        if not self.reachable([number], entry.owner):
            entry.blame(CODE, _("There is no record with this number. Leave the cell empty to make a new one."))
        else:
            entry.target = number

    def keep_code(self, entry: Entry, target: int) -> None:
        """Remember the own code of a record."""
        if entry.code and not entry.code.startswith(NUMBER_SIGN):
            OwnCode.objects.update_or_create(
                kind=self.kind.code, target=target, defaults={"owner": entry.owner, "code": entry.code}
            )

    def keep_new_codes(self, made: Iterable[tuple[Entry, int]]) -> None:
        """Remember the own codes of records that were made just now."""
        OwnCode.objects.bulk_create(
            OwnCode(kind=self.kind.code, owner=entry.owner, code=entry.code, target=target)
            for entry, target in made
            if entry.code and not entry.code.startswith(NUMBER_SIGN)
        )

    def label(self, entry: Entry) -> str:
        """Return how a row is called in lists."""
        return str(entry.values.get(self.name_column) or entry.code)[:LABEL_LENGTH]


def code_for_export(own: Mapping[int, str], target: int) -> str:
    """Return the own code of a record, or its number on the portal."""
    return own.get(target) or f"{NUMBER_SIGN}{target}"


@dataclass(frozen=True, kw_only=True)
class TableKind(ABC):
    """A kind of table: technologies, needs, organisations."""

    code: str
    title: "Text"
    position: int = 0
    # Whether organisations import this at their desk, or only officers do.
    is_for_desks: bool = True

    @abstractmethod
    def columns(self, *, for_officers: bool) -> tuple[Column, ...]:
        """Return the columns; officers' tables name the organisation."""

    @abstractmethod
    def scope_of(self, user: Any) -> int | None:
        """Return the number of the organisation at whose desk the person works now and may import; None for none."""

    @abstractmethod
    def may_use(self, user: Any, scope: int) -> bool:
        """Return whether the person may import and export in a scope; scope 0 is the officers'."""

    @abstractmethod
    def open(self, *, scope: int, by: Any, now: datetime) -> TableSession:
        """Return a session."""

    @abstractmethod
    def address(self, target: int, *, for_officers: bool) -> str:
        """Return where the person reads the record."""


def allows(kind: TableKind, user: Any, scope: int) -> bool:
    """Return whether a person whose account is open may import and export in a scope."""
    return bool(user.is_active) and kind.may_use(user, scope)


def require(kind: TableKind, user: Any, scope: int) -> None:
    """Raise NotAllowedError unless the person may import in a scope."""
    if not allows(kind, user, scope):
        raise errors.NotAllowedError


_KINDS: dict[str, TableKind] = {}


def register(kind: TableKind) -> None:
    """Add a kind; the same code again replaces it."""
    _KINDS[kind.code] = kind


def kinds() -> list[TableKind]:
    """Return every kind, in order."""
    return sorted(_KINDS.values(), key=lambda kind: kind.position)


def kind(code: str) -> TableKind | None:
    """Return the kind of a code."""
    return _KINDS.get(code)
