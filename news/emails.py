"""Mails of the news room."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from news.enums import StaffRole
from news.models import NewsroomPage, StaffInvitation
from portal.kernel.languages import Language
from portal.mail import domain as mail


def _title(newsroom_key: Any, language: Language) -> str:
    """Return the newsroom's name in a language, else in the one that it has."""
    rows = NewsroomPage.objects.filter(translation_key=newsroom_key, alias_of=None).select_related("locale")
    names = {page.locale.language_code: page.title for page in rows}
    return str(names.get(language.value) or next(iter(names.values()), ""))


def _role(role: StaffRole, language: Language) -> str:
    with translation.override(language):
        return str(role.label)


def staff_invitation(*, invitation: StaffInvitation, person: Any, secret: str) -> None:
    """Send the link that lets the holder of an account come into a newsroom, in that person's language."""
    language = Language(person.language)
    with translation.override(language):
        url = mail.absolute_url(reverse("news:staff-invitation", args=[secret]))
    mail.queue(
        kind="news/emails/staff_invitation",
        recipient=invitation.email,
        language=language,
        context={
            "recipient_name": person.get_full_name(),
            "newsroom": _title(invitation.newsroom_key, language),
            "invited_by": invitation.invited_by.get_full_name() if invitation.invited_by else "",
            "role": _role(StaffRole(invitation.role), language),
            "expires_at": invitation.expires_at,
            "url": url,
        },
        once_for=f"staff-invitation:{invitation.pk}",
    )


def staff_removed(*, newsroom: NewsroomPage, person: Any, role: StaffRole) -> None:
    """Tell a person that they are no longer in a group of a newsroom."""
    language = Language(person.language)
    mail.queue(
        kind="news/emails/staff_removed",
        recipient=person.email,
        language=language,
        context={
            "recipient_name": person.get_full_name(),
            "newsroom": _title(newsroom.translation_key, language),
            "role": _role(role, language),
        },
    )
