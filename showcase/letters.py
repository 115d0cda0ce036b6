"""A letter of this room: a heading, plain paragraphs, facts, quoted words, one link. Its template knows no subject."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.mail.rendering import Rendered

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
        words = rendered(letter=write(wanted), language=wanted)
        mail.queue_rendered(
            recipient=recipient,
            subject=words.subject,
            text=words.text,
            html=words.html,
            language=wanted,
            kind=f"showcase/emails/{kind}",
        )


def rendered(*, letter: Letter, language: Language) -> Rendered:
    """Return the words of a letter in a language."""
    context = {
        "letter": letter,
        "facts": [fact for fact in letter.facts if fact.value],
        "quotes": [quote for quote in letter.quotes if quote.text],
        "site_name": mail.site_name(language),
        "base_url": settings.BASE_URL,
        "language": language,
    }
    with translation.override(language):
        return Rendered(
            letter.subject, render_to_string(f"{TEMPLATE}.txt", context), render_to_string(f"{TEMPLATE}.html", context)
        )
