"""Mails of the home room. Each goes to the person who sent something in, in that person's language."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from home.models import FeedbackReport, ServiceRequest
from portal.kernel.languages import Language
from portal.mail import domain as mail


def _address(language: str, name: str, *arguments: object) -> str:
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=arguments))


def _to_reporter(kind: str, *, report: FeedbackReport, secret: str) -> None:
    if not report.email:
        return
    with translation.override(report.language):
        state = report.get_state_display()
    context: dict[str, Any] = {
        "reference": report.reference,
        "name": report.name,
        "state": state,
        "answer": report.answer,
        "published": report.published_at is not None,
        "status_url": _address(report.language, "home:feedback-report", secret),
    }
    mail.queue(kind=f"home/emails/{kind}", recipient=report.email, language=Language(report.language), context=context)


def feedback_received(*, report: FeedbackReport, secret: str) -> None:
    """Confirm a report with its number and the link to where it stands."""
    _to_reporter("feedback_received", report=report, secret=secret)


def feedback_link(*, report: FeedbackReport, secret: str) -> None:
    """Send the link again, to the report's own address only."""
    _to_reporter("feedback_link", report=report, secret=secret)


def feedback_moved(*, report: FeedbackReport, secret: str) -> None:
    """Tell that a report has a new state, with the answer where there is one."""
    _to_reporter("feedback_moved", report=report, secret=secret)


def _to_asker(kind: str, *, request: ServiceRequest, secret: str) -> None:
    with translation.override(request.language):
        state = request.get_state_display()
    context: dict[str, Any] = {
        "reference": request.reference,
        "name": request.name,
        "service": request.service_title,
        "state": state,
        "message": request.message,
        "status_url": _address(request.language, "home:service-request-status", secret),
    }
    mail.queue(
        kind=f"home/emails/{kind}", recipient=request.email, language=Language(request.language), context=context
    )


def service_requested(*, request: ServiceRequest, secret: str) -> None:
    """Confirm a request with its number and the link to where it stands."""
    _to_asker("service_requested", request=request, secret=secret)


def service_moved(*, request: ServiceRequest, secret: str) -> None:
    """Tell that a request has a new state."""
    _to_asker("service_moved", request=request, secret=secret)
