"""Mails of the exhibitors room."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from exhibitors.enums import LogAction, MemberRole
from exhibitors.models import Invitation, Organisation
from portal.kernel.languages import Language
from portal.mail import domain as mail

_KINDS = {
    LogAction.VERIFIED: "verified",
    LogAction.VERIFICATION_REFUSED: "verification_refused",
    LogAction.SUSPENDED: "suspended",
    LogAction.RESTORED: "restored",
}


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def invitation(*, invitation: Invitation, secret: str, by: Any) -> None:
    """Send the link that lets the invited person join, in the language of the person who invites."""
    language = Language(by.language)
    organisation = invitation.organisation
    with translation.override(language):
        role = invitation.get_role_display()
    mail.queue(
        kind="exhibitors/emails/invitation",
        recipient=invitation.email,
        language=language,
        context={
            "organisation_name": organisation.in_language("name", language),
            "invited_by": by.get_full_name(),
            "role": role,
            "expires_at": invitation.expires_at,
            "url": _url("exhibitors:invitation", language, secret),
        },
    )


def verification_changed(*, organisation: Organisation, action: LogAction) -> None:
    """Tell every owner what an officer decided, each in their own language."""
    owners = organisation.memberships.filter(role=MemberRole.OWNER, user__is_active=True).select_related("user")
    for owner in owners:
        language = Language(owner.user.language)
        mail.queue(
            kind=f"exhibitors/emails/{_KINDS[action]}",
            recipient=owner.user.email,
            language=language,
            context={
                "organisation_name": organisation.in_language("name", language),
                "recipient_name": owner.user.full_name,
                "reason": organisation.state_reason,
                "url": _url("exhibitors:desk", language),
            },
        )
