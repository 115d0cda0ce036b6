"""Files of a technology: kept privately, shown by the level that its owner chose."""

from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors, slugs, text
from portal.media.domain import private_files
from showcase.enums import FileDisclosure
from showcase.models import TechnologyFile, TechnologyPage

PURPOSE: Final = "showcase.technology"
MOST_FILES: Final = 10


def download_name(row: TechnologyFile) -> str:
    """Return the name under which a file is handed out: made from its title, never the uploader's own name."""
    return f"{slugs.slug(row.title)[:80] or 'tep'}{PurePath(row.file.file.name).suffix}"


def add_file(
    *,
    page: TechnologyPage,
    file: "UploadedFile[Any]",
    title: str,
    disclosure: FileDisclosure,
    by: Any,
    now: datetime,
) -> TechnologyFile:
    """Take in an uploaded file and add it to a draft in memory; return the row, which is kept when the draft is saved.

    The same file under the same name again returns the row that is there. Raises DomainError on field ``upload`` for what
    is no PDF or picture, is too large, or is one too many, on ``upload_title`` without a title.
    """
    if not text.normalise(title):
        raise errors.DomainError(_("Say what the file is."), field="upload_title")
    if page.files.count() >= MOST_FILES:
        raise errors.DomainError(_("Ten files are enough. Remove one first."), field="upload")
    stored = private_files.store(
        file=file, purpose=PURPOSE, subject=str(page.translation_key), field="upload", by=by, now=now
    )
    for row in page.files.all():
        if row.file.original_name == stored.original_name and row.file.size == stored.size:
            private_files.delete(stored)
            return row
    made = TechnologyFile(title=text.normalise(title), disclosure=disclosure, file=stored)
    page.files.add(made)
    return made


def handed_out(row: TechnologyFile) -> FileResponse:
    """Return the answer that hands a file out. The caller has asked ``permissions.can_open_file``."""
    answer = private_files.response(row.file)
    answer["Content-Disposition"] = content_disposition_header(True, download_name(row)) or "attachment"  # noqa: FBT003 -- Django's signature
    return answer
