"""Papers for the verification: handed in and taken away by the organisation, read by it and by officers only."""

from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import permissions, queries
from exhibitors.domain import log
from exhibitors.enums import LogAction, PaperKind
from exhibitors.models import Organisation, Paper
from portal.kernel import errors
from portal.media.domain import private_files
from portal.media.enums import FileKind

PURPOSE: Final = "exhibitors.paper"
MOST: Final = 10
KINDS: Final = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)


def _lock(organisation: Organisation, by: Any) -> Organisation:
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not permissions.can_edit(queries.membership_in(by, locked)):
        raise errors.NotAllowedError
    return locked


@transaction.atomic
def add_paper(
    *, organisation: Organisation, kind: PaperKind, file: "UploadedFile[Any]", by: Any, now: datetime
) -> Paper:
    """Keep a PDF, JPEG or PNG file as a paper of the organisation and return it.

    Raises DomainError on field ``file`` for a file that is empty, too large or of another kind, LimitReachedError for more
    than ten papers, NotAllowedError for those who may not edit the organisation.
    """
    locked = _lock(organisation, by)
    if locked.papers.count() >= MOST:
        raise errors.LimitReachedError(
            _("%(most)d papers are here already. Take one away before you hand in another.") % {"most": MOST}
        )
    stored = private_files.store(
        file=file, purpose=PURPOSE, subject=str(locked.pk), field="file", by=by, now=now, kinds=KINDS
    )
    paper = Paper.objects.create(organisation=locked, kind=PaperKind(kind), file=stored)
    log.write(organisation=locked, action=LogAction.PAPER_ADDED, by=by, now=now, detail=paper.kind)
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, by: Any, now: datetime) -> None:
    """Throw a paper away with its file; raises NotAllowedError for those who may not edit the organisation."""
    locked = _lock(paper.organisation, by)
    found = Paper.objects.select_related("file").filter(pk=paper.pk).first()
    if found is None:
        return
    kind = found.kind
    found.delete()
    log.write(organisation=locked, action=LogAction.PAPER_REMOVED, by=by, now=now, detail=kind)


def throw_file_away(sender: type[Paper], instance: Paper, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Let no file outlive its paper, whoever deletes the paper: its organisation, or the end of its time of keeping."""
    private_files.delete(instance.file)
