"""Mails on the way of a listing: sent for review, its outcome, reminders, archived."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from exhibitors import queries as exhibitor_queries
from exhibitors.enums import MemberRole
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
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


def people_behind(page: Any) -> list[Any]:
    """Return the owners of the organisation and the author, as long as they work for it; the first to join first.

    Without an account of the organisation it is the focal point who wrote it down.
    """
    if page.organisation is None:
        return [page.owner] if page.owner is not None and page.owner.is_active else []
    members = [member for member in exhibitor_queries.members_of(page.organisation) if member.user.is_active]
    return [
        member.user
        for member in members
        if member.role == MemberRole.OWNER or (member.user_id == page.owner_id and member.role == MemberRole.EDITOR)
    ]


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
    for person in people_behind(page):
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


def reminder(*, page: Any, person: Any, days: int, secret: str) -> None:
    """Ask whether a listing is still true, with the link that renews it."""
    mail.queue(
        kind="showcase/emails/listing_reminder",
        recipient=person.email,
        language=person.language,
        context={
            "recipient_name": person.full_name,
            "title": page.title,
            "expires_on": page.expires_on,
            "is_last": days == 0 or page.expires_on <= clock.today(),
            "url": _url("showcase:listing-renew-link", person.language, secret),
        },
    )


def archived(*, page: Any, person: Any, secret: str) -> None:
    """Tell that a listing has been archived, with the link that brings it back."""
    mail.queue(
        kind="showcase/emails/listing_archived",
        recipient=person.email,
        language=person.language,
        context={
            "recipient_name": person.full_name,
            "title": page.title,
            "url": _url("showcase:listing-renew-link", person.language, secret),
        },
    )
