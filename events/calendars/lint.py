"""Checking a calendar file byte by byte, before it is served: what clients choke on and parsers let pass."""

import re
from collections.abc import Iterator
from typing import Final

from events.calendars import rules
from events.calendars.rules import Component, Problem, Property

LINE_OCTETS: Final = 75
MARK: Final = b"\xef\xbb\xbf"
CONTENT_LINE: Final = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*)'
    r":(?P<value>.*)",
    re.DOTALL,
)
PARAMETER: Final = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')


def _physical(data: bytes) -> Iterator[Problem]:
    if data.startswith(MARK):
        yield Problem(1, "the file begins with a byte order mark")
    if not data.endswith(b"\r\n"):
        yield Problem(data.count(b"\n") + 1, "the last line is not ended by CRLF")
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
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
            continue
        if any((char < " " and char not in "\t\r\n") or char == "\x7f" for char in decoded):
            yield Problem(number, "the line holds a control character")


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    current: tuple[int, str] | None = None
    for number, raw in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        line = raw.decode()
        if line[:1] in {" ", "\t"} and current is not None:
            current = (current[0], current[1] + line[1:])
            continue
        if current is not None:
            yield current
        current = (number, line)
    if current is not None:
        yield current


def _tree(data: bytes, problems: list[Problem]) -> Component | None:
    stack: list[Component] = []
    root: Component | None = None
    last = 1
    for number, line in _unfolded(data):
        last = number
        match = CONTENT_LINE.fullmatch(line)
        if match is None:
            problems.append(Problem(number, "this is not a content line (name:value)"))
            continue
        name, value = match["name"].upper(), match["value"]
        if name == "BEGIN":
            component = Component(value.upper(), number)
            if stack:
                stack[-1].children.append(component)
            elif root is None:
                root = component
            else:
                problems.append(Problem(number, "something follows the end of the calendar"))
            stack.append(component)
        elif name == "END":
            if not stack or stack.pop().name != value.upper():
                problems.append(Problem(number, f"END:{value} closes nothing that is open"))
                return root
        elif not stack:
            problems.append(Problem(number, "a property stands outside the calendar"))
        else:
            parameters = {key.upper(): text.strip('"') for key, text in PARAMETER.findall(match["parameters"])}
            stack[-1].properties.append(Property(number, name, parameters, value))
    if stack:
        problems.append(Problem(last, f"{stack[-1].name} is not closed; the file may be cut off"))
    return root


def lint(data: bytes) -> list[Problem]:
    """Return everything wrong with a calendar file, in the order of its lines; an empty list means it can be served."""
    problems = list(_physical(data))
    if not any("UTF-8" in problem.message for problem in problems):
        root = _tree(data.removeprefix(MARK), problems)
        if root is None or root.name != "VCALENDAR":
            problems.append(Problem(1, "the file is not a calendar"))
        else:
            problems += rules.check(root)
    return sorted(problems, key=lambda problem: problem.line)
