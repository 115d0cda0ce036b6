"""Kinds of files that people may hand in."""

from enum import Enum


class FileKind(Enum):
    """A kind of file, told by its contents; the value is its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"
    MP4 = "video/mp4"

    @property
    def ending(self) -> str:
        """The ending of file names, with its dot."""
        return f".{self.name.lower()}"


PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
DOCUMENTS = frozenset({FileKind.PDF, *PICTURES})
OFFICE_DOCUMENTS = frozenset({*DOCUMENTS, FileKind.DOCX, FileKind.XLSX})
