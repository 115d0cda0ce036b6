"""Mails of the showcase room."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from portal.kernel.languages import Language
from portal.mail import domain as mail
from showcase import people


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def _authors(page: Any) -> Iterable[Any]:
    found = {owner.pk: owner for owner in people.owners(page.organisation)} if page.organisation else {}
    if page.owner is not None and page.owner.is_active:
        found.setdefault(page.owner.pk, page.owner)
    return found.values()


def review_finished(*, page: Any, approved: bool, comment: str = "") -> None:
    """Tell the author and the organisation's owners how the review ended."""
    for person in _authors(page):
        address = page.url if approved else None
        mail.queue(
            kind="showcase/emails/review_approved" if approved else "showcase/emails/review_returned",
            recipient=person.email,
            language=person.language,
            context={
                "recipient_name": person.full_name,
                "title": page.title,
                "comment": comment,
                "url": mail.absolute_url(address) if address else _url("exhibitors:desk", person.language),
            },
        )
