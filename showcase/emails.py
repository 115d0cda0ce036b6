"""Mails of the showcase room."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from exhibitors.enums import MemberRole
from exhibitors.models import Membership
from portal.kernel.languages import Language
from portal.mail import domain as mail
from showcase.enums import Disclosure
from showcase.models import Enquiry


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def _owners(organisation: Any) -> list[Any]:
    owners = Membership.objects.filter(organisation=organisation, role=MemberRole.OWNER, user__is_active=True)
    return [membership.user for membership in owners.select_related("user").order_by("joined_at", "pk")]


def enquiry_received(*, enquiry: Enquiry) -> None:
    """Tell every owner of the organisation that somebody asked."""
    for owner in _owners(enquiry.organisation):
        mail.queue(
            kind="showcase/emails/enquiry_received",
            recipient=owner.email,
            language=owner.language,
            context={
                "recipient_name": owner.full_name,
                "enquiry": enquiry,
                "url": _url("showcase:enquiry", owner.language, enquiry.reference),
            },
        )


def enquiry_copy(*, enquiry: Enquiry, page: Any, secret: str) -> None:
    """Send the sender a copy, with the contact details that the owner gives after interest, and a link to withdraw."""
    organisation = page.named_organisation
    tells = organisation is not None and page.disclosure != Disclosure.NEVER
    mail.queue(
        kind="showcase/emails/enquiry_copy",
        recipient=enquiry.email,
        language=enquiry.language,
        context={
            "enquiry": enquiry,
            "organisation_name": organisation.in_language("name", Language(enquiry.language)) if organisation else "",
            "contact_email": organisation.email if tells else "",
            "contact_phone": organisation.phone if tells else "",
            "url": _url("showcase:withdraw-enquiry", enquiry.language, secret),
        },
    )


def enquiry_answered(*, enquiry: Enquiry) -> None:
    """Send the answer to the sender; it gives no address away."""
    mail.queue(
        kind="showcase/emails/enquiry_answered",
        recipient=enquiry.email,
        language=enquiry.language,
        context={"enquiry": enquiry},
    )
