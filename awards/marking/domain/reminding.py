"""Reminding jurors of the sheets that they have not handed in."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.jury.enums import JurorState
from awards.marking import emails, progress, rights
from awards.marking.enums import Progress
from awards.models import AwardEdition, Juror, MarkReminder
from portal.kernel import errors
from portal.operations import db_clock

PAUSE: Final = timedelta(hours=24)
"""Nobody is reminded twice within this time."""


@transaction.atomic
def remind_jurors(*, award_key: UUID, by: Any, now: datetime) -> list[Juror]:
    """Send a mail to every juror with sheets not handed in, log it, and return them; who was reminded within a day is left out.

    Raises NotAllowedError for others than who looks after the edition, DomainError when scoring is not open, everything is
    handed in, or everybody was reminded within a day.
    """
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    scoring = rights.of(AwardEdition.objects.select_for_update().filter(award_key=award_key).first())
    if scoring is None or not scoring.takes(db_clock.now()):
        raise errors.DomainError(_("Scoring is not open now. Nobody was reminded."))
    waiting: dict[int, list[Progress]] = {}
    for (key, _nomination), stands in progress.standings(award_key).items():
        if stands is not Progress.HANDED_IN:
            waiting.setdefault(key, []).append(stands)
    if not waiting:
        raise errors.DomainError(_("Every sheet is handed in. Nobody needs to be reminded."))
    people = Juror.objects.filter(pk__in=waiting, state=JurorState.ACCEPTED).select_related("user")
    rows = people.annotate(last=Max("mark_reminders__at")).order_by("pk")
    told: list[Juror] = [juror for juror in rows if juror.last is None or juror.last <= now - PAUSE]
    if not told:
        raise errors.LimitReachedError(_("Everybody who is not finished was reminded within the last 24 hours."))
    MarkReminder.objects.bulk_create(
        MarkReminder(juror=juror, at=now, by=by, waiting=len(waiting[juror.pk])) for juror in told
    )
    for juror in told:
        emails.reminder(
            juror=juror,
            waiting=len(waiting[juror.pk]),
            to_confirm=waiting[juror.pk].count(Progress.TO_CONFIRM),
            ends=scoring.ends,
        )
    return told
