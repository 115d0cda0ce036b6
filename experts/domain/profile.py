"""An expert's own steps: writing, sending for review with consent, withdrawing, deleting."""

import secrets
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from experts import emails, permissions
from experts.domain import details as expert_details
from experts.domain import log, portrait
from experts.domain.details import ExpertDetails
from experts.domain.profile_lock import lock
from experts.enums import (
    CONSENT_VERSION,
    PROFILE_MOVES,
    REVIEW_MOVES,
    LogAction,
    ProfileState,
    ReviewState,
)
from experts.models import ExpertProfile
from portal.kernel import errors, slugs
from portal.pages import findables

SLUG_TRIES: Final = 3


def _own(profile: ExpertProfile, by: Any) -> ExpertProfile:
    locked = lock(profile)
    if not permissions.owns(by, locked):
        raise errors.NotAllowedError
    return locked


def _free_slug(name: str) -> str:
    base = slugs.slug(name, fallback="chuyen-gia")
    if not ExpertProfile.objects.filter(slug=base).exists():
        return base
    return f"{base}-{secrets.token_hex(2)}"


def _create(*, by: Any, name: str, now: datetime, is_illustrative: bool) -> ExpertProfile:
    for _attempt in range(SLUG_TRIES):
        try:
            with transaction.atomic():
                return ExpertProfile.objects.create(
                    user=by,
                    slug=_free_slug(name),
                    created_at=now,
                    updated_at=now,
                    is_illustrative=is_illustrative,
                )
        except IntegrityError:
            # The second window of the same person, or another person of the same name in the same moment.
            if own := ExpertProfile.objects.filter(user=by).first():
                return own
    raise errors.DomainError(_("Somebody of the same name came first just now. Try again."), field="name")


@transaction.atomic
def save(
    *,
    by: Any,
    details: ExpertDetails,
    now: datetime,
    seen_at: datetime | None = None,
    is_illustrative: bool = False,
) -> ExpertProfile:
    """Keep what a person wrote of themselves as a proposal, making their profile the first time; return it.

    What is shown stays as it is until an officer approves. With ``seen_at``, raises StaleError where another window
    saved something else later; the same again changes nothing. Raises DomainError that names the field to blame, IllegalMoveError while a review is going on.
    """
    cleaned = expert_details.clean(details)
    existing = ExpertProfile.objects.filter(user=by).first()
    profile = existing or _create(by=by, name=cleaned.name, now=now, is_illustrative=is_illustrative)
    locked = _own(profile, by)
    if locked.review != ReviewState.WRITING:
        REVIEW_MOVES.check(ReviewState(locked.review), ReviewState.WRITING)
    if locked.review == ReviewState.WAITING:
        raise errors.IllegalMoveError(_("An officer is reading it. Take it back first, then change it."))
    is_same = existing is not None and expert_details.from_json(locked.proposal) == cleaned
    if is_same and locked.review == ReviewState.WRITING:
        return locked
    if not is_same and existing is not None and seen_at is not None and locked.updated_at != seen_at:
        raise errors.StaleError(
            _(
                "You saved this in another window meanwhile. What you did not change here stays as you saved it there. To keep"
                " what stands in the form, save again."
            ),
            saved_at=locked.updated_at,
        )
    locked.review = ReviewState.WRITING
    locked.proposal = cleaned.as_json()
    locked.updated_at = now
    locked.save(update_fields=["review", "proposal", "updated_at"])
    log.write(profile=locked, action=LogAction.SAVED, by=by, now=now)
    return locked


@transaction.atomic
def submit(*, profile: ExpertProfile, by: Any, consents: bool, now: datetime) -> ExpertProfile:
    """Send the proposal for review; return the profile.

    The person agrees in this very step to what ``CONSENT_VERSION`` says; version and time are kept (Law 91/2025/QH15:
    consent is given by an act, never preset). Raises DomainError for a missing consent or incomplete words.
    """
    locked = _own(profile, by)
    if locked.state == ProfileState.BLOCKED:
        raise errors.IllegalMoveError(_("An officer has taken the profile down. Write to the portal first."))
    REVIEW_MOVES.check(ReviewState(locked.review), ReviewState.WAITING)
    lacking = expert_details.missing(expert_details.from_json(locked.proposal))
    if lacking:
        field, sentence = lacking[0]
        raise errors.DomainError(sentence, field=field)
    if not consents:
        raise errors.DomainError(
            _("Tick the box: without your consent nothing can be shown to others."), field="consents"
        )
    locked.review = ReviewState.WAITING
    locked.remarks = ""
    locked.consent_version = CONSENT_VERSION
    locked.consent_at = now
    locked.updated_at = now
    locked.save(update_fields=["review", "remarks", "consent_version", "consent_at", "updated_at"])
    log.write(profile=locked, action=LogAction.SUBMITTED, by=by, now=now, detail=CONSENT_VERSION)
    emails.submitted(profile=locked)
    return locked


@transaction.atomic
def take_back(*, profile: ExpertProfile, by: Any, now: datetime) -> ExpertProfile:
    """Take the words back from review, to change them; return the profile. Raises IllegalMoveError."""
    locked = _own(profile, by)
    if locked.review != ReviewState.WAITING:
        raise errors.IllegalMoveError
    locked.review = ReviewState.WRITING
    locked.updated_at = now
    locked.save(update_fields=["review", "updated_at"])
    log.write(profile=locked, action=LogAction.SAVED, by=by, now=now)
    return locked


@transaction.atomic
def withdraw(*, profile: ExpertProfile, by: Any, now: datetime) -> ExpertProfile:
    """Take one's own profile off the portal at once; what was written is kept for coming back. Return the profile.

    The consent ends with it: showing the profile again needs a new one. Raises IllegalMoveError where nothing is shown.
    """
    locked = _own(profile, by)
    if locked.state != ProfileState.PUBLISHED:
        raise errors.IllegalMoveError
    PROFILE_MOVES.check(ProfileState(locked.state), ProfileState.WITHDRAWN)
    locked.state = ProfileState.WITHDRAWN
    locked.review = ReviewState.WRITING
    locked.consent_version = ""
    locked.consent_at = None
    locked.updated_at = now
    locked.save(update_fields=["state", "review", "consent_version", "consent_at", "updated_at"])
    log.write(profile=locked, action=LogAction.WITHDRAWN, by=by, now=now)
    findables.changed(locked)
    return locked


@transaction.atomic
def erase(*, profile: ExpertProfile, by: Any, now: datetime) -> None:  # noqa: ARG001 -- every change takes its instant
    """Delete one's own profile with its photo and every message to it (Law 91/2025/QH15, the right to erasure).

    Officers may do it for a person who asks them. People whose messages are still open get a mail that says so.
    """
    locked = lock(profile)
    if not (permissions.owns(by, locked) or permissions.can_review(by)):
        raise errors.NotAllowedError
    emails.gone(profile=locked)
    was_public = locked.is_public
    locked.state = ProfileState.WITHDRAWN
    if was_public:
        findables.changed(locked)
    portrait.delete_files(locked)
    locked.delete()
