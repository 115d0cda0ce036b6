"""Objects of a PDF file, found by reading it from front to back: its own table of contents need not be right, and is not trusted.

Made to look for what a file tells of its authors, not to show it. What is encrypted or damaged is read as far as it goes, and
everything is bounded: a file cannot make its reader unpack or keep more than ``MOST_BYTES``.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from portal.pdf.parsing import END, Parser, Reference

MOST_BYTES: Final = 60 * 1024 * 1024
MOST_OBJECTS: Final = 200_000
_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,9})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj(?![a-z])")
_TRAILER: Final = re.compile(rb"trailer(?=[\x00\t\n\f\r ]*<<)")
_STREAM: Final = re.compile(rb"[\x00\t\n\f\r ]*stream(?:\r\n|\n|\r)")
_END: Final = re.compile(rb"[\x00\t\n\f\r ]*endstream")


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary with bytes behind it, as they stand in the file."""

    about: dict[str, Any]
    raw: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """An object with the bytes that define it; ``body`` is what stands between ``obj`` and ``endobj``."""

    value: Any
    body: bytes


class Document:
    """All objects of a file by number, the last definition of each, and the merged trailers."""

    def __init__(self, data: bytes) -> None:
        self.objects: dict[int, Found] = {}
        self.trailer: dict[str, Any] = {}
        self._left = MOST_BYTES
        for number, found in self._walk(data):
            if number is None:
                self.trailer |= found.value
                continue
            if len(self.objects) >= MOST_OBJECTS:
                break
            self.objects[number] = found
            self._open(found.value)

    @property
    def is_encrypted(self) -> bool:
        """Whether strings and contents cannot be read without a key."""
        return "Encrypt" in self.trailer

    def resolved(self, value: Any) -> Any:
        """Return what a reference leads to; a value that is none comes back as it is."""
        for _step in range(10):
            if not isinstance(value, Reference):
                return value
            found = self.objects.get(value.number)
            value = found.value if found is not None else None
        return None

    def dictionary(self, value: Any) -> dict[str, Any]:
        """Return the dictionary that a value is or leads to, that of a stream too; an empty one for anything else."""
        found = self.resolved(value)
        if isinstance(found, Stream):
            return found.about
        return found if isinstance(found, dict) else {}

    def unpacked(self, stream: Stream) -> bytes | None:
        """Return the contents of a stream; None for a way of packing that is not for text, and once too much was unpacked."""
        filters = self.resolved(stream.about.get("Filter"))
        names = [str(self.resolved(one)) for one in filters] if isinstance(filters, list) else [str(filters or "")]
        data = stream.raw
        for name in names:
            if name in {"FlateDecode", "Fl"}:
                data = _inflated(data, self._left)
            elif name in {"ASCII85Decode", "A85"}:
                data = _from_85(data)
            elif name in {"ASCIIHexDecode", "AHx"}:
                data = bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", data).decode()[: len(data) // 2 * 2])
            elif name:
                return None
        self._left -= len(data)
        return data if self._left > 0 else None

    def _walk(self, data: bytes) -> Iterator[tuple[int | None, Found]]:
        """Give every object and trailer in the order of the file; what stands inside of streams is not looked at."""
        at = 0
        trailers = [match.end() for match in _TRAILER.finditer(data)]
        while (head := _OBJECT.search(data, at)) is not None:
            while trailers and trailers[0] < head.start():
                yield from self._trailer(data, trailers.pop(0))
            parser = Parser(data, head.end())
            value = parser.value()
            begin = _STREAM.match(data, parser.at) if isinstance(value, dict) else None
            if begin is not None:
                stop = self._end_of(data, begin.end(), value)
                value = Stream(value, data[begin.end() : stop])
                at = stop
                last = _END.match(data, stop)
                body = data[head.end() : last.end() if last is not None else stop]
            else:
                at = max(parser.at, head.end())
                body = data[head.end() : at]
            if begin is not None and value.about.get("Type") == "XRef":
                yield None, Found({key: value.about[key] for key in _KEPT if key in value.about}, b"")
            else:
                yield int(head[1]), Found(value, body)
        for place in trailers:
            yield from self._trailer(data, place)

    def _trailer(self, data: bytes, at: int) -> Iterator[tuple[None, Found]]:
        value = Parser(data, at).value()
        if isinstance(value, dict):
            yield None, Found({key: value[key] for key in _KEPT if key in value}, b"")

    def _end_of(self, data: bytes, begin: int, about: dict[str, Any]) -> int:
        length = self.resolved(about.get("Length"))
        if isinstance(length, int) and 0 <= length <= len(data) - begin and _END.match(data, begin + length):
            return begin + length
        found = data.find(b"endstream", begin)
        return found if found >= 0 else len(data)

    def _open(self, value: Any) -> None:
        """Take out the objects that are packed together in a stream (7.5.7)."""
        if not isinstance(value, Stream) or value.about.get("Type") != "ObjStm":
            return
        data = self.unpacked(value)
        first, count = value.about.get("First"), value.about.get("N")
        if data is None or not isinstance(first, int) or not isinstance(count, int):
            return
        parser, heads = Parser(data), []
        for _pair in range(min(count, MOST_OBJECTS - len(self.objects))):
            number, offset = parser.value(), parser.value()
            if not isinstance(number, int) or not isinstance(offset, int):
                break
            heads.append((number, first + offset))
        for number, offset in heads:
            inner = Parser(data, offset)
            found = inner.value()
            if found is not END:
                self.objects[number] = Found(found, b"\n" + data[offset : inner.at] + b"\n")


_KEPT: Final = ("Root", "Info", "Encrypt", "ID")


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(most, 1))
    except zlib.error:
        return b""


def _from_85(data: bytes) -> bytes:
    plain = re.sub(rb"[\x00\t\n\f\r ]", b"", data).removeprefix(b"<~")
    try:
        return base64.a85decode(plain.partition(b"~>")[0])
    except ValueError:
        return b""
