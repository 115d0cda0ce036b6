"""Uploads that wait for the rest of a form to be mended: browsers do not send a chosen file a second time by themselves.

Nothing refers to them, so the nightly sweep throws away what nobody came back for (``orphans.GRACE``).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from portal.kernel import converters, errors
from portal.media.domain import private_files
from portal.media.enums import OFFICE_DOCUMENTS, FileKind
from portal.media.models import PrivateFile

PURPOSE: Final = "media.kept-upload"


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whose uploads are kept, and for which thing: nobody gets at them from elsewhere."""

    subject: str
    by: Any

    def rows(self, field: str) -> "QuerySet[PrivateFile]":
        """Return the kept files of one field; nobody has any without signing in."""
        if not self.by.is_authenticated:
            return PrivateFile.objects.none()
        return PrivateFile.objects.filter(purpose=PURPOSE, subject=f"{self.subject}:{field}", uploaded_by=self.by)


def fetch(*, keeper: Keeper, field: str, number: str) -> "UploadedFile[Any] | None":
    """Return a kept upload as if it had just been sent; None for one that is not this person's, not for this thing, or gone."""
    pk = converters.record_number(number)
    found = keeper.rows(field).filter(pk=pk).first() if pk is not None else None
    if found is None:
        return None
    try:
        with found.file.open("rb") as stored:
            return SimpleUploadedFile(found.original_name, stored.read(), content_type=found.mime_type)
    except FileNotFoundError:
        return None


@transaction.atomic
def keep(
    *,
    keeper: Keeper,
    field: str,
    file: "UploadedFile[Any]",
    now: datetime,
    kinds: Collection[FileKind] = OFFICE_DOCUMENTS,
) -> PrivateFile:
    """Keep an upload for the next attempt in place of an earlier one; return its record.

    Raises NotAllowedError unless the person is signed in, DomainError for what ``private_files.store`` does not take in.
    """
    if not keeper.by.is_authenticated:
        raise errors.NotAllowedError
    made = private_files.store(
        file=file,
        purpose=PURPOSE,
        subject=f"{keeper.subject}:{field}",
        field=field,
        by=keeper.by,
        now=now,
        kinds=kinds,
    )
    for earlier in keeper.rows(field).exclude(pk=made.pk):
        private_files.delete(earlier)
    return made


@transaction.atomic
def forget(*, keeper: Keeper, field: str) -> None:
    """Throw away what was kept for a field."""
    for row in keeper.rows(field):
        private_files.delete(row)
