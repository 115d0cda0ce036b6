"""Reports of difficulties: sending one in, dealing with it, answering it, in public where that was asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from home import emails, permissions
from home.enums import FEEDBACK_MOVES, FeedbackCategory, FeedbackState, ReporterKind
from home.models import CaseStep, FeedbackReport
from portal.kernel import errors, references, tokens
from portal.kernel import text as texts
from portal.kernel.languages import Language

TOKEN_PURPOSE = "home.feedback"  # noqa: S105 -- a purpose, not a secret
PREFIX = "GY"


def send_report(
    *,
    form_key: UUID,
    category: FeedbackCategory,
    reporter_kind: ReporterKind,
    text: str,
    wants_public_answer: bool,
    language: Language,
    now: datetime,
    name: str = "",
    organisation: str = "",
    email: str = "",
) -> tuple[FeedbackReport, str]:
    """Keep a report and return it with the secret of its status page; where there is an address, the link goes there too.

    Sending the same form again (same ``form_key``) answers with the first report and a new secret.
    """
    with transaction.atomic():
        report, created = FeedbackReport.objects.get_or_create(
            form_key=form_key,
            defaults={
                "reference": references.make(prefix=PREFIX, year_of=now, groups=(6,)),
                "category": category,
                "reporter_kind": reporter_kind,
                "name": texts.line(name),
                "organisation": texts.line(organisation),
                "email": email,
                "text": texts.paragraphs(text),
                "wants_public_answer": wants_public_answer,
                "language": language,
                "received_at": now,
            },
        )
        secret = tokens.issue(purpose=TOKEN_PURPOSE, subject=str(report.pk), now=now)
        if created:
            CaseStep.objects.create(report=report, state=FeedbackState.RECEIVED, happened_at=now)
            emails.feedback_received(report=report, secret=secret)
    return report, secret


def send_link_again(*, reference: str, email: str, now: datetime) -> bool:
    """Send the link of a report to its own address, if number and address belong together; return whether they do."""
    with transaction.atomic():
        report = FeedbackReport.objects.filter(reference__iexact=reference.strip(), email__iexact=email.strip()).first()
        if report is None or not report.email:
            return False
        secret = tokens.issue(purpose=TOKEN_PURPOSE, subject=str(report.pk), now=now)
        emails.feedback_link(report=report, secret=secret)
    return True


def report_of(*, secret: str, now: datetime) -> FeedbackReport | None:
    """Return the report that a secret link opens."""
    subject = tokens.subject_of(purpose=TOKEN_PURPOSE, secret=secret, now=now)
    return FeedbackReport.objects.filter(pk=int(subject)).first() if subject else None


def handle_report(
    *,
    report: FeedbackReport,
    by: Any,
    state: FeedbackState,
    now: datetime,
    answer: str = "",
    public_question: str = "",
    publish: bool = False,
) -> FeedbackReport:
    """Keep an officer's work on a report: a new state, the answer, and whether the answer is published.

    Raises NotAllowedError for a person who may not answer reports, IllegalMoveError for a state that may not follow, and
    DomainError where an answer is missing or a publication was not asked for.
    """
    if not permissions.may_answer_reports(by):
        raise errors.NotAllowedError
    with transaction.atomic():
        locked = FeedbackReport.objects.select_for_update().get(pk=report.pk)
        moved = locked.state != state
        if moved:
            FEEDBACK_MOVES.check(FeedbackState(locked.state), state)
        answer_words, question = texts.paragraphs(answer), texts.paragraphs(public_question)
        if state == FeedbackState.ANSWERED and not answer_words:
            raise errors.DomainError(_("Write the answer first."), field="answer")
        if publish and not locked.wants_public_answer:
            raise errors.DomainError(_("The person did not ask for an answer in public."), field="publish")
        if publish and not question:
            raise errors.DomainError(_("Write the question as it may be published."), field="public_question")
        if publish and state != FeedbackState.ANSWERED:
            raise errors.DomainError(_("Only an answered report can be published."), field="publish")
        locked.state = state
        locked.answer = answer_words
        locked.public_question = question
        locked.published_at = (locked.published_at or now) if publish else None
        if state == FeedbackState.ANSWERED:
            locked.answered_at = now if moved or locked.answered_at is None else locked.answered_at
        locked.handled_by = by
        locked.save(update_fields=["state", "answer", "public_question", "published_at", "answered_at", "handled_by"])
        if moved:
            CaseStep.objects.create(report=locked, state=state, happened_at=now, by=by)
            emails.feedback_moved(
                report=locked, secret=tokens.issue(purpose=TOKEN_PURPOSE, subject=str(locked.pk), now=now)
            )
    return locked
