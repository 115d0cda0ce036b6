"""Mails about delegations."""

from django.urls import reverse
from django.utils import translation

from events import queries
from events.models import DelegationInvitation
from exhibitors.enums import MemberRole
from portal.kernel.languages import Language
from portal.mail import domain as mail


def invited(*, invitation: DelegationInvitation) -> None:
    """Tell the owners of an organisation that it may name people for a programme, each in their language."""
    owners = invitation.organisation.memberships.filter(role=MemberRole.OWNER, user__is_active=True)
    for owner in owners.select_related("user").order_by("pk"):
        language = Language(owner.user.language)
        with translation.override(language):
            page = queries.programme_page(invitation.programme_key, language)
            mail.queue(
                kind="events/emails/delegation_invited",
                recipient=owner.user.email,
                language=language,
                context={
                    "recipient_name": owner.user.full_name,
                    "organisation_name": invitation.organisation.in_language("name", language),
                    "programme_title": page.title if page else "",
                    "seats": invitation.seats,
                    "url": mail.absolute_url(reverse("events:delegation", args=[invitation.pk])),
                },
                about=invitation.programme_key,
            )
