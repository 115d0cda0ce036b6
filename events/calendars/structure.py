"""A calendar file in its parts: what is wrong and where, lines in name, parameters and value, components in a tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

SHOWN_LETTERS: Final = 60
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER: Final = re.compile(r";([A-Za-z0-9-]+)=")
_VALUE: Final = re.compile(r'"([^"]*)"|([^";:,]*)')


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where: the number of a line of the file, counted from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class NoContentLineError(Exception):
    """The line is not name, parameters and value (RFC 5545, 3.1); its words say why."""


@dataclass(frozen=True, slots=True)
class Property:
    """One unfolded line in its parts; names are in capitals, quotes around values of parameters are gone."""

    line: int
    name: str
    parameters: dict[str, list[str]]
    value: str

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter, empty where it is not given."""
        return self.parameters[name][0] if name in self.parameters else ""

    @property
    def kind(self) -> str:
        """The VALUE parameter in capitals, empty where it is not given."""
        return self.parameter("VALUE").upper()


@dataclass(slots=True)
class Component:
    """One BEGIN … END with what stands in it."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    named: dict[str, list[Property]] = field(default_factory=dict)

    def add(self, item: Property) -> None:
        """Take a property in."""
        self.properties.append(item)
        self.named.setdefault(item.name, []).append(item)

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name, in their order."""
        return self.named.get(name, [])

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next(iter(self.all(name)), None)

    def of(self, name: str) -> list["Component"]:
        """Return the components of a name that stand directly in this one."""
        return [child for child in self.children if child.name == name]

    def walk(self) -> Iterator["Component"]:
        """Yield this component and everything in it, however deep."""
        waiting = [self]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(reversed(found.children))


def shown(value: str) -> str:
    """Return a value as a message quotes it: its beginning, without anything that could break a line of a log."""
    beginning = value[:SHOWN_LETTERS]
    if not beginning.isprintable():
        beginning = beginning.encode("unicode_escape").decode()[:SHOWN_LETTERS]
    return beginning + ("…" if len(value) > SHOWN_LETTERS else "")


def _parameters(line: str, at: int) -> tuple[dict[str, list[str]], int]:
    found: dict[str, list[str]] = {}
    while at < len(line) and line[at] == ";":
        named = _PARAMETER.match(line, at)
        if named is None:
            message = "a parameter has no name or no equals sign; a value with a semicolon stands in quotes"
            raise NoContentLineError(message)
        name, at = named[1].upper(), named.end()
        if name in found:
            message = f"the parameter {shown(name)} is given twice"
            raise NoContentLineError(message)
        values = found[name] = []
        while True:
            value = _VALUE.match(line, at)
            if value is None:  # pragma: no cover -- the pattern also matches nothing
                raise NoContentLineError
            values.append(value[1] if value[1] is not None else value[2])
            at = value.end()
            if line[at : at + 1] != ",":
                break
            at += 1
    return found, at


def content_line(number: int, line: str) -> Property:
    """Return a line in its parts, in one pass over it; raises NoContentLineError."""
    before, colon, value = line.partition(":")
    if colon and _NAME.fullmatch(before):
        return Property(number, before.upper(), {}, value)
    name = _NAME.match(line)
    if name is None:
        message = "this is not a content line (name:value)"
        raise NoContentLineError(message)
    parameters, end = _parameters(line, name.end())
    if line[end : end + 1] == '"':
        message = "a parameter holds a quotation mark that opens or closes nothing"
        raise NoContentLineError(message)
    if line[end : end + 1] != ":":
        message = "this is not a content line (name:value)"
        raise NoContentLineError(message)
    return Property(number, name[0].upper(), parameters, line[end + 1 :])
