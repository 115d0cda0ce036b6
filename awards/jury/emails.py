"""Mails to jurors."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from awards.dossiers.emails import edition_title
from awards.models import Juror
from portal.kernel.languages import Language
from portal.mail import domain as mail


def _tell(kind: str, juror: Juror, view: str, *args: Any, **more: Any) -> None:
    language = Language(juror.user.language if juror.user is not None else juror.language)
    with translation.override(language):
        url = mail.absolute_url(reverse(f"awards:{view}", args=args)) if view else ""
    mail.queue(
        kind=f"awards/emails/{kind}",
        recipient=juror.user.email if juror.user is not None else juror.email,
        language=language,
        context={
            "recipient_name": juror.full_name,
            "edition": edition_title(juror.award_key, language),
            "is_reserve": juror.is_reserve,
            "url": url,
            **more,
        },
        about=juror.award_key,
    )


def invited(*, juror: Juror, secret: str, by: Any, again: bool = False) -> None:
    """Send the link that accepts or declines; ``again`` says that it was sent before."""
    kind = "jury_invited_again" if again else "jury_invited"
    _tell(kind, juror, "jury-invited", secret, asked_by=by.get_full_name(), expires_at=juror.expires_at)


def reminded(*, juror: Juror, waiting: int) -> None:
    """Remind who accepted of what is still to be declared, and of how many dossiers wait."""
    _tell("jury_reminder", juror, "jury-edition", juror.award_key, waiting=waiting, is_declared=juror.is_ready)


def assigned(*, juror: Juror, count: int) -> None:
    """Tell a juror that dossiers were given, and how many; which, only the page behind the second step says."""
    _tell("jury_assigned", juror, "jury-edition", juror.award_key, count=count)


def released(*, juror: Juror) -> None:
    """Tell somebody that they are no longer of the jury."""
    _tell("jury_released", juror, "")
