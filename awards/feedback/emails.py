"""Mails after the decision: to entrants that scores and remarks are there, to the secretariat that dossiers are erased soon."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.urls import reverse
from django.utils import translation

from awards import permissions
from awards.dossiers import emails as dossier_emails
from awards.dossiers.enums import MemberRole, MemberState
from awards.models import DossierMember, EditionSecretary, Nomination
from portal.kernel.languages import Language
from portal.mail import domain as mail

RELEASED: Final = "awards/emails/feedback_released"
ERASURE_DUE: Final = "awards/emails/erasure_due"


def released(*, nomination: Nomination) -> None:
    """Tell everybody who wrote a dossier, in their language, where scores and remarks are."""
    people = DossierMember.objects.filter(nomination=nomination, state=MemberState.ACCEPTED, user__is_active=True)
    for member in people.exclude(role=MemberRole.NOMINEE).select_related("user").order_by("pk"):
        person: Any = member.user
        language = Language(person.language)
        with translation.override(language):
            url = mail.absolute_url(reverse("awards:dossier", args=[nomination.public_id]))
        title = nomination.title_en if language is Language.ENGLISH and nomination.title_en else nomination.title
        mail.queue(
            kind=RELEASED,
            recipient=person.email,
            language=language,
            context={
                "recipient_name": person.get_full_name(),
                "dossier": title,
                "edition": dossier_emails.edition_title(nomination.award_key, language),
                "url": url,
            },
            about=nomination.award_key,
            once_for=f"feedback:{nomination.pk}",
        )


def secretaries(award_key: UUID) -> list[Any]:
    """Return who looks after an edition: those named, else the whole secretariat."""
    named = EditionSecretary.objects.filter(award_key=award_key).values("user")
    people = get_user_model().objects.filter(pk__in=named, is_active=True).order_by("pk")
    if people:
        return list(people)
    return list(ModelBackend().with_perm(permissions.MANAGE, is_active=True, include_superusers=False).order_by("pk"))


def erasure_due(*, award_key: UUID, at: datetime, number: int) -> None:
    """Remind the secretariat, once, of the day on which dossiers of an edition are erased."""
    for person in secretaries(award_key):
        language = Language(person.language)
        mail.queue(
            kind=ERASURE_DUE,
            recipient=person.email,
            language=language,
            context={
                "recipient_name": person.get_full_name(),
                "edition": dossier_emails.edition_title(award_key, language),
                "at": at,
                "number": number,
                "url": mail.absolute_url(reverse("awards-feedback", args=[award_key])),
            },
            about=award_key,
            once_for=f"erasure:{award_key}",
        )
