"""Reusable filters of the exhibitors room."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from exhibitors.enums import PUBLIC_STATES, InvitationState

if TYPE_CHECKING:
    from exhibitors.models.records import Invitation, Organisation  # noqa: F401 -- named as text in type arguments


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Filters of organisations."""

    def public(self) -> "OrganisationQuerySet":
        """Return those that everyone may see."""
        return self.filter(state__in=PUBLIC_STATES)

    def with_card_data(self) -> "OrganisationQuerySet":
        """Join and prefetch what a card shows."""
        return self.select_related("kind", "place__parent", "logo").prefetch_related("roles", "logo__renditions")

    def with_profile_data(self) -> "OrganisationQuerySet":
        """Join and prefetch what a profile shows."""
        return self.select_related("kind", "place__parent", "logo").prefetch_related(
            "roles", "fields", "logo__renditions"
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Filters of invitations."""

    def live(self, now: datetime) -> "InvitationQuerySet":
        """Return those that can still be answered."""
        return self.filter(state=InvitationState.PENDING, expires_at__gt=now)
