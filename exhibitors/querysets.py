"""Reusable filters of the exhibitors room."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce

from exhibitors.enums import PUBLIC_STATES, InvitationState, JoinRequestState, VerificationState

if TYPE_CHECKING:
    from exhibitors.models.joining import JoinRequest  # noqa: F401 -- named as text in type arguments
    from exhibitors.models.records import Invitation, Organisation  # noqa: F401 -- named as text in type arguments


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Filters of organisations."""

    def public(self) -> "OrganisationQuerySet":
        """Return those that everyone may see."""
        return self.filter(state__in=PUBLIC_STATES)

    def waiting_for_officer(self) -> "OrganisationQuerySet":
        """Return those that an officer has to look at, what waits longest first."""
        waiting = self.filter(state=VerificationState.UNVERIFIED, more_asked_at=None)
        return waiting.annotate(waiting_since=Coalesce("waits_since", "created_at")).order_by("waiting_since", "pk")

    def with_card_data(self) -> "OrganisationQuerySet":
        """Join and prefetch what a card shows."""
        return self.select_related("kind", "place__parent", "logo").prefetch_related("roles", "logo__renditions")

    def with_profile_data(self) -> "OrganisationQuerySet":
        """Join and prefetch what a profile shows."""
        return self.select_related("kind", "place__parent", "logo").prefetch_related(
            "roles", "fields", "products", "logo__renditions"
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Filters of invitations."""

    def live(self, now: datetime) -> "InvitationQuerySet":
        """Return those that can still be answered."""
        return self.filter(state=InvitationState.PENDING, expires_at__gt=now)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Filters of requests to join."""

    def live(self, now: datetime) -> "JoinRequestQuerySet":
        """Return those that can still be answered."""
        return self.filter(state=JoinRequestState.PENDING, expires_at__gt=now)
