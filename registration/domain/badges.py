"""Asking for sheets of badges, drawing them outside every lock, and throwing the files away after a week."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel.erasure import Erased
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.kernel.personal_data import EraseAction
from portal.media.domain import private_files
from portal.media.enums import FileKind
from registration import badge_sheets, permissions, tasks
from registration.domain import audit
from registration.group_filters import GroupFilter
from registration.models import BadgeSheets
from registration.organiser_enums import AuditAction, BadgeLayout, BadgeState

AT_ONCE: Final = 80
"""So many badges are drawn while somebody waits."""
MOST: Final = 3000
KEPT: Final = timedelta(days=7)
LARGEST: Final = 200 * private_files.MEGABYTE
PURPOSE: Final = "registration.badges"
logger = logging.getLogger(__name__)


def number_of(*, subject: uuid.UUID, group: GroupFilter) -> int:
    """Return how many badges a group needs: one for each person who comes with a place."""
    return int(badge_sheets.badged(subject, group).aggregate(people=Sum("party_size"))["people"] or 0)


@transaction.atomic
def ask(
    *, key: uuid.UUID, subject: uuid.UUID, group: GroupFilter, layout: BadgeLayout, by: User, now: datetime
) -> BadgeSheets:
    """Keep what is asked for and queue the drawing; the same ``key`` gives the first answer.

    Raises NotAllowedError, DomainError where nobody of the group has a place, LimitReachedError for more than 3,000.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    known = BadgeSheets.objects.filter(key=key).first()
    if known is not None:
        return known
    number = number_of(subject=subject, group=group)
    if not number:
        raise DomainError(_("Nobody of this group has a place: there is no badge to make."))
    if number > MOST:
        raise LimitReachedError(_("Make up to %(number)d badges at once; choose a smaller group.") % {"number": MOST})
    asked = {
        "subject": subject,
        "filters": group.as_json(),
        "layout": layout,
        "by": by,
        "at": now,
        "badge_count": number,
    }
    sheets, is_new = BadgeSheets.objects.get_or_create(key=key, defaults=asked)
    if not is_new:
        return sheets
    audit.record(
        action=AuditAction.BADGES_MADE,
        by=by,
        now=now,
        subject=subject,
        about=sheets,
        label=layout.value,
        changes=[("badges", None, number), ("filters", None, group.for_audit())],
    )
    tasks.make_badges.enqueue(sheets.pk)
    return sheets


def make(*, sheets_id: int, now: datetime) -> bool:
    """Draw sheets that are not drawn yet and keep the file; return whether there is one. Doing it again changes nothing."""
    sheets = BadgeSheets.objects.filter(pk=sheets_id).first()
    if sheets is None or sheets.state != BadgeState.WAITING:
        return sheets is not None and sheets.state == BadgeState.READY
    try:
        pdf, number = badge_sheets.draw(sheets=sheets, now=now)
    except Exception:
        logger.exception("sheets of badges %s could not be drawn", sheets.pk)
        BadgeSheets.objects.filter(pk=sheets.pk, state=BadgeState.WAITING).update(state=BadgeState.FAILED)
        return False
    with transaction.atomic():
        current = BadgeSheets.objects.select_for_update(of=("self",)).get(pk=sheets.pk)
        if current.state == BadgeState.WAITING:
            current.file = private_files.store(
                file=ContentFile(pdf, name="badges.pdf"),  # type: ignore[arg-type]  # it has what is read of an upload
                purpose=PURPOSE,
                subject=str(current.pk),
                field="file",
                by=current.by,
                now=now,
                kinds={FileKind.PDF},
                largest=LARGEST,
            )
            current.state, current.badge_count = BadgeState.READY, number
            current.save(update_fields=["file", "state", "badge_count"])
    return True


@transaction.atomic
def fetched(*, sheets: BadgeSheets, by: User, now: datetime) -> None:
    """Write down who takes the file. Raises NotAllowedError."""
    if not permissions.may_decide(by):
        raise NotAllowedError
    audit.record(
        action=AuditAction.BADGES_FETCHED,
        by=by,
        now=now,
        subject=sheets.subject,
        about=sheets,
        label=str(sheets.layout),
        changes=[("badges", None, sheets.badge_count)],
    )


def forget_old(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Throw away sheets that were asked for more than a week ago, with their files."""
    old = BadgeSheets.objects.filter(at__lt=now - KEPT).select_related("file")
    number = old.count()
    if not dry_run:
        for sheets in old:
            with transaction.atomic():
                file = sheets.file
                sheets.delete()
                if file is not None:
                    private_files.delete(file)
    return [Erased(BadgeSheets._meta.label, EraseAction.DELETE_RECORD, number)]  # noqa: SLF001 -- Django's public name
