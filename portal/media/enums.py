"""Kinds of files that people may hand in, and how far the reading of a document is."""

from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class TextState(TextChoices):
    """How far a document's text is; the values are those of ``texts.outcome.State``."""

    PENDING = "pending", _("Waits to be read")
    READ = "read", _("Found by its words")
    NOTHING = "nothing", _("Nothing to read")
    REFUSED = "refused", _("Not read")
    FAILED = "failed", _("Could not be read")


class TextReason(TextChoices):
    """Why a document cannot be found by its words; the values are those of ``texts.outcome.Reason``."""

    SCANNED = "scanned", _("Scanned without text: cannot be found by its words. Add a file with text beside the scan.")
    ENCRYPTED = "encrypted", _("Protected by a password: save it without one and replace the file.")
    TOO_LARGE = "too-large", _("Larger than 60 MB: replace it by a smaller file.")
    TOO_HEAVY = "too-heavy", _("Reading it took too long or too much memory: save it anew as PDF and replace the file.")
    BROKEN = "broken", _("The file is damaged: save it anew and replace it.")
    UNSAFE = "unsafe", _("The file unpacks to far more than a document holds: save it anew as PDF and replace it.")
    ENCODING = "encoding", _("Unreadable encoding of old fonts: save it anew with Unicode fonts and replace the file.")
    MISSING = "missing", _("The file is missing from the store: upload it again.")
