"""Files of the library with words in them, and files that mean harm."""

import io
import zipfile
from typing import Any, Final
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from portal.media.models import PortalDocument

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx(*paragraphs: str, markup: str = "", head: str = "") -> bytes:
    """Return a Word document; ``markup`` is put behind the paragraphs as it is, ``head`` before all."""
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}"><w:body>{body}{markup}</w:body></w:document>'
    return archive({"word/document.xml": xml.encode()})


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def pdf(*pages: bytes, number: int | None = None) -> bytes:
    """Return a PDF; each page is what its stream draws with font /F1 (Windows-1252). ``number`` repeats the only page."""
    drawn = pages * number if number else pages
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for stream in drawn:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for place, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (place, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(data)


def lines(*shown: str) -> bytes:
    """Return the stream of a page with these lines, in Windows-1252."""
    rows = [
        b"1 0 0 1 50 %d Tm (%s) Tj"
        % (800 - 20 * place, line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)"))
        for place, line in enumerate(shown)
    ]
    return b"BT /F1 12 Tf " + b" ".join(rows) + b" ET"


def document(title: str, name: str, content: bytes, **values: Any) -> PortalDocument:
    """Return a document of the library."""
    made = PortalDocument(title=title, **values)
    made.file.save(name, ContentFile(content), save=False)
    made.save()
    return made


def replace(record: PortalDocument, name: str, content: bytes) -> None:
    """Put another file in the place of a document's, as the admin's form does."""
    record.file.save(name, ContentFile(content), save=False)
    record._set_document_file_metadata()
    record.save()
