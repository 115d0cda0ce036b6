"""Checking a calendar file byte by byte, before it is served: what clients choke on and parsers let pass.

Everything takes time in proportion to the file, whatever stands in it, and nothing in a file raises an exception.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from itertools import islice
from typing import Final

from events.calendars import rules
from events.calendars.structure import Component, NoContentLineError, Problem, content_line, shown

LINE_OCTETS: Final = 75
MOST_PROBLEMS: Final = 1000
DEEPEST: Final = 8
MARK: Final = b"\xef\xbb\xbf"
_BREAK: Final = b"\r\n"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_PAGE: Final = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)


class Use(Enum):
    """What a file is for: to be subscribed to, to be copied into a calendar, or to be sent to those who take part (RFC 5546)."""

    FEED = auto()
    COPY = auto()
    INVITATION = auto()


def looks_like_a_page(data: bytes) -> bool:
    """Return whether this is HTML, as a server shows instead of a calendar when something has gone wrong."""
    return _PAGE.match(data.removeprefix(MARK)) is not None


def _line(number: int, line: bytes) -> Iterator[Problem]:
    if b"\n" in line or b"\r" in line:
        yield Problem(number, "a line is not ended by CRLF")
    if len(line) > LINE_OCTETS:
        yield Problem(number, f"the line has {len(line)} octets, more than {LINE_OCTETS}")
    if not line.strip():
        yield Problem(number, "the line is empty")
    try:
        decoded = line.decode()
    except UnicodeDecodeError:
        yield Problem(number, "the line is not UTF-8 by itself; it may be folded inside a letter")
        return
    if _CONTROL.search(decoded.replace("\r", "").replace("\n", "")):
        yield Problem(number, "the line holds a control character")


def _physical(data: bytes, lines: list[bytes]) -> Iterator[Problem]:
    if data.startswith(MARK):
        yield Problem(1, "the file begins with a byte order mark")
    if not data.endswith(_BREAK):
        yield Problem(len(lines), "the last line is not ended by CRLF")
    if not lines[0].removeprefix(MARK).strip() or lines[0][:1] in {b" ", b"\t"}:
        yield Problem(1, "the first line is empty or continues another")
    for number, line in enumerate(lines, start=1):
        # Most lines are short ASCII; only what is not needs a closer look.
        if len(line) > LINE_OCTETS or not line.isascii() or not line.decode("ascii").isprintable() or line.isspace():
            yield from _line(number, line)
        elif not line:
            yield Problem(number, "the line is empty")


def _unfolded(lines: list[str]) -> Iterator[tuple[int, str]]:
    first, pieces = 1, lines[:1]
    for number, line in enumerate(lines[1:], start=2):
        if line[:1] in {" ", "\t"}:
            pieces.append(line[1:])
            continue
        yield first, pieces[0] if len(pieces) == 1 else "".join(pieces)
        first, pieces = number, [line]
    yield first, "".join(pieces)


class _Tree:
    """Puts lines into components; ``root`` is the first, None as long as there is none."""

    def __init__(self) -> None:
        self.root: Component | None = None
        self.stack: list[Component] = []
        self.last = 1

    def _begin(self, component: Component) -> Iterator[Problem]:
        if self.stack:
            self.stack[-1].children.append(component)
        elif self.root is None:
            self.root = component
        else:
            yield Problem(component.line, "something follows the end of the calendar")
        self.stack.append(component)

    def problems(self, lines: list[str]) -> Iterator[Problem]:
        """Read all lines; yield what does not fit. What follows an END that closes nothing, or lies too deep, is not read."""
        for number, line in _unfolded(lines):
            self.last = number
            try:
                item = content_line(number, line)
            except NoContentLineError as error:
                yield Problem(number, str(error))
                continue
            if item.name == "BEGIN":
                yield from self._begin(Component(item.value.upper(), number))
                if len(self.stack) > DEEPEST:
                    yield Problem(number, f"components lie more than {DEEPEST} deep")
                    return
            elif item.name == "END":
                if not self.stack or self.stack.pop().name != item.value.upper():
                    yield Problem(number, f"END:{shown(item.value)} closes nothing that is open")
                    return
            elif not self.stack:
                yield Problem(number, "a property stands outside the calendar")
            else:
                if self.stack[-1].children and self.stack[-1].name != "VTIMEZONE":
                    yield Problem(number, f"{shown(item.name)} stands behind a component instead of before it")
                self.stack[-1].add(item)
        if self.stack:
            yield Problem(self.last, f"{shown(self.stack[-1].name)} is not closed; the file may be cut off")


def _all(data: bytes, use: Use) -> Iterator[Problem]:
    lines = data.removesuffix(_BREAK).split(_BREAK)
    yield from _physical(data, lines)
    try:
        text = [line.decode() for line in lines]
    except UnicodeDecodeError:
        return
    text[0] = text[0].removeprefix("\ufeff")
    tree = _Tree()
    yield from tree.problems(text)
    if tree.root is None or tree.root.name != "VCALENDAR":
        yield Problem(1, "the file is not a calendar")
        return
    yield from rules.check(tree.root, is_invitation=use is Use.INVITATION, is_copy=use is Use.COPY)


def lint(data: bytes, *, use: Use = Use.FEED) -> list[Problem]:
    """Return what is wrong with a calendar file, in the order of its lines; an empty list means it can be served or sent.

    Of a file with very many faults the first thousand found are told.
    """
    if looks_like_a_page(data):
        return [Problem(1, "this is a page of HTML, not a calendar")]
    return sorted(islice(_all(data, use), MOST_PROBLEMS), key=lambda problem: problem.line)
