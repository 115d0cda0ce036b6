"""What follows when Wagtail tells that a review ended, and when an organisation has agreed to a need."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail.signals import page_published, workflow_approved, workflow_cancelled, workflow_rejected

from exhibitors.models import Organisation
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from showcase import listing_emails
from showcase.domain import consent_scope, english, listed_values, rounds
from showcase.enums import ReviewDecision
from showcase.models import NeedConsent, NeedPage, TechnologyPage


class ReasonMissingError(errors.DomainError, PermissionDenied):
    """A review cannot be returned without a reason. Wagtail's admin answers with a message and no change."""


def _page(instance: WorkflowState) -> TechnologyPage | NeedPage | None:
    page = instance.content_object
    page = getattr(page, "specific", page)
    return page if isinstance(page, TechnologyPage | NeedPage) else None


@receiver(workflow_approved, dispatch_uid="showcase-review-approved")
def review_approved(sender: type, instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Close the round and tell the author that the page is public."""
    page = _page(instance)
    if page is not None:
        rounds.close_round(page=page, decision=ReviewDecision.APPROVED, by=user, now=clock.now())
        listing_emails.review_finished(page=page, decision=ReviewDecision.APPROVED)


@receiver(page_published, sender=TechnologyPage, dispatch_uid="showcase-english-follows")
def technology_published(sender: type, instance: TechnologyPage, revision: Any = None, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Let the English follow its Vietnamese page, whichever way that was published."""
    if instance.locale.language_code == Language.VIETNAMESE and instance.alias_of_id is None:
        english.follow(page=instance, by=revision.user if revision is not None else None)


@receiver(workflow_rejected, dispatch_uid="showcase-review-returned")
def review_returned(sender: type, instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Close the round and tell the author what the reviewer asks to change. Raises ReasonMissingError without words."""
    page = _page(instance)
    if page is not None:
        state = instance.current_task_state
        comment = state.comment.strip() if state else ""
        if not comment:
            raise ReasonMissingError(_("Write the reason: the author reads it and must know what to do."))
        rounds.close_round(page=page, decision=ReviewDecision.RETURNED, by=user, now=clock.now(), reason=comment)
        listing_emails.review_finished(page=page, decision=ReviewDecision.RETURNED, comment=comment)


@receiver(workflow_cancelled, dispatch_uid="showcase-review-cancelled")
def review_cancelled(sender: type, instance: WorkflowState, user: Any = None, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Close the round of a review that somebody stopped in the admin; a refusal has closed it already."""
    page = _page(instance)
    if page is not None:
        rounds.close_round(page=page, decision=ReviewDecision.CANCELLED, by=user, now=clock.now())


@receiver(post_save, sender=NeedConsent, dispatch_uid="showcase-consent-remembers")
def consent_saved(sender: type, instance: NeedConsent, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Keep what was agreed to with the consent, whichever way it was given."""
    consent_scope.remember(instance)


@receiver(post_save, sender=Organisation, dispatch_uid="showcase-values-follow-owner")
def organisation_saved(sender: type, instance: Organisation, *, created: bool, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Keep the kind of owner by which its technologies are found."""
    if not created:
        listed_values.follow_owner(instance)
