"""Who is told about an application: the contact while a member, else those of the organisation who may act, else the organisers."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend

from events import permissions
from events.models import FairApplication
from exhibitors import queries as exhibitor_queries
from portal.kernel import erasure


@dataclass(frozen=True, slots=True)
class Reader:
    """One person who gets a mail; an organiser reads that nobody of the organisation can be told."""

    email: str
    name: str
    is_organiser: bool = False


def is_reachable(user: Any) -> bool:
    """Return whether an account can still be written to: not erased, not closed."""
    return bool(user is not None and user.is_active and user.email and not user.email.endswith(erasure.ERASED_DOMAIN))


def of(application: FairApplication) -> list[Reader]:
    """Return who is told, the first to join first; only the contact, where that account is there and still a member."""
    contact = application.contact_user
    members = exhibitor_queries.members_of(application.organisation)
    still_there = contact is not None and any(membership.user_id == contact.pk for membership in members)
    if contact is not None and still_there and is_reachable(contact):
        return [Reader(contact.email, contact.get_full_name())]
    acting = [
        membership.user for membership in members if permissions.can_apply(membership) and is_reachable(membership.user)
    ]
    if acting:
        return [Reader(user.email, user.get_full_name()) for user in acting]
    reviewers = ModelBackend().with_perm(permissions.REVIEW_PERMISSION, is_active=True, include_superusers=False)
    return [
        Reader(user.email, user.get_full_name(), is_organiser=True)
        for user in reviewers.order_by("pk")
        if is_reachable(user)
    ]
