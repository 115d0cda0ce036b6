"""A copy of a file without what it tells beside what it shows. Names in text and pictures cannot be taken out, and stay."""

import io
from typing import Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from portal.kernel import errors
from portal.media.enums import FileKind
from portal.media.models import PrivateFile
from portal.pdf import stripping

KINDS: Final = frozenset({FileKind.PDF.value, FileKind.JPEG.value, FileKind.PNG.value})
NOT_CLEANED: Final = _(
    "No cleaned copy can be made of this file. Save it anew in your program, without its properties."
)


def can_clean(record: PrivateFile) -> bool:
    """Return whether a cleaned copy can be offered: of PDF files and pictures."""
    return record.mime_type in KINDS


def cleaned(record: PrivateFile) -> bytes:
    """Return the contents of a file without properties, notes, attachments and camera data; DomainError where that cannot be done."""
    if not can_clean(record):
        raise errors.DomainError(NOT_CLEANED, field="file")
    with record.file.open("rb") as content:
        data = content.read()
    try:
        if record.mime_type == FileKind.PDF.value:
            return stripping.stripped(data)
        return _picture(data, "PNG" if record.mime_type == FileKind.PNG.value else "JPEG")
    except (stripping.NotStrippedError, UnidentifiedImageError, OSError, ValueError) as error:
        raise errors.DomainError(NOT_CLEANED, field="file") from error


def _picture(data: bytes, form: str) -> bytes:
    with Image.open(io.BytesIO(data), formats=(form,)) as picture:
        bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
        if (palette := picture.getpalette()) is not None:
            bare.putpalette(palette)
    made = io.BytesIO()
    bare.save(made, form)
    return made.getvalue()
