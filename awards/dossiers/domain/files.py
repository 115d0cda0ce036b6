"""Files of a dossier: of the kinds and sizes that the frozen rules ask for, kept privately with their digest."""

import hashlib
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.dossiers import cleaning, parts
from awards.dossiers.domain import common, leak_reports, writing
from awards.editions.enums import DocumentFormat
from awards.editions.rules import Document
from awards.enums import NominationState
from awards.models import DossierFile, Nomination, NominationLog
from portal.kernel import errors
from portal.media.domain import private_files
from portal.media.enums import FileKind

PURPOSE: Final = "awards.dossier"
BLOCK: Final = 1024 * 1024
KINDS: Final = {
    DocumentFormat.PDF: FileKind.PDF,
    DocumentFormat.TEXT: FileKind.DOCX,
    DocumentFormat.TABLE: FileKind.XLSX,
    DocumentFormat.PICTURE: FileKind.JPEG,
    DocumentFormat.DRAWING: FileKind.PNG,
    DocumentFormat.FILM: FileKind.MP4,
}


def kinds(document: Document) -> tuple[FileKind, ...]:
    """Return of which kinds a document's file may be."""
    return tuple(KINDS[DocumentFormat(name)] for name in document.formats)


def digest(record: Any) -> str:
    """Return the SHA-256 of a private file's contents."""
    found = hashlib.sha256()
    with record.file.open("rb") as content:
        while block := content.read(BLOCK):
            found.update(block)
    return found.hexdigest()


@transaction.atomic
def put_file(
    *,
    nomination: Nomination,
    key: str,
    is_twin: bool,
    file: "UploadedFile[Any]",
    by: Any,
    now: datetime,
    replaces: int | None,
) -> DossierFile:
    """Keep a file for a document and return its record; the file that stood there is thrown away.

    A version without names is looked through for them at once; what is found is kept beside it and refuses nothing.
    ``replaces`` is the record that the person saw there. Raises DomainError on field ``file`` where somebody put another one
    there meanwhile, and for a file of another kind or size than the rules allow.
    """
    call, draft = writing.open_part(nomination, parts.document(key), by, now)
    document = next((one for one in call.rules.documents if one.key == key), None)
    if document is None or (is_twin and not document.anonymise):
        raise errors.DomainError(_("The programme asks for no such document."), field="file")
    former = DossierFile.objects.select_related("file").filter(nomination=draft, key=key, is_twin=is_twin).first()
    if (former.pk if former is not None else None) != replaces:
        raise errors.DomainError(
            _("Somebody else uploaded or removed a file here meanwhile. Look at it, then choose yours once more."),
            field="file",
        )
    stored = private_files.store(
        file=file,
        purpose=PURPOSE,
        subject=str(draft.public_id),
        field="file",
        by=by,
        now=now,
        kinds=kinds(document),
        largest=document.max_megabytes * private_files.MEGABYTE,
    )
    if former is not None:
        former.delete()
    made = DossierFile.objects.create(nomination=draft, key=key, is_twin=is_twin, file=stored, sha256=digest(stored))
    if is_twin:
        leak_reports.look(kept=made, now=now)
    return made


@transaction.atomic
def clean_twin(*, nomination: Nomination, key: str, by: Any, now: datetime) -> DossierFile:
    """Put a copy that tells nothing beside its pages in the place of a version without names, and return its record.

    Raises NotAllowedError and DomainError as ``put_file``, and DomainError where there is no such file, or none can be made of it.
    """
    _call, draft = writing.open_part(nomination, parts.document(key), by, now)
    found = DossierFile.objects.select_related("file").filter(nomination=draft, key=key, is_twin=True).first()
    if found is None:
        raise errors.DomainError(_("There is no file to be cleaned."), field="file")
    return _cleaned(found, by, now)


@transaction.atomic
def clean_for_jury(*, nomination: Nomination, pk: int, by: Any, now: datetime) -> DossierFile:
    """Do the same for the secretariat while it checks a dossier, with a line in the dossier's log; return the new record.

    Raises NotAllowedError for others than the secretaries of the edition, IllegalMoveError in other states.
    """
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    held = common.locked(nomination)
    if held.state != NominationState.SUBMITTED:
        raise errors.IllegalMoveError
    found = DossierFile.objects.select_related("file").filter(nomination=held, pk=pk, is_twin=True).first()
    if found is None:
        raise errors.DomainError(_("There is no file to be cleaned."), field="file")
    words = _("The secretariat put a cleaned copy in the place of a version without names.")
    NominationLog.objects.create(
        nomination=held, at=now, by=by, from_state=held.state, to_state=held.state, reason=str(words)
    )
    return _cleaned(found, by, now)


def _cleaned(found: DossierFile, by: Any, now: datetime) -> DossierFile:
    made = cleaning.cleaned(found.file)
    kind = FileKind(found.file.mime_type)
    stored = private_files.store(
        file=SimpleUploadedFile(f"{found.key}{kind.ending}", made, kind.value),
        purpose=PURPOSE,
        subject=found.file.subject,
        field="file",
        by=by,
        now=now,
        kinds=(kind,),
        largest=max(len(made), 1),
    )
    found.delete()
    fresh = DossierFile.objects.create(
        nomination=found.nomination, key=found.key, is_twin=True, file=stored, sha256=digest(stored)
    )
    leak_reports.look(kept=fresh, now=now)
    return fresh


@transaction.atomic
def remove_file(*, nomination: Nomination, pk: int, by: Any, now: datetime) -> None:
    """Throw a file away; one that is gone already is no error."""
    found = DossierFile.objects.filter(nomination=nomination, pk=pk).first()
    writing.open_part(nomination, parts.document(found.key) if found is not None else "", by, now)
    if found is not None:
        found.delete()


def throw_file_away(sender: type[DossierFile], instance: DossierFile, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Let no file outlive its record, whoever deletes that."""
    private_files.delete(instance.file)
