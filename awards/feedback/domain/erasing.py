"""Erasing the dossiers without a prize once their edition has kept them as long as its rules say.

What stays of each: alias, category, state and dates, so that the log and the score sheet go on being checked. What was public
of a finalist stays public. Figures are taken before anything goes.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from awards.editions.enums import OVER
from awards.enums import NominationState
from awards.feedback import emails, keeping
from awards.feedback.domain import figures
from awards.models import (
    Appeal,
    Assignment,
    AwardEdition,
    Conflict,
    CureRequest,
    DossierAnswer,
    DossierFile,
    DossierMember,
    Mark,
    MarkSheet,
    Nomination,
    NominationLog,
    NominationPage,
    Objection,
    PublicVote,
    ReleasedRemark,
    ScreeningCheck,
)
from portal.kernel.erasure import ERASED_DOMAIN, Erased
from portal.kernel.personal_data import EraseAction

ERASED: Final = "Đã xóa"
"""What stands where a text must not be empty."""
TITLE: Final = "Hồ sơ đã xóa"
TITLE_EN: Final = "Erased dossier"
LABEL: Final = "awards.Nomination"


def _doomed(award_key: UUID) -> "QuerySet[Nomination]":
    return Nomination.objects.filter(award_key=award_key, erased_at=None).exclude(state__in=keeping.WITH_PRIZE)


def sweep(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Erase what is due in every edition that is over, and remind the secretariats of what comes; return what was done.

    Each edition by itself; running again does nothing.
    """
    blanked = deleted = 0
    for edition in AwardEdition.objects.filter(state__in=OVER).order_by("pk"):
        term = keeping.term_of(edition)
        if term is None:
            continue
        rows = _doomed(edition.award_key)
        if now < term.erases_at:
            if now >= term.reminds_at and not dry_run and (number := rows.count()):
                emails.erasure_due(award_key=edition.award_key, at=term.erases_at, number=number)
            continue
        if dry_run:
            unsent = rows.filter(submitted_at=None).count()
            deleted, blanked = deleted + unsent, blanked + rows.count() - unsent
        elif rows.exists() or PublicVote.objects.filter(award_key=edition.award_key).exists():
            done = erase_edition(award_key=edition.award_key, now=now)
            deleted, blanked = deleted + done[0], blanked + done[1]
    return [Erased(LABEL, EraseAction.DELETE_RECORD, deleted), Erased(LABEL, EraseAction.BLANK, blanked)]


@transaction.atomic
def erase_edition(*, award_key: UUID, now: datetime) -> tuple[int, int]:
    """Erase the dossiers without a prize of an edition; return how many were deleted and how many emptied.

    The caller has looked at the term. Dossiers that were never handed in go as a whole: no log names them.
    """
    AwardEdition.objects.select_for_update().get(award_key=award_key)
    figures.take(award_key=award_key, now=now)
    deleted = blanked = 0
    for nomination in _doomed(award_key).select_for_update().order_by("pk"):
        _erase_parts(nomination)
        if nomination.submitted_at is None and not nomination.alias:
            nomination.delete()
            deleted += 1
        else:
            _neutralise(nomination, now)
            blanked += 1
    _erase_objections(award_key)
    # Who voted for whom is of no use once the tally stands in the log.
    PublicVote.objects.filter(award_key=award_key).delete()
    return deleted, blanked


def _erase_parts(nomination: Nomination) -> None:
    # One by one: each file is thrown away with its record.
    for kept in DossierFile.objects.filter(nomination=nomination):
        kept.delete()
    for page in NominationPage.objects.filter(nomination=nomination, live=False):
        page.delete()
    DossierAnswer.objects.filter(nomination=nomination).delete()
    DossierMember.objects.filter(nomination=nomination).delete()
    ReleasedRemark.objects.filter(nomination=nomination).delete()
    NominationLog.objects.filter(nomination=nomination).update(by=None, reason="")
    ScreeningCheck.objects.filter(nomination=nomination).update(by=None)
    ScreeningCheck.objects.filter(nomination=nomination).exclude(note="").update(note=ERASED)
    CureRequest.objects.filter(nomination=nomination).update(words=ERASED, asked_by=None)
    Conflict.objects.filter(nomination=nomination).update(reason=ERASED, by=None)
    sheets = MarkSheet.objects.filter(assignment__in=Assignment.objects.filter(nomination=nomination))
    Mark.objects.filter(sheet__in=sheets).update(remark="")
    sheets.update(remark="", note="")
    appeals = Appeal.objects.filter(nomination=nomination)
    appeals.update(by=None, text=ERASED)
    appeals.exclude(outcome="").update(outcome=ERASED)


def _neutralise(nomination: Nomination, now: datetime) -> None:
    """Keep the row; what readers know of a finalist stays, everything else says nothing of anybody."""
    nomination.nominee_email = ""
    nomination.nominated_by = nomination.saved_by = None
    nomination.erased_at = now
    if not NominationPage.objects.filter(nomination=nomination).exists():
        name = nomination.alias or str(nomination.public_id)[:8]
        nomination.title, nomination.title_en = f"{TITLE} ({name})", f"{TITLE_EN} ({name})"
        nomination.nominee_name = ERASED
        nomination.summary = nomination.summary_en = ""
        nomination.organisation, nomination.technology_key = None, None
    if nomination.state == NominationState.AWAITING:
        # The one state that names an address: nobody is asked any more.
        nomination.state = NominationState.WITHDRAWN
    nomination.save()


def _erase_objections(award_key: UUID) -> None:
    """Of objections the state and the dates stay; the log tells what came of them."""
    rows = Objection.objects.filter(award_key=award_key).exclude(full_name=ERASED)
    for pk in rows.values_list("pk", flat=True):
        Objection.objects.filter(pk=pk).update(
            full_name=ERASED, email=f"erased-{pk}{ERASED_DOMAIN}", text=ERASED, handled_by=None
        )
    Objection.objects.filter(award_key=award_key).exclude(answer="").update(answer=ERASED)
