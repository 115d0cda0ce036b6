"""Requests for support services: asking, and dealing with what was asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from home import emails, permissions
from home.enums import REQUEST_MOVES, RequestState
from home.models import CaseStep, ServicePage, ServiceRequest
from portal.kernel import errors, references, tokens
from portal.kernel import text as texts
from portal.kernel.languages import Language

TOKEN_PURPOSE = "home.service-request"  # noqa: S105 -- a purpose, not a secret
PREFIX = "DV"


def ask_for_service(
    *,
    form_key: UUID,
    service: ServicePage,
    name: str,
    email: str,
    text: str,
    language: Language,
    now: datetime,
    organisation: str = "",
    phone: str = "",
) -> tuple[ServiceRequest, str]:
    """Keep a request and return it with the secret of its status page, which is mailed too.

    Sending the same form again (same ``form_key``) answers with the first request and a new secret. Raises DomainError
    where the service takes no requests.
    """
    if not (service.live and service.accepts_requests):
        raise errors.DomainError(_("This service cannot be asked for at present."))
    with transaction.atomic():
        request, created = ServiceRequest.objects.get_or_create(
            form_key=form_key,
            defaults={
                "reference": references.make(prefix=PREFIX, year_of=now, groups=(6,)),
                "service_key": service.translation_key,
                "service_title": service.title,
                "name": texts.line(name),
                "organisation": texts.line(organisation),
                "email": email,
                "phone": texts.line(phone),
                "text": texts.paragraphs(text),
                "language": language,
                "received_at": now,
            },
        )
        secret = tokens.issue(purpose=TOKEN_PURPOSE, subject=str(request.pk), now=now)
        if created:
            CaseStep.objects.create(request=request, state=RequestState.RECEIVED, happened_at=now)
            emails.service_requested(request=request, secret=secret)
    return request, secret


def request_of(*, secret: str, now: datetime) -> ServiceRequest | None:
    """Return the request that a secret link opens."""
    subject = tokens.subject_of(purpose=TOKEN_PURPOSE, secret=secret, now=now)
    return ServiceRequest.objects.filter(pk=int(subject)).first() if subject else None


def handle_request(
    *, request: ServiceRequest, by: Any, state: RequestState, now: datetime, message: str = ""
) -> ServiceRequest:
    """Keep an officer's work on a request: a new state and what the person is told.

    Raises NotAllowedError for a person who may not answer requests, IllegalMoveError for a state that may not follow,
    and DomainError where the person who asked would be left without a word.
    """
    if not permissions.may_answer_requests(by):
        raise errors.NotAllowedError
    with transaction.atomic():
        locked = ServiceRequest.objects.select_for_update().get(pk=request.pk)
        moved = locked.state != state
        if moved:
            REQUEST_MOVES.check(RequestState(locked.state), state)
        if moved and state in {RequestState.NEEDS_MORE, RequestState.DECLINED} and not texts.paragraphs(message):
            raise errors.DomainError(
                _("Tell the person what is missing or why the request is declined."), field="message"
            )
        locked.state = state
        locked.message = texts.paragraphs(message)
        locked.handled_by = by
        locked.save(update_fields=["state", "message", "handled_by"])
        if moved:
            CaseStep.objects.create(request=locked, state=state, happened_at=now, by=by)
            emails.service_moved(
                request=locked, secret=tokens.issue(purpose=TOKEN_PURPOSE, subject=str(locked.pk), now=now)
            )
    return locked
