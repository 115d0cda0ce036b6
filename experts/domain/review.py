"""An officer's steps: approving, returning with remarks, taking down, lifting that."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from experts import emails, permissions
from experts.domain import details as expert_details
from experts.domain import log, portrait
from experts.domain.profile_lock import lock
from experts.enums import PROFILE_MOVES, REVIEW_MOVES, LogAction, ProfileState, ReviewState
from experts.models import ExpertHelp, ExpertLanguage, ExpertLink, ExpertProfile
from portal.kernel import errors, text
from portal.pages import findables
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term

_PLAIN_FIELDS = (
    "name",
    "title",
    "title_en",
    "country",
    "time_zone",
    "availability",
    "summary",
    "summary_en",
)


def _lock_for_officer(profile: ExpertProfile, by: Any) -> ExpertProfile:
    if not permissions.can_review(by):
        raise errors.NotAllowedError
    return lock(profile)


def _apply(locked: ExpertProfile) -> None:
    """Copy the proposal into what is shown."""
    proposed = expert_details.from_json(locked.proposal)
    for name in _PLAIN_FIELDS:
        setattr(locked, name, getattr(proposed, name))
    locked.fields.set(Term.objects.filter(vocabulary=VocabularyCode.FIELD, code__in=proposed.fields))
    for rows in (locked.helps, locked.languages, locked.links):
        rows.all().delete()
    ExpertHelp.objects.bulk_create(ExpertHelp(profile=locked, kind=kind) for kind in proposed.helps)
    ExpertLanguage.objects.bulk_create(
        ExpertLanguage(profile=locked, language=language, level=level) for language, level in proposed.languages
    )
    ExpertLink.objects.bulk_create(ExpertLink(profile=locked, url=url) for url in proposed.links)


@transaction.atomic
def approve(*, profile: ExpertProfile, by: Any, now: datetime, seen_at: datetime | None = None) -> ExpertProfile:
    """Show what the expert proposed to everyone; return the profile, and tell the expert by mail.

    ``seen_at`` is when the officer read the proposal: where it changed meanwhile, raises DomainError. Raises
    NotAllowedError, IllegalMoveError for words that wait for nobody.
    """
    locked = _lock_for_officer(profile, by)
    REVIEW_MOVES.check(ReviewState(locked.review), ReviewState.APPROVED)
    PROFILE_MOVES.check(ProfileState(locked.state), ProfileState.PUBLISHED)
    if seen_at is not None and locked.updated_at != seen_at:
        raise errors.DomainError(_("The expert has changed the words meanwhile. Read them again."))
    _apply(locked)
    portrait.apply_proposed(locked)
    locked.review = ReviewState.APPROVED
    locked.state = ProfileState.PUBLISHED
    locked.state_reason = ""
    locked.published_at = locked.published_at or now
    locked.updated_at = now
    locked.save(
        update_fields=[
            *_PLAIN_FIELDS,
            "portrait",
            "proposed_portrait",
            "review",
            "state",
            "state_reason",
            "published_at",
            "updated_at",
        ]
    )
    log.write(profile=locked, action=LogAction.APPROVED, by=by, now=now)
    emails.decided(profile=locked, action=LogAction.APPROVED)
    findables.changed(locked)
    return locked


@transaction.atomic
def send_back(*, profile: ExpertProfile, by: Any, now: datetime, reason: str) -> ExpertProfile:
    """Return the words to the expert with remarks; what is shown stays. Raises DomainError without remarks."""
    locked = _lock_for_officer(profile, by)
    words = text.line(reason)
    if not words:
        raise errors.DomainError(_("Say what should be changed; the expert will read it."), field="reason")
    REVIEW_MOVES.check(ReviewState(locked.review), ReviewState.RETURNED)
    locked.review = ReviewState.RETURNED
    locked.remarks = words
    locked.updated_at = now
    locked.save(update_fields=["review", "remarks", "updated_at"])
    log.write(profile=locked, action=LogAction.RETURNED, by=by, now=now, detail=words)
    emails.decided(profile=locked, action=LogAction.RETURNED)
    return locked


@transaction.atomic
def take_down(*, profile: ExpertProfile, by: Any, now: datetime, reason: str) -> ExpertProfile:
    """Hide a profile at once and let nothing of it be shown until that is lifted. Raises DomainError without reason."""
    locked = _lock_for_officer(profile, by)
    words = text.line(reason)
    if not words:
        raise errors.DomainError(_("Give the reason; the expert will read it."), field="reason")
    PROFILE_MOVES.check(ProfileState(locked.state), ProfileState.BLOCKED)
    locked.state = ProfileState.BLOCKED
    locked.state_reason = words
    if locked.review == ReviewState.WAITING:
        locked.review = ReviewState.WRITING
    locked.updated_at = now
    locked.save(update_fields=["state", "state_reason", "review", "updated_at"])
    log.write(profile=locked, action=LogAction.BLOCKED, by=by, now=now, detail=words)
    emails.decided(profile=locked, action=LogAction.BLOCKED)
    findables.changed(locked)
    return locked


@transaction.atomic
def lift(*, profile: ExpertProfile, by: Any, now: datetime) -> ExpertProfile:
    """Lift the taking down; the expert may send the profile for review again."""
    locked = _lock_for_officer(profile, by)
    if locked.state != ProfileState.BLOCKED:
        raise errors.IllegalMoveError
    locked.state = ProfileState.WITHDRAWN
    locked.state_reason = ""
    locked.updated_at = now
    locked.save(update_fields=["state", "state_reason", "updated_at"])
    log.write(profile=locked, action=LogAction.UNBLOCKED, by=by, now=now)
    emails.decided(profile=locked, action=LogAction.UNBLOCKED)
    return locked
