"""Mails of the experts room. None tells one side the other's address."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from experts.enums import OPEN_STATES, LogAction
from experts.models import ExpertProfile, ExpertRequest
from experts.roles import OFFICERS
from portal.kernel.languages import Language
from portal.mail import domain as mail

_DECISIONS = {
    LogAction.APPROVED: "approved",
    LogAction.RETURNED: "returned",
    LogAction.BLOCKED: "taken_down",
    LogAction.UNBLOCKED: "lifted",
}


def _url(name: str, language: Language | str, *args: Any) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def submitted(*, profile: ExpertProfile) -> None:
    """Tell the officers that a profile waits for them, in their own languages."""
    officers = get_user_model().objects.filter(Q(groups__name=OFFICERS), is_active=True).distinct()
    for officer in officers:
        mail.queue(
            kind="experts/emails/submitted",
            recipient=officer.email,
            language=officer.language,
            context={
                "expert_name": profile.proposal.get("name", ""),
                "url": mail.absolute_url(reverse("experts-admin:review", args=[profile.pk])),
            },
        )


def decided(*, profile: ExpertProfile, action: LogAction) -> None:
    """Tell the expert what an officer decided."""
    language = Language(profile.user.language)
    mail.queue(
        kind=f"experts/emails/{_DECISIONS[action]}",
        recipient=profile.user.email,
        language=language,
        context={
            "expert_name": profile.name or profile.proposal.get("name", ""),
            "reason": profile.remarks if action is LogAction.RETURNED else profile.state_reason,
            "url": _url("experts:mine", language),
        },
    )


def _to_sender(kind: str, request: ExpertRequest, **context: Any) -> None:
    with translation.override(request.language):
        reason = request.get_decline_reason_display()
    mail.queue(
        kind=f"experts/emails/{kind}",
        recipient=request.email,
        language=request.language,
        context={
            "sender_name": request.name,
            "expert_name": request.profile.name,
            "reference": request.reference,
            "subject": request.subject,
            "reason": reason,
            **context,
        },
    )


def confirm(*, request: ExpertRequest, secret: str) -> None:
    """Ask the address whether it wants the message delivered."""
    _to_sender("confirm", request, url=_url("experts:confirm", request.language, secret))


def sent(*, request: ExpertRequest, text: str, secret: str) -> None:
    """Give the sender a copy of their words and the link to the conversation."""
    _to_sender("sent", request, text=text, url=_url("experts:thread", request.language, secret))


def answered(*, request: ExpertRequest, text: str, secret: str) -> None:
    """Pass the expert's words on."""
    _to_sender("answered", request, text=text, url=_url("experts:thread", request.language, secret))


def declined(*, request: ExpertRequest) -> None:
    """Tell the sender that the expert declined, and why."""
    _to_sender("declined", request)


def gone(*, profile: ExpertProfile) -> None:
    """Tell everyone with an open conversation that the expert has left the portal."""
    for request in profile.requests.filter(state__in=OPEN_STATES):
        _to_sender("gone", request)


def received(*, request: ExpertRequest, text: str) -> None:
    """Pass the sender's words on to the expert."""
    user = request.profile.user
    language = Language(user.language)
    with translation.override(language):
        help_words = request.get_help_display()
    mail.queue(
        kind="experts/emails/received",
        recipient=user.email,
        language=language,
        context={
            "expert_name": request.profile.name,
            "sender_name": request.name,
            "company": request.company,
            "help": help_words,
            "subject": request.subject,
            "reference": request.reference,
            "text": text,
            "url": _url("experts:message", language, request.reference),
        },
    )
