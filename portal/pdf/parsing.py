"""Values of a PDF file (ISO 32000-1, 7.3): names, numbers, strings, lists, dictionaries and references. Wrong syntax gives None."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

DEEPEST: Final = 60
"""Lists and dictionaries inside of each other; a file that goes further wants to break its reader."""
_SPACE: Final = re.compile(rb"(?:[\x00\t\n\f\r ]+|%[^\r\n]*)*")
_REFERENCE: Final = re.compile(rb"(\d{1,9})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+R(?![A-Za-z])")
_NUMBER: Final = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_REGULAR: Final = re.compile(rb"[^\x00\t\n\f\r ()<>\[\]{}/%]+")
_NAME: Final = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]*)")
_HEX_STRING: Final = re.compile(rb"<([0-9A-Fa-f\x00\t\n\f\r ]*)>")
_ESCAPED_IN_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING_END: Final = re.compile(rb"[()\\]")
_OCTAL: Final = re.compile(rb"[0-7]{1,3}")
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS: Final = {b"true": True, b"false": False, b"null": None}


class Name(str):
    """A name such as ``/Type``, without its stroke."""

    __slots__ = ()


class Operator(str):
    """A bare word: what a page's contents do with the values before it, or the end of an object."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Another object by its number."""

    number: int


class Parser:
    """Reads one value after the other from a place in the bytes; ``at`` is where it stands, ``END`` comes after the last."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def value(self, depth: int = 0) -> Any:
        """Return the next value."""
        self._skip()
        head = self.data[self.at : self.at + 2]
        if not head:
            return END
        if head == b"<<":
            return self._dictionary(depth)
        if head[:1] == b"[":
            return self._list(depth)
        ways: dict[bytes, Callable[[], Any]] = {b"(": self._string, b"<": self._hex_string, b"/": self._name}
        return ways.get(head[:1], self._plain)()

    def _skip(self) -> None:
        found = _SPACE.match(self.data, self.at)
        self.at = found.end() if found is not None else self.at

    def _plain(self) -> Any:
        if (found := _REFERENCE.match(self.data, self.at)) is not None:
            self.at = found.end()
            return Reference(int(found[1]))
        if (found := _REGULAR.match(self.data, self.at)) is None:
            self.at += 1
            return None
        self.at = found.end()
        word = found[0]
        if _NUMBER.fullmatch(word):
            return float(word) if b"." in word else int(word[:18])
        return _WORDS[word] if word in _WORDS else Operator(word.decode("latin-1"))

    def _name(self) -> Name:
        found = _NAME.match(self.data, self.at)
        if found is None:
            self.at += 1
            return Name()
        self.at = found.end()
        plain = _ESCAPED_IN_NAME.sub(lambda code: bytes([int(code[1], 16)]), found[1])
        return Name(plain.decode("latin-1"))

    def _hex_string(self) -> bytes:
        found = _HEX_STRING.match(self.data, self.at)
        if found is None:
            self.at += 1
            return b""
        self.at = found.end()
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", found[1])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())

    def _string(self) -> bytes:
        self.at += 1
        made, depth = [], 1
        while (found := _STRING_END.search(self.data, self.at)) is not None:
            made.append(self.data[self.at : found.start()])
            self.at = found.end()
            if found[0] == b"\\":
                made.append(self._escaped())
                continue
            depth += 1 if found[0] == b"(" else -1
            if not depth:
                break
            made.append(found[0])
        else:
            self.at = len(self.data)
        return b"".join(made)

    def _escaped(self) -> bytes:
        if (octal := _OCTAL.match(self.data, self.at)) is not None:
            self.at = octal.end()
            return bytes([int(octal[0], 8) & 0xFF])
        letter = self.data[self.at : self.at + 1]
        self.at += 2 if self.data[self.at : self.at + 2] == b"\r\n" else 1
        return b"" if letter in {b"\r", b"\n"} else _ESCAPES.get(letter, letter)

    def _list(self, depth: int) -> list[Any] | None:
        self.at += 1
        found: list[Any] = []
        while depth < DEEPEST:
            self._skip()
            if self.data[self.at : self.at + 1] in {b"]", b""}:
                self.at += 1
                return found
            found.append(self.value(depth + 1))
        self.at = len(self.data)
        return None

    def _dictionary(self, depth: int) -> dict[str, Any] | None:
        self.at += 2
        found: dict[str, Any] = {}
        while depth < DEEPEST:
            self._skip()
            if self.data[self.at : self.at + 2] == b">>" or self.at >= len(self.data):
                self.at += 2
                return found
            key = self.value(depth + 1)
            if isinstance(key, Operator) and key in {"endobj", "stream"}:
                return found
            if isinstance(key, Name):
                found[str(key)] = self.value(depth + 1)
        self.at = len(self.data)
        return None


END: Final = Operator("")
"""What ``value`` returns after the last value."""


def text_of(value: Any) -> str:
    """Return a text string (7.9.2.2) as people read it: UTF-16 with its mark, UTF-8 with its mark, else single bytes; "" for others."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("latin-1")
