"""What organisers decide on applications, alone or as two people: take up, ask for changes, accept, decline."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import emails
from events import fair_queries as fairs
from events.domain import application_steps as steps
from events.domain import booths
from events.enums import APPLICATION_MOVES, TAKING_PART, ApplicationState
from events.models import Booth, FairApplication
from portal.kernel import text
from portal.kernel.errors import DomainError


@transaction.atomic
def start_review(*, application: FairApplication, by: Any, now: datetime) -> FairApplication:
    """Take an application up; raises NotAllowedError and IllegalMoveError."""
    steps.require_reviewer(by)
    return steps.move(application=application, target=ApplicationState.UNDER_REVIEW, by=by, now=now)


@transaction.atomic
def ask_changes(*, application: FairApplication, by: Any, now: datetime, words: str) -> FairApplication:
    """Give an application back to its writer with what has to change; the writer is told.

    A decision that was proposed falls away. Raises NotAllowedError, IllegalMoveError, and DomainError without words.
    """
    steps.require_reviewer(by)
    words = text.paragraphs(words)
    if not words:
        raise DomainError(_("Say what has to be changed."), field="words")
    asked = steps.move(
        application=application,
        target=ApplicationState.CHANGES_ASKED,
        by=by,
        now=now,
        note=words,
        asked=words,
        decision_note="",
        proposed_state="",
        proposed_by=None,
    )
    emails.application_changed(application=asked)
    return asked


def _proposed(
    *, application: FairApplication, target: ApplicationState, by: Any, now: datetime, words: str
) -> FairApplication | None:
    """Keep a decision as a proposal where two people decide and nobody else proposed the same; return it, else None.

    Raises DomainError for the person who proposed it already.
    """
    current = steps.locked(application)
    APPLICATION_MOVES.check(ApplicationState(current.state), target)
    if not fairs.setup_of(current.fair_key).needs_two_people:
        return None
    if current.proposed_state == target and current.proposed_by_id is not None:
        if current.proposed_by_id == by.pk:
            raise DomainError(_("You proposed this decision. Somebody else of the organisers has to take it."))
        return None
    current.proposed_state, current.proposed_by, current.decision_note = target, by, words
    current.save(update_fields=["proposed_state", "proposed_by", "decision_note"])
    note = f"{target.label}. {words}".strip()
    steps.log(application=current, before=current.state, by=by, now=now, note=note, is_internal=True)
    return current


@transaction.atomic
def accept(
    *,
    application: FairApplication,
    by: Any,
    now: datetime,
    stand: str = "",
    words: str = "",
    booth: Booth | None = None,
) -> FairApplication:
    """Accept an application, offer it a booth where one is given, and tell the applicant.

    Where the fair asks for two people, the first call is a proposal and the applicant hears nothing; another person's call
    decides. ``stand`` is for fairs without a plan. Raises NotAllowedError, IllegalMoveError, and DomainError when another
    exhibitor has the stand or the booth.
    """
    steps.require_reviewer(by)
    stand, words = text.line(stand), text.paragraphs(words)
    if stand and Booth.objects.filter(fair_key=application.fair_key).exists():
        raise DomainError(_("This fair has a plan of booths. Offer one of its booths instead."), field="stand")
    rivals = FairApplication.objects.filter(
        fair_key=application.fair_key, state__in=TAKING_PART, stand__iexact=stand
    ).exclude(pk=application.pk)
    if stand and rivals.exists():
        raise DomainError(_("Another exhibitor has this stand."), field="stand")
    if booth is not None:
        booths.lock(booth_ids=[booth.pk])
    proposal = _proposed(application=application, target=ApplicationState.ACCEPTED, by=by, now=now, words=words)
    if proposal is not None:
        return proposal
    words = words or steps.locked(application).decision_note
    try:
        with transaction.atomic():
            accepted = steps.move(
                application=application,
                target=ApplicationState.ACCEPTED,
                by=by,
                now=now,
                note=words,
                stand=stand,
                decision_note=words,
                decided_at=now,
                decided_by=by,
            )
    except IntegrityError:
        raise DomainError(_("Another exhibitor has this stand."), field="stand") from None
    if booth is not None:
        return booths.offer(application=accepted, booth=booth, by=by, now=now)
    emails.application_changed(application=accepted)
    return accepted


@transaction.atomic
def decline(*, application: FairApplication, by: Any, now: datetime, words: str) -> FairApplication:
    """Decline an application with words for the applicant, who is told; two people as ``accept``.

    Raises NotAllowedError, IllegalMoveError, and DomainError without words.
    """
    steps.require_reviewer(by)
    words = text.paragraphs(words)
    if not words:
        raise DomainError(_("Tell the applicant why."), field="words")
    proposal = _proposed(application=application, target=ApplicationState.DECLINED, by=by, now=now, words=words)
    if proposal is not None:
        return proposal
    declined = steps.move(
        application=application,
        target=ApplicationState.DECLINED,
        by=by,
        now=now,
        note=words,
        decision_note=words,
        decided_at=now,
        decided_by=by,
    )
    emails.application_changed(application=declined)
    return declined
