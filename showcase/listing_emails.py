"""Mails on the way of a listing: sent for review, its outcome, reminders, archived."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from portal.kernel.languages import Language
from portal.mail import domain as mail
from showcase import people
from showcase.enums import ReviewDecision
from showcase.models import ReviewRound

KINDS = {
    ReviewDecision.APPROVED: "showcase/emails/review_approved",
    ReviewDecision.RETURNED: "showcase/emails/review_returned",
    ReviewDecision.REFUSED: "showcase/emails/review_refused",
}


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def sent_for_review(*, review_round: ReviewRound) -> None:
    """Confirm to the sender that the review has begun, and by when it ends."""
    person = review_round.sent_by
    if person is None:
        return
    mail.queue(
        kind="showcase/emails/review_begun",
        recipient=person.email,
        language=person.language,
        context={
            "recipient_name": person.full_name,
            "title": review_round.title,
            "due_on": review_round.due_on,
            "url": _url("exhibitors:desk", person.language),
        },
    )


def review_finished(*, page: Any, decision: ReviewDecision, comment: str = "") -> None:
    """Tell the author and the organisation's owners how the review ended."""
    for person in people.behind(page):
        address = page.url if decision is ReviewDecision.APPROVED else None
        mail.queue(
            kind=KINDS[decision],
            recipient=person.email,
            language=person.language,
            context={
                "recipient_name": person.full_name,
                "title": page.draft_title or page.title,
                "comment": comment,
                "is_live": page.live,
                "url": mail.absolute_url(address) if address else _url("exhibitors:desk", person.language),
            },
        )


def _has_own_day(page: Any) -> bool:
    """Return whether a listing ends with its own deadline, which only a new one moves."""
    return page.deadline is not None and page.deadline == page.shown_until


def reminder(*, page: Any, receiver: people.Receiver, is_last: bool, secret: str) -> None:
    """Ask whether a listing is still true, with the link that renews it; ``is_last`` on its last day."""
    mail.queue(
        kind="showcase/emails/listing_reminder",
        recipient=receiver.email,
        language=receiver.language,
        context={
            "recipient_name": receiver.name,
            "title": page.title,
            "shown_until": page.shown_until,
            "has_own_day": _has_own_day(page),
            "is_last": is_last,
            "url": _url("showcase:listing-renew-link", receiver.language, secret),
        },
    )


def archived(*, page: Any, receiver: people.Receiver, secret: str) -> None:
    """Tell that a listing has been archived, with the link that brings it back."""
    mail.queue(
        kind="showcase/emails/listing_archived",
        recipient=receiver.email,
        language=receiver.language,
        context={
            "recipient_name": receiver.name,
            "title": page.title,
            "has_own_day": _has_own_day(page),
            "url": _url("showcase:listing-renew-link", receiver.language, secret),
        },
    )
