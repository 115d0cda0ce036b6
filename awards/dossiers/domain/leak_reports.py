"""Keeping what a version without names gives away, and the secretariat's word on it."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.dossiers import leaks
from awards.dossiers.domain import common
from awards.enums import UNSENT_STATES
from awards.models import DossierFile, LeakReport, Nomination
from portal.kernel import errors, text

LONGEST: Final = 1000


def look(*, kept: DossierFile, now: datetime) -> LeakReport:
    """Look through a file for what names its people, and keep what was found; in the caller's transaction."""
    nomination = Nomination.objects.select_related("organisation").get(pk=kept.nomination_id)
    with kept.file.file.open("rb") as content:
        found = leaks.in_file(
            file=content.file,
            kind=kept.file.mime_type,
            name=kept.file.original_name,
            size=kept.file.size,
            secrets=leaks.secrets_of(nomination),
        )
    report, _is_new = LeakReport.objects.update_or_create(
        file=kept,
        defaults={
            "findings": leaks.stored(found),
            "checked_at": now,
            "accepted_at": None,
            "accepted_by": None,
            "note": "",
        },
    )
    return report


@transaction.atomic
def look_again(*, nomination: Nomination, pk: int, by: Any, now: datetime) -> LeakReport:
    """Look through a version without names once more, for the secretariat; raises NotAllowedError for others."""
    return look(kept=_found(nomination, pk, by), now=now)


@transaction.atomic
def accept(*, nomination: Nomination, pk: int, note: str, by: Any, now: datetime) -> LeakReport:
    """Keep that the secretariat looked at what a file gives away and lets it go to the jury, and why.

    Raises NotAllowedError for others than the secretaries of the edition, DomainError on ``note`` where there is none.
    """
    kept = _found(nomination, pk, by)
    words = text.paragraphs(note)
    if not words:
        raise errors.DomainError(_("Write why the file may go to the jury."), field="note")
    if len(words) > LONGEST:
        raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST}, field="note")
    report = LeakReport.objects.filter(file=kept).first() or look(kept=kept, now=now)
    report.accepted_at, report.accepted_by, report.note = now, by, words
    report.save(update_fields=["accepted_at", "accepted_by", "note"])
    return report


def _found(nomination: Nomination, pk: int, by: Any) -> DossierFile:
    if not permissions.can_manage_edition(by, nomination.award_key):
        raise errors.NotAllowedError
    held = common.locked(nomination)
    kept = DossierFile.objects.select_related("file").filter(nomination=held, pk=pk, is_twin=True).first()
    if kept is None or held.state in UNSENT_STATES:
        raise errors.DomainError(_("There is no such file any more."))
    return kept
