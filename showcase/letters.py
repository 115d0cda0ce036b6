"""A letter of this room: a heading, plain paragraphs, facts, quoted words, one link. Its template knows no subject."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal.kernel.languages import Language
from portal.mail import domain as mail

TEMPLATE = "showcase/emails/letter"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line with a name and a value."""

    term: str
    value: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody wrote, under a heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written; empty facts and quotes are left out. ``url`` is the full address of the one next step."""

    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    url: str = ""
    action: str = ""
    closing: str = ""


def send(*, kind: str, recipient: str, language: Language | str, write: Callable[[Language], Letter]) -> None:
    """Queue a letter in the reader's language; ``write`` is called while that language is active.

    Call it inside the transaction of the change, as with ``portal.mail.domain.queue``.
    """
    wanted = Language(language)
    with translation.override(wanted):
        letter = write(wanted)
        context = {
            "letter": letter,
            "facts": [fact for fact in letter.facts if fact.value],
            "quotes": [quote for quote in letter.quotes if quote.text],
            "site_name": mail.site_name(wanted),
            "base_url": settings.BASE_URL,
            "language": wanted,
        }
        mail.queue_rendered(
            recipient=recipient,
            subject=letter.subject,
            text=render_to_string(f"{TEMPLATE}.txt", context),
            html=render_to_string(f"{TEMPLATE}.html", context),
            language=wanted,
            kind=f"showcase/emails/{kind}",
        )
