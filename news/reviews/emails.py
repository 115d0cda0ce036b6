"""Mails about a review: the link to the reviewer, the answer to the newsroom's people."""

from typing import Any

from django.urls import reverse
from django.utils import formats, translation

from news.models import ReviewLink
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail


def address_of(link: ReviewLink, secret: str) -> str:
    """Return the full address at which the draft is read, in the draft's language."""
    with translation.override(link.language):
        return mail.absolute_url(reverse("news:review", args=[secret]))


def invited(*, link: ReviewLink, title: str, secret: str) -> None:
    """Send the link to the reviewer, in the draft's language."""
    with translation.override(link.language):
        until = formats.date_format(clock.local(link.expires_at), "DATETIME_FORMAT")
    mail.queue(
        kind="news/emails/review_invited",
        recipient=link.email,
        language=Language(link.language),
        context={
            "name": link.name,
            "title": title,
            "note": link.note,
            "until": until,
            "newsroom": link.page.get_parent().title if link.page else "",
            "review_url": address_of(link, secret),
        },
    )


def answered(*, link: ReviewLink, person: Any, title: str, remarks: int) -> None:
    """Tell somebody of the newsroom that remarks came in, in that person's language; the remarks themselves stay in the admin."""
    with translation.override(person.language):
        context = {
            "name": person.full_name,
            "reviewer": link.name,
            "role": link.get_role_display(),
            "answer": link.get_answer_display(),
            "title": title,
            "remarks": remarks,
            "admin_url": mail.absolute_url(reverse("news_reviews", args=[link.page_id])),
        }
    mail.queue(
        kind="news/emails/review_answered", recipient=person.email, language=Language(person.language), context=context
    )
