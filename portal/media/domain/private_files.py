"""Files that only permitted people may open: taken in, handed out, thrown away.

A room that owns such files asks its own permissions first; nothing here knows who may see what.
"""

import zipfile
from collections.abc import Collection
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from portal.kernel import errors, text
from portal.media.domain import pictures
from portal.media.enums import DOCUMENTS, PICTURES, FileKind
from portal.media.models import PrivateFile

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 10 * MEGABYTE
LONGEST_NAME: Final = 150
# A document's last line stands within this many bytes of its end (ISO 32000-1, annex H, implementation note 18).
PDF_TAIL: Final = 1024
MAGIC: Final = {
    FileKind.PDF: (b"%PDF-",),
    FileKind.JPEG: (b"\xff\xd8\xff",),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    FileKind.WEBP: (b"RIFF",),
    FileKind.DOCX: (b"PK\x03\x04",),
    FileKind.XLSX: (b"PK\x03\x04",),
}
BOX_OF_FILMS: Final = b"ftyp"
"""What stands behind the first four bytes of an MP4 file (ISO/IEC 14496-12, 4.3)."""
OFFICE_MAIN_PART: Final = {FileKind.DOCX: "word/document.xml", FileKind.XLSX: "xl/workbook.xml"}
MACROS: Final = "vbaproject.bin"
END_OF_ARCHIVE: Final = b"PK\x05\x06"


def kind_of(file: "UploadedFile[Any]", allowed: Collection[FileKind]) -> FileKind | None:
    """Return which of the ``allowed`` kinds the contents of a file are; None for anything else.

    A file must be what its first bytes say from the first byte to the last: documents with an archive behind them, archives
    with macros, and text with NUL bytes are nothing.
    """
    file.seek(0)
    head = file.read(16)
    for kind in allowed:
        if _begins_as(kind, head) and _is_whole(file, kind, head):
            file.seek(0)
            return kind
    if FileKind.CSV in allowed and _is_text(file):
        file.seek(0)
        return FileKind.CSV
    file.seek(0)
    return None


def _begins_as(kind: FileKind, head: bytes) -> bool:
    if kind is FileKind.MP4:
        return head[4:8] == BOX_OF_FILMS
    return kind is not FileKind.CSV and head.startswith(MAGIC[kind])


def _is_whole(file: "UploadedFile[Any]", kind: FileKind, head: bytes) -> bool:
    if kind is FileKind.PDF:
        file.seek(max((file.size or 0) - PDF_TAIL, 0))
        tail = file.read()
        return b"%%EOF" in tail and END_OF_ARCHIVE not in tail
    if kind is FileKind.WEBP:
        return head[8:12] == b"WEBP"
    if kind in OFFICE_MAIN_PART:
        try:
            with zipfile.ZipFile(file) as archive:
                names = {name.lower() for name in archive.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False
        return OFFICE_MAIN_PART[kind] in names and not any(name.endswith(MACROS) for name in names)
    return True


def _is_text(file: "UploadedFile[Any]") -> bool:
    """Tables come in several encodings; those of two bytes a letter are told by their mark."""
    file.seek(0)
    sample = file.read(64 * 1024)
    return bool(sample) and (sample.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in sample)


def _name(file: "UploadedFile[Any]", kind: FileKind) -> str:
    """Return the uploaded name without folders and control characters, with the ending of what the file is."""
    stem = text.normalise(PurePath((file.name or "").replace("\\", "/")).stem)
    visible = "".join(letter if letter.isprintable() else " " for letter in stem).strip()[:LONGEST_NAME].strip(". ")
    return f"{visible or 'file'}{kind.ending}"


def check(
    *, file: "UploadedFile[Any]", field: str, kinds: Collection[FileKind] = DOCUMENTS, largest: int = LARGEST
) -> FileKind:
    """Return of which kind a file is.

    Raises DomainError on ``field`` for an empty file, one of more than ``largest`` bytes, and one whose contents are of no kind
    in ``kinds``.
    """
    if not file.size:
        raise errors.DomainError(_("The file is empty. Choose another one."), field=field)
    if file.size > largest:
        raise errors.DomainError(
            _("The file is larger than %(size)s MB. Choose a smaller one.") % {"size": largest // MEGABYTE}, field=field
        )
    kind = kind_of(file, kinds)
    if kind is None:
        names = ", ".join(sorted(allowed.name for allowed in kinds))
        raise errors.DomainError(
            _("This kind of file is not accepted. Choose one of: %(kinds)s.") % {"kinds": names}, field=field
        )
    return kind


def store(
    *,
    file: "UploadedFile[Any]",
    purpose: str,
    subject: str,
    field: str,
    by: Any,
    now: datetime,
    kinds: Collection[FileKind] = DOCUMENTS,
    largest: int = LARGEST,
) -> PrivateFile:
    """Take a file in; return its record. ``purpose`` is "room.what", ``subject`` names the record it belongs to.

    Pictures are drawn anew, without camera data. Raises as ``check`` does, and DomainError on ``field`` for a damaged picture.
    """
    kind = check(file=file, field=field, kinds=kinds, largest=largest)
    name = _name(file, kind)
    content: File[Any] = file
    if kind in PICTURES:
        drawn = pictures.redraw(
            file=file,
            field=field,
            largest=largest,
            longest_side=4000,
            transparent=kind is FileKind.PNG,
            unreadable=_("This picture is damaged. Choose another file."),
        )
        kind = FileKind.PNG if kind is FileKind.PNG else FileKind.JPEG
        name = f"{PurePath(name).stem}{kind.ending}"
        content = ContentFile(drawn.getvalue())
    record = PrivateFile(
        purpose=purpose,
        subject=subject,
        original_name=name,
        mime_type=kind.value,
        size=content.size or 0,
        uploaded_by=by,
        uploaded_at=now,
    )
    record.file.save(name, content, save=False)
    try:
        record.save()
    except BaseException:
        # Nothing else knows the name by now: without its record the file would lie there for ever.
        record.file.storage.delete(str(record.file.name))
        raise
    return record


def copy(record: PrivateFile, *, subject: str, by: Any, now: datetime) -> PrivateFile:
    """Keep the contents of a file a second time, for another subject of the same purpose; return the new record.

    Raises FileNotFoundError where the bytes are lost.
    """
    made = PrivateFile(
        purpose=record.purpose,
        subject=subject,
        original_name=record.original_name,
        mime_type=record.mime_type,
        size=record.size,
        uploaded_by=by,
        uploaded_at=now,
    )
    with record.file.open("rb") as content:
        made.file.save(record.original_name, content, save=False)
    try:
        made.save()
    except BaseException:
        made.file.storage.delete(str(made.file.name))
        raise
    return made


def response(record: PrivateFile, *, shown: bool = False) -> FileResponse:
    """Return the answer that hands a file out: as a download, kept by no cache, running nothing.

    With ``shown`` a picture is shown instead, so that a page can hold it; everything else stays a download. The caller has
    asked its permissions. Raises FileNotFoundError where the bytes are lost.
    """
    is_picture = record.mime_type in {kind.value for kind in PICTURES}
    answer = FileResponse(
        record.file.open("rb"),
        as_attachment=not (shown and is_picture),
        filename=get_valid_filename(record.original_name),
        content_type=record.mime_type,
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def delete(record: PrivateFile) -> None:
    """Throw a file away: its record now, its contents when the transaction is kept."""
    storage, name = record.file.storage, str(record.file.name)
    record.delete()
    transaction.on_commit(lambda: storage.delete(name))
