"""A PDF file without what it says of its authors beside its pages: properties, XMP, notes' authors, attachments, scripts."""

import re
from typing import Any, Final

from portal.pdf.parsing import Reference
from portal.pdf.reading import Document, Found, Stream

LEFT_OUT: Final = frozenset({"ObjStm", "XRef", "Metadata", "EmbeddedFile", "Filespec"})
_KEYS: Final = re.compile(
    rb"/(?:Metadata|PieceInfo|LastModified|EmbeddedFiles|AF|OpenAction|JavaScript|AA)(?=[\x00\t\n\f\r /<\[(])"
)
_REFERENCES: Final = re.compile(rb"(\d{1,9})([\x00\t\n\f\r ]+\d{1,5}[\x00\t\n\f\r ]+R)(?![A-Za-z])")
_NOTES: Final = frozenset(
    {"Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Popup", "Caret", "Ink", "Stamp"}
)


class NotStrippedError(Exception):
    """The file cannot be written anew: it is encrypted, signed or damaged."""


def stripped(data: bytes) -> bytes:
    """Return the file with the same pages and nothing about its authors beside them; raise NotStrippedError.

    Objects are copied byte by byte under their numbers, the last definition of each; earlier versions inside of the file are gone.
    What the pages themselves show stays, but for notes that readers put on them.
    """
    document = Document(data)
    root = document.trailer.get("Root")
    if document.is_encrypted or not isinstance(root, Reference) or not document.dictionary(root).get("Pages"):
        raise NotStrippedError
    gone = {number for number, found in document.objects.items() if _is_left_out(found.value)}
    info = document.trailer.get("Info")
    if isinstance(info, Reference):
        gone.add(info.number)
    made = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    at, places = len(made[0]), {}
    for number, found in sorted(document.objects.items()):
        if number in gone:
            continue
        places[number] = at
        made.append(b"%d 0 obj%s\nendobj\n" % (number, _cleaned(found)))
        at += len(made[-1])
    made.append(_table(places, root.number, at))
    return b"".join(made)


def _is_left_out(value: Any) -> bool:
    about = value.about if isinstance(value, Stream) else value
    if not isinstance(about, dict):
        return False
    return about.get("Type") in LEFT_OUT or about.get("S") == "JavaScript" or about.get("Subtype") in _NOTES


def _cleaned(found: Found) -> bytes:
    """Return an object's bytes; keys that lead to what was left out get names that no reader knows. Contents of streams stay."""
    body = found.body
    head = body.find(b"stream") if isinstance(found.value, Stream) else len(body)
    renamed = _KEYS.sub(lambda key: b"/X" + key[0][2:] if len(key[0]) > 1 else key[0], body[:head])
    one = _REFERENCES.sub(rb"\1 0 R", renamed)
    return (b"" if one[:1].isspace() else b"\n") + one + body[head:]


def _table(places: dict[int, int], root: int, at: int) -> bytes:
    size = max(places, default=0) + 1
    lines = [b"0000000000 65535 f \n"]
    lines += [
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
        for number in range(1, size)
    ]
    return b"xref\n0 %d\n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        b"".join(lines),
        size,
        root,
        at,
    )
