"""Mails of kept searches."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from django.urls import reverse
from django.utils import translation

from portal.kernel.languages import Language
from portal.mail import domain as mail
from search.models import SavedSearch
from search.saved import wanted as wishes
from search.saved.reading import Entry
from search.saved.wanted import UnknownSearchError, Wanted

DIGEST: Final = "search/emails/saved_digest"
LONGEST_SHOWN: Final = 80
_HARMLESS: Final = re.compile(r"[^\w\s&“”-]+")


class WhyNot(StrEnum):
    """Why an address that asked to keep a search gets no link to confirm."""

    KEPT_ALREADY = "kept-already"
    TOO_MANY = "too-many"


def _url(name: str, saved: SavedSearch, secret: str) -> str:
    with translation.override(saved.language):
        return mail.absolute_url(reverse(f"search:{name}", args=[secret]))


def _send(kind: str, saved: SavedSearch, unsubscribe_url: str = "", **context: Any) -> None:
    mail.queue(
        kind=kind,
        recipient=saved.email,
        language=saved.language,
        context=context,
        unsubscribe_url=unsubscribe_url,
    )


def described(saved: SavedSearch) -> list[str]:
    """Return what a kept search looks for, in its language."""
    with translation.override(saved.language):
        try:
            return wishes.words(wishes.read(saved.parameters))
        except UnknownSearchError:
            return [saved.parameters]


def _guarded(saved: SavedSearch) -> list[str]:
    """Return the same for an address that asked for nothing itself: no address of the web or of mail, nothing long."""
    return [_HARMLESS.sub(" ", words)[:LONGEST_SHOWN] for words in described(saved)]


def confirm(*, saved: SavedSearch, secret: str) -> None:
    """Ask the address whether it wants to keep a search."""
    url = _url("saved-confirm", saved, secret)
    _send("search/emails/saved_confirm", saved, url=url, searched=_guarded(saved), rhythm=saved.rhythm)


def not_kept(*, saved: SavedSearch, why: WhyNot, secret: str) -> None:
    """Tell an address that somebody asked anew for what it keeps already, or for more than it can keep."""
    _send("search/emails/saved_known", saved, url=_url("saved-choices", saved, secret), why=why.value)


def welcome(*, saved: SavedSearch, secret: str) -> None:
    """Tell the owner of the address that the search is kept, and how to change and end it."""
    end_url = _url("saved-end", saved, secret)
    _send(
        "search/emails/saved_welcome",
        saved,
        end_url,
        searched=described(saved),
        rhythm=saved.rhythm,
        choices_url=_url("saved-choices", saved, secret),
        end_url=end_url,
    )


def digest(*, saved: SavedSearch, wanted: Wanted, entries: Sequence[Entry], number: int, secret: str) -> None:
    """Send what is new; ``number`` is how many there are in all. At least one entry is given."""
    language, end_url = Language(saved.language), _url("saved-end", saved, secret)
    context = {
        "searched": described(saved),
        "entries": [
            {
                "title": entry.title,
                "url": mail.absolute_url(entry.url),
                "kind": entry.kind,
                "summary": entry.summary,
                "is_vietnamese_only": entry.vietnamese_only,
            }
            for entry in entries
        ],
        "first_title": entries[0].title,
        "number": number,
        "left_out": number - len(entries),
        "results_url": results_url(wanted, language),
        "choices_url": _url("saved-choices", saved, secret),
        "end_url": end_url,
    }
    _send(DIGEST, saved, end_url, **context)


def results_url(wanted: Wanted, language: Language) -> str:
    """Return the full address of the page of results, the newest first."""
    with translation.override(language):
        return mail.absolute_url(f"{reverse('search:results')}?{wanted.parameters}&sort=newest")
