"""Drafts of exhibitors and their way through the review; shared by technologies and needs."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState
from wagtail.users.models import UserProfile

from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, errors, slugs
from showcase import listing_emails, permissions, queries
from showcase.domain import merging, rounds
from showcase.enums import ReviewState


def check_writer(*, organisation: Any, by: Any) -> None:
    """Raise NotAllowedError unless ``by`` may write for the organisation."""
    if not permissions.can_write(exhibitor_queries.membership_in(by, organisation)):
        raise errors.NotAllowedError


def check_page_writer(*, page: Any, by: Any) -> None:
    """Raise NotAllowedError unless ``by`` may write the page: for its organisation, or as the need's focal point."""
    if not permissions.may_write_page(by, page):
        raise errors.NotAllowedError


def add_draft(*, page: Any, parent: Page | None, by: Any) -> Any:
    """Put a new page under its Vietnamese list, not live, with its first revision; return it.

    Raises DomainError where the portal has no such list yet.
    """
    if parent is None:
        raise errors.DomainError(_("The portal has no list for this yet. Please tell the responsible body."))
    check_page_writer(page=page, by=by)
    with transaction.atomic():
        page.live = False
        page.has_unpublished_changes = True
        page.owner = by
        page.locale = parent.locale
        page.slug = free_slug(parent, page.title)
        parent.add_child(instance=page)
        page.save_revision(user=by, log_action=True, clean=False)
    return page


def free_slug(parent: Page, title: str) -> str:
    """Return a slug of ``title`` that no other page under ``parent`` has."""
    wanted = slugs.slug(title)
    taken = set(Page.objects.child_of(parent).filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(candidate for number in range(2, len(taken) + 3) if (candidate := f"{wanted}-{number}") not in taken)


@transaction.atomic
def save_draft(*, page: Any, by: Any, made_from: int | None = None) -> Any:
    """Keep a changed page as its newest draft; what is live stays as it is. Return the page.

    ``made_from`` is the revision that the changes were put on; StaleDraftError where it is not the newest any more.
    Raises NotAllowedError for those who may not write, IllegalMoveError while reviewers read it or after a refusal.
    """
    check_page_writer(page=page, by=by)
    return keep_draft(page=page, by=by, made_from=made_from)


def keep_draft(*, page: Any, by: Any, made_from: int | None = None) -> Any:
    """Do what ``save_draft`` does, inside the transaction of a caller who has asked for permission."""
    locked = Page.objects.select_for_update().get(pk=page.pk).specific
    state = queries.review_states([locked])[locked.pk]
    if state is ReviewState.IN_REVIEW:
        raise errors.IllegalMoveError(_("It is being reviewed now. You can change it when the review is done."))
    if state is ReviewState.REFUSED:
        raise errors.IllegalMoveError(_("It was refused, so it cannot be changed or sent again."))
    if made_from is not None and locked.latest_revision_id != made_from:
        raise merging.StaleDraftError(_("Somebody else saved this while you were writing."))
    if not locked.live:
        if not locked.first_published_at and page.title != locked.title:
            page.slug = free_slug(locked.get_parent(), page.title)
        page.has_unpublished_changes = True
        page.save(clean=False)
    page.save_revision(user=by, log_action=True, clean=False)
    return page


@transaction.atomic
def send_for_review(*, page: Any, missing: list[Any], by: Any, now: datetime | None = None) -> Any:
    """Start the review of a page's newest draft, or take it up again after comments; return the page.

    The round of review that begins is due after five working days. ``missing`` names what is not filled in yet. Raises NotAllowedError, IllegalMoveError while a review runs, and
    DomainError where something is missing or no review is set up.
    """
    check_page_writer(page=page, by=by)
    locked = Page.objects.select_for_update().get(pk=page.pk).specific
    state = queries.review_states([locked])[locked.pk]
    if state is ReviewState.IN_REVIEW:
        raise errors.IllegalMoveError(_("It is being reviewed already."))
    if state is ReviewState.REFUSED:
        raise errors.IllegalMoveError(_("It was refused, so it cannot be changed or sent again."))
    if state is ReviewState.LIVE:
        raise errors.IllegalMoveError(_("Nothing has changed since it was published."))
    if missing:
        names = ", ".join(str(part) for part in missing)
        raise errors.DomainError(_("Please fill in first: %(names)s.") % {"names": names})
    workflow = locked.get_workflow()
    if workflow is None:
        raise errors.DomainError(_("No review is set up on this portal yet. Please tell the responsible body."))
    _leave_mails_to_the_portal(by)
    running = locked.current_workflow_state
    if running is not None and running.status == WorkflowState.STATUS_NEEDS_CHANGES:
        running.resume(user=by)
    else:
        workflow.start(locked, by)
    begun = rounds.open_round(page=locked, title=locked.draft_title or locked.title, by=by, now=now or clock.now())
    listing_emails.sent_for_review(review_round=begun)
    return locked


def carry_on(page: Any, revision: Any) -> None:
    """Let a running review go on with a revision that holds what an officer, the life of the listing or a rule wrote."""
    running = page.current_workflow_task_state
    if running is not None:
        running.revision = revision
        running.save(update_fields=["revision"])


def _leave_mails_to_the_portal(author: Any) -> None:
    """Switch Wagtail's own mails to an author off who cannot open its admin; ``listing_emails`` writes instead."""
    if author.has_perm("wagtailadmin.access_admin"):
        return
    profile = UserProfile.get_for_user(author)
    if profile.approved_notifications or profile.rejected_notifications:
        profile.approved_notifications = False
        profile.rejected_notifications = False
        profile.save(update_fields=["approved_notifications", "rejected_notifications"])
