"""The paragraphs of a Word document: what a reader sees, nothing that was deleted, moved away, hidden or remarked."""

import zipfile
import zlib
from typing import IO, Any, BinaryIO, Final
from xml.sax import SAXException, handler

import defusedxml.sax  # type: ignore[import-untyped]  # ships no types
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # ships no types

from portal.media.texts import limits
from portal.media.texts.outcome import Pages, Reason, RefusedError

MAIN: Final = "word/document.xml"
NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
# A picture's twin for old programs says everything twice; what was moved away stands elsewhere.
_PASSED_OVER: Final = frozenset({"mc:Fallback", "w:moveFrom", "w:del"})
_OFF: Final = frozenset({"0", "false", "off"})
_BREAKS: Final = frozenset({"w:p", "w:br", "w:cr", "w:tr"})
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""The first bytes of a Word document with a password: it is wrapped in another format."""
_CHUNK: Final = 64 * 1024


class _EnoughError(Exception):
    """There are more characters than anybody looks for."""


class _Paragraphs(handler.ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.length = 0
        self._passed_over = 0
        self._is_text = False
        self._is_hidden = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 -- the interface's name
        """Note what the following letters are."""
        if name in _PASSED_OVER:
            self._passed_over += 1
        elif name == "w:r":
            self._is_hidden = False
        elif name == "w:vanish":
            self._is_hidden = attrs.get("w:val", "1") not in _OFF
        elif name == "w:t":
            self._is_text = True
        elif name == "w:tab":
            self._write(" ")

    def endElement(self, name: str) -> None:  # noqa: N802 -- the interface's name
        """End what began."""
        if name in _PASSED_OVER:
            self._passed_over -= 1
        elif name == "w:t":
            self._is_text = False
        elif name == "w:tc":
            self._write(" ")
        elif name in _BREAKS:
            self._write("\n")

    def characters(self, content: str) -> None:
        """Keep letters that a reader sees."""
        if self._is_text and not self._is_hidden and not self._passed_over:
            self._write(content)

    def _write(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)
        if self.length > limits.MOST_CHARACTERS * 2:
            raise _EnoughError


class _Bounded:
    """A part of an archive that refuses to unpack to more than it may; what its head promises is not believed."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self._left = part, limits.MOST_UNPACKED

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._part.read(min(size, _CHUNK) if size >= 0 else _CHUNK)
        self._left -= len(data)
        if self._left < 0:
            raise RefusedError(Reason.UNSAFE)
        return data

    def close(self) -> None:
        """Close the part."""
        self._part.close()


def pages(file: BinaryIO) -> Pages:
    """Return all paragraphs and then the notes, as one page. Raises RefusedError."""
    if file.read(len(_OLE)) == _OLE:
        raise RefusedError(Reason.ENCRYPTED)
    file.seek(0)
    paragraphs = _Paragraphs()
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > limits.MOST_PARTS:
                raise RefusedError(Reason.UNSAFE)
            if MAIN not in names:
                raise RefusedError(Reason.BROKEN)
            for name in (MAIN, *(note for note in NOTES if note in names)):
                with archive.open(name) as part:
                    defusedxml.sax.parse(_Bounded(part), paragraphs, forbid_dtd=True)
    except _EnoughError:
        return Pages(["".join(paragraphs.pieces).splitlines()], is_cut=True)
    except DefusedXmlException as error:
        raise RefusedError(Reason.UNSAFE) from error
    except (zipfile.BadZipFile, zlib.error, SAXException, ValueError, OSError, EOFError) as error:
        raise RefusedError(Reason.BROKEN) from error
    except (NotImplementedError, RuntimeError) as error:
        # zipfile raises the second for a part with a password.
        raise RefusedError(Reason.ENCRYPTED) from error
    return Pages(["".join(paragraphs.pieces).splitlines()])
