"""The text of a PDF file, as far as its fonts say which letters they draw (ISO 32000-1, 9.10). Order and lines are not kept."""

import re
from collections.abc import Iterator
from typing import Any, Final

from portal.pdf.parsing import END, Name, Operator, Parser
from portal.pdf.reading import Document, Stream

MOST_PAGES: Final = 2000
GAP: Final = -180
"""A step between letters, in thousandths of their size, from which on it is a space."""
_SHOWING: Final = frozenset({"Tj", "TJ", "'", '"'})
_MOVING: Final = frozenset({"Td", "TD", "T*", "Tm", "ET"})
_CODES: Final = re.compile(rb"<\s*([0-9A-Fa-f\s]+)>")
_INLINE_PICTURE: Final = re.compile(rb"[\s]EI(?=[\s])")


class _Font:
    """Which letters the codes of a font stand for; ``width`` is how many bytes a code has."""

    def __init__(self, letters: dict[int, str], width: int) -> None:
        self._letters, self._width = letters, width

    def read(self, codes: bytes) -> str:
        step = self._width
        found = (int.from_bytes(codes[at : at + step], "big") for at in range(0, len(codes), step))
        plain = step == 1
        return "".join(self._letters.get(code, chr(code) if plain else "") for code in found)


def text(document: Document) -> str:
    """Return all text that the pages show, and that of forms and notes on them; "" for pictures of text, as scanners make them."""
    if document.is_encrypted:
        return ""
    pages = [found.value for found in document.objects.values() if _is_page(found.value)]
    fonts: dict[int, _Font] = {}
    parts = [part for page in pages[:MOST_PAGES] for part in _page(document, page, fonts)]
    return "\n".join(parts)


def _is_page(value: Any) -> bool:
    return isinstance(value, dict) and value.get("Type") == "Page"


def _page(document: Document, page: dict[str, Any], fonts: dict[int, _Font]) -> Iterator[str]:
    holder: dict[str, Any] = page
    for _step in range(20):
        if "Resources" in holder or "Parent" not in holder:
            break
        holder = document.dictionary(holder["Parent"])
    contents = document.resolved(page.get("Contents"))
    streams = contents if isinstance(contents, list) else [contents]
    data = b"\n".join(
        document.unpacked(found) or b"" for one in streams if isinstance(found := document.resolved(one), Stream)
    )
    yield from _shown(document, data, document.dictionary(holder.get("Resources")), fonts, set())
    notes = document.resolved(page.get("Annots"))
    for note in notes if isinstance(notes, list) else []:
        about = document.dictionary(note)
        drawn = document.dictionary(about.get("AP")).get("N")
        if isinstance(form := document.resolved(drawn), Stream):
            yield from _form(document, form, {}, fonts, set())


def _form(
    document: Document, form: Stream, outer: dict[str, Any], fonts: dict[int, _Font], seen: set[int]
) -> Iterator[str]:
    resources = document.dictionary(form.about.get("Resources")) or outer
    yield from _shown(document, document.unpacked(form) or b"", resources, fonts, seen | {id(form)})


def _shown(
    document: Document, data: bytes, resources: dict[str, Any], fonts: dict[int, _Font], seen: set[int]
) -> Iterator[str]:
    """Give the text of one stream of contents, and that of the forms which it draws."""
    named, drawn = document.dictionary(resources.get("Font")), document.dictionary(resources.get("XObject"))
    parser, operands, font = Parser(data), [], _Font({}, 1)
    made: list[str] = []
    while (value := parser.value()) is not END:
        if not isinstance(value, Operator):
            operands.append(value)
            continue
        last = operands[-1] if operands else None
        if value == "Tf" and len(operands) > 1:
            font = _font(document, named.get(str(operands[-2])), fonts)
        elif value in _SHOWING:
            made.append(_read(font, last))
        elif value in _MOVING:
            made.append(" ")
        elif value == "Do" and isinstance(last, Name):
            form = document.resolved(drawn.get(str(last)))
            if isinstance(form, Stream) and form.about.get("Subtype") == "Form" and id(form) not in seen:
                yield from _form(document, form, resources, fonts, seen)
        elif value == "ID":
            end = _INLINE_PICTURE.search(data, parser.at)
            parser.at = end.end() if end is not None else len(data)
        operands = []
    yield "".join(made)


def _read(font: _Font, shown: Any) -> str:
    if isinstance(shown, bytes):
        return font.read(shown)
    made = []
    for one in shown if isinstance(shown, list) else []:
        if isinstance(one, bytes):
            made.append(font.read(one))
        elif isinstance(one, int | float) and one < GAP:
            made.append(" ")
    return "".join(made)


def _font(document: Document, reference: Any, known: dict[int, _Font]) -> _Font:
    about = document.dictionary(reference)
    found = known.get(id(about))
    if found is None:
        wide = about.get("Subtype") == "Type0"
        stream = document.resolved(about.get("ToUnicode"))
        letters = _letters(document.unpacked(stream) or b"") if isinstance(stream, Stream) else {}
        found = known[id(about)] = _Font(letters, 2 if wide else 1)
    return found


def _letters(table: bytes) -> dict[int, str]:
    """Return which letters codes stand for by a table of a font (Adobe Technical Note 5411)."""
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        codes = _CODES.findall(block)
        for code, letter in zip(codes[::2], codes[1::2], strict=False):
            letters[_number(code)] = _letter(code=letter)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        parser = Parser(block)
        while True:
            first, last, start = parser.value(), parser.value(), parser.value()
            if not isinstance(first, bytes) or not isinstance(last, bytes):
                break
            begin = int.from_bytes(first, "big")
            count = min(int.from_bytes(last, "big") - begin, 0xFFFF) + 1
            for step in range(max(count, 0)):
                letters[begin + step] = _in_range(start, step)
    return letters


def _in_range(start: Any, step: int) -> str:
    if isinstance(start, list):
        one = start[step] if step < len(start) else b""
        return one.decode("utf-16-be", "replace") if isinstance(one, bytes) else ""
    if not isinstance(start, bytes) or not start:
        return ""
    last = int.from_bytes(start[-2:], "big") + step
    return (start[:-2] + (last & 0xFFFF).to_bytes(2, "big")).decode("utf-16-be", "replace")


def _number(code: bytes) -> int:
    return int(re.sub(rb"\s", b"", code), 16)


def _letter(*, code: bytes) -> str:
    digits = re.sub(rb"\s", b"", code)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).decode("utf-16-be", "replace")
