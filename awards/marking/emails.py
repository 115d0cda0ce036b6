"""Mails to jurors about their sheets; no mail names a dossier or tells points."""

from datetime import datetime

from django.urls import reverse
from django.utils import translation

from awards.dossiers.emails import edition_title
from awards.models import Juror
from portal.kernel.languages import Language
from portal.mail import domain as mail


def reminder(*, juror: Juror, waiting: int, to_confirm: int, ends: datetime | None) -> None:
    """Remind a juror of sheets that are not handed in, and until when they count."""
    if juror.user is None:
        return
    language = Language(juror.user.language)
    with translation.override(language):
        url = mail.absolute_url(reverse("awards:marking"))
    mail.queue(
        kind="awards/emails/marking_reminder",
        recipient=juror.user.email,
        language=language,
        context={
            "recipient_name": juror.full_name,
            "edition": edition_title(juror.award_key, language),
            "waiting": waiting,
            "to_confirm": to_confirm,
            "ends": ends,
            "url": url,
        },
        about=juror.award_key,
    )


def sheet_returned(*, juror: Juror, reason: str) -> None:
    """Tell a juror that a sheet came back to be corrected, and why; the mail names no dossier."""
    if juror.user is None:
        return
    language = Language(juror.user.language)
    with translation.override(language):
        url = mail.absolute_url(reverse("awards:marking"))
    mail.queue(
        kind="awards/emails/marking_returned",
        recipient=juror.user.email,
        language=language,
        context={
            "recipient_name": juror.full_name,
            "edition": edition_title(juror.award_key, language),
            "why": reason,
            "url": url,
        },
        about=juror.award_key,
    )
