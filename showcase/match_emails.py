"""The mail about new matches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation

from portal.kernel.languages import Language
from portal.mail import domain as mail


@dataclass(frozen=True, slots=True)
class Line:
    """One match: the title that is known to the reader, the other's, and the first reason."""

    own: str
    other: str
    strength: str
    reason: str


def digest(*, organisation: Any, user: Any, lines: Sequence[Line], number: int, secret: str) -> None:
    """Queue the mail; ``number`` is how many matches there are, of which ``lines`` tells the best."""
    language = Language(user.language)
    with translation.override(language):
        url = mail.absolute_url(reverse("showcase:matches"))
        off_url = mail.absolute_url(reverse("showcase:match-digest-off", args=[secret]))
    mail.queue(
        kind="showcase/emails/match_digest",
        recipient=user.email,
        language=language,
        context={
            "recipient_name": user.full_name,
            "organisation_name": organisation.in_language("name", language),
            "lines": lines,
            "number": number,
            "more": number - len(lines),
            "url": url,
            "off_url": off_url,
        },
    )
