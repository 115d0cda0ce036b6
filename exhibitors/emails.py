"""Mails of the exhibitors room."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from exhibitors.enums import JoinRequestState, LogAction, MemberRole
from exhibitors.models import Invitation, JoinRequest, Membership, Organisation
from portal.kernel.languages import Language
from portal.mail import domain as mail

_KINDS = {
    LogAction.VERIFIED: "verified",
    LogAction.VERIFICATION_REFUSED: "verification_refused",
    LogAction.SUSPENDED: "suspended",
    LogAction.RESTORED: "restored",
    LogAction.MORE_ASKED: "more_asked",
    LogAction.CLOSED: "closed",
    LogAction.REOPENED: "reopened",
}
_ANSWERS = {
    JoinRequestState.ACCEPTED: "join_accepted",
    JoinRequestState.DECLINED: "join_declined",
    JoinRequestState.EXPIRED: "join_expired",
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


def _owners(organisation: Organisation) -> Iterable[Membership]:
    return organisation.memberships.filter(role=MemberRole.OWNER, user__is_active=True).select_related("user")


def verification_changed(*, organisation: Organisation, action: LogAction) -> None:
    """Tell every owner what an officer decided, each in their own language."""
    papers = action in {LogAction.MORE_ASKED, LogAction.VERIFICATION_REFUSED}
    for owner in _owners(organisation):
        language = Language(owner.user.language)
        address = (
            _url("exhibitors:papers", language, organisation.slug) if papers else _url("exhibitors:desk", language)
        )
        mail.queue(
            kind=f"exhibitors/emails/{_KINDS[action]}",
            recipient=owner.user.email,
            language=language,
            context={
                "organisation_name": organisation.in_language("name", language),
                "recipient_name": owner.user.full_name,
                "reason": organisation.state_reason,
                "url": address,
            },
        )


def closing_changed(*, organisation: Organisation, action: LogAction, by: Any) -> None:
    """Tell every owner that one of them closed the organisation or opened it again."""
    for owner in _owners(organisation):
        language = Language(owner.user.language)
        mail.queue(
            kind=f"exhibitors/emails/{_KINDS[action]}",
            recipient=owner.user.email,
            language=language,
            context={
                "organisation_name": organisation.in_language("name", language),
                "recipient_name": owner.user.full_name,
                "by": by.get_full_name(),
                "url": _url("exhibitors:desk", language),
            },
        )


def ownership_changed(*, former: Membership, new: Membership) -> None:
    """Tell both people of a handover, each in their own language: who owns the organisation now, and who did."""
    sides = (("ownership_received", new.user, former.user), ("ownership_handed_over", former.user, new.user))
    for kind, recipient, person in sides:
        language = Language(recipient.language)
        mail.queue(
            kind=f"exhibitors/emails/{kind}",
            recipient=recipient.email,
            language=language,
            context={
                "organisation_name": new.organisation.in_language("name", language),
                "recipient_name": recipient.full_name,
                "person": person.get_full_name(),
                "url": _url("exhibitors:members", language, new.organisation.slug),
            },
        )


def join_asked(*, request: JoinRequest) -> None:
    """Tell every owner who asks to join."""
    organisation = request.organisation
    for owner in _owners(organisation):
        language = Language(owner.user.language)
        mail.queue(
            kind="exhibitors/emails/join_asked",
            recipient=owner.user.email,
            language=language,
            context={
                "organisation_name": organisation.in_language("name", language),
                "recipient_name": owner.user.full_name,
                "person": request.user.get_full_name(),
                "person_email": request.user.email,
                "note": request.note,
                "expires_at": request.expires_at,
                "url": _url("exhibitors:members", language, organisation.slug),
            },
        )


def join_answered(*, request: JoinRequest, role: MemberRole | None = None) -> None:
    """Tell the person who asked what became of it, in words that name an organisation only where they may know it."""
    language = Language(request.user.language)
    with translation.override(language):
        organisation_name, role_name = request.shown_organisation, str(role.label) if role else ""
    mail.queue(
        kind=f"exhibitors/emails/{_ANSWERS[JoinRequestState(request.state)]}",
        recipient=request.user.email,
        language=language,
        context={
            "organisation_name": organisation_name,
            "recipient_name": request.user.full_name,
            "role": role_name,
            "url": _url("exhibitors:desk", language),
        },
    )
