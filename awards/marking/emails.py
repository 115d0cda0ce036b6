"""Mails to jurors about their sheets; no mail names a dossier or tells points."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from awards.dossiers.emails import edition_title
from awards.models import Juror
from portal.kernel.languages import Language
from portal.mail import domain as mail


def _queue(kind: str, juror: Juror, **told: Any) -> None:
    """Queue a mail with the way to the juror's desk; nothing for one without an account."""
    if juror.user is None:
        return
    language = Language(juror.user.language)
    with translation.override(language):
        url = mail.absolute_url(reverse("awards:marking"))
    mail.queue(
        kind=kind,
        recipient=juror.user.email,
        language=language,
        context={
            "recipient_name": juror.full_name,
            "edition": edition_title(juror.award_key, language),
            "url": url,
            **told,
        },
        about=juror.award_key,
    )


def reminder(*, juror: Juror, waiting: int, to_confirm: int, ends: datetime | None) -> None:
    """Remind a juror of sheets that are not handed in, and until when they count."""
    _queue("awards/emails/marking_reminder", juror, waiting=waiting, to_confirm=to_confirm, ends=ends)


def sheet_returned(*, juror: Juror, reason: str) -> None:
    """Tell a juror that a sheet came back to be corrected, and why; the mail names no dossier."""
    _queue("awards/emails/marking_returned", juror, why=reason)
