"""Mails about requests for a correction or a reply: to the requester, to the newsroom's chief editors."""

from typing import Any

from django.urls import reverse
from django.utils import formats, translation

from news.models import ReplyRequest
from portal.kernel.languages import Language
from portal.mail import domain as mail


def _to_requester(kind: str, request: ReplyRequest, name: str, secret: str, **more: Any) -> None:
    with translation.override(request.language):
        context = {
            "name": request.name,
            "reference": request.reference,
            "title": request.article_title,
            "state": request.get_state_display(),
            "due": formats.date_format(request.due_on, "DATE_FORMAT") if request.due_on else "",
            "link_url": mail.absolute_url(reverse(name, args=[secret])),
            **more,
        }
    mail.queue(
        kind=f"news/emails/{kind}", recipient=request.email, language=Language(request.language), context=context
    )


def confirm(*, request: ReplyRequest, secret: str) -> None:
    """Ask for the proof that the address is the requester's."""
    _to_requester("reply_confirm", request, "news:reply-confirm", secret)


def received(*, request: ReplyRequest, secret: str) -> None:
    """Say that the request reached the newsroom, its number, and when the answer is due."""
    _to_requester("reply_received", request, "news:reply-state", secret)


def moved(*, request: ReplyRequest, secret: str, words: str) -> None:
    """Tell the requester what was decided."""
    _to_requester("reply_moved", request, "news:reply-state", secret, words=words)


def _to_newsroom(kind: str, request: ReplyRequest, person: Any, once_for: str = "", **more: Any) -> None:
    with translation.override(person.language):
        context = {
            "name": person.full_name,
            "reference": request.reference,
            "title": request.article_title,
            "state": request.get_state_display(),
            "due": formats.date_format(request.due_on, "DATE_FORMAT") if request.due_on else "",
            "admin_url": mail.absolute_url(reverse("news_reply", args=[request.pk])),
            **more,
        }
    mail.queue(
        kind=f"news/emails/{kind}",
        recipient=person.email,
        language=Language(person.language),
        context=context,
        once_for=once_for,
    )


def arrived(*, request: ReplyRequest, person: Any) -> None:
    """Tell a chief editor of a new request, or that its requester moved it; who asks stands in the admin only."""
    _to_newsroom("reply_arrived", request, person)


def reminder(*, request: ReplyRequest, person: Any, late: bool) -> None:
    """Remind a chief editor once before the last day, and once when it is over."""
    _to_newsroom(
        "reply_reminder", request, person, once_for=f"{request.reference} {'late' if late else 'soon'}", late=late
    )
