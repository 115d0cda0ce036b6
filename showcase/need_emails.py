"""Mails about needs that a focal point enters for an organisation."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from exhibitors.enums import MemberRole
from exhibitors.models import Membership
from portal.kernel.languages import Language
from portal.mail import domain as mail
from showcase.models import NeedConsent, NeedPage
from showcase.need_enums import CONSENT_TEXTS, ConsentState


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def consent_asked(*, consent: NeedConsent, page: NeedPage, secret: str, has_changed: bool = False) -> None:
    """Send the link to the person who answers for the organisation: to agree, or to know of it and be able to withdraw.

    With ``has_changed`` they agreed before, to other words.
    """
    language = Language(consent.language)
    # Whoever hands a page in may have read it before its newest draft was saved.
    title = NeedPage.objects.values_list("draft_title", flat=True).get(pk=page.pk)
    with translation.override(language):
        text = str(CONSENT_TEXTS[consent.text_version])
    mail.queue(
        kind="showcase/emails/consent_asked",
        recipient=consent.contact_email,
        language=language,
        context={
            "consent": consent,
            "title": title or page.title,
            "office": consent.focal_point.body,
            "text": text,
            "is_waiting": consent.state == ConsentState.WAITING,
            "has_changed": has_changed,
            "url": _url("showcase:consent", language, secret),
        },
    )


def entered_for_you(*, consent: NeedConsent, page: NeedPage) -> None:
    """Tell the owners of an organisation of the portal that a focal point entered a need for it."""
    owners = Membership.objects.filter(
        organisation=page.organisation, role=MemberRole.OWNER, user__is_active=True
    ).select_related("user")
    for membership in owners.order_by("joined_at", "pk"):
        owner = membership.user
        mail.queue(
            kind="showcase/emails/need_entered_for_you",
            recipient=owner.email,
            language=owner.language,
            context={
                "recipient_name": owner.full_name,
                "title": page.draft_title or page.title,
                "office": consent.focal_point.body,
                "organisation_name": consent.organisation_name,
                "url": _url("showcase:need-edit", owner.language, page.pk),
            },
        )


def consent_answered(*, consent: NeedConsent, page: NeedPage, sent: bool) -> None:
    """Tell the focal point how the organisation answered; ``sent`` says whether the review has started."""
    person = consent.recorded_by
    if person is None or not person.is_active:
        return
    with translation.override(person.language):
        state = consent.get_state_display()
    mail.queue(
        kind="showcase/emails/consent_answered",
        recipient=person.email,
        language=person.language,
        context={
            "recipient_name": person.full_name,
            "consent": consent,
            "state": state,
            "title": page.draft_title or page.title,
            "sent": sent,
            "is_given": consent.state == ConsentState.GIVEN,
            "url": _url("showcase:focal-desk", person.language),
        },
    )
