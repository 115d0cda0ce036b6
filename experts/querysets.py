"""Reusable filters of the experts room."""

from typing import TYPE_CHECKING

from django.db import models

from experts.enums import READABLE_STATES, ProfileState

if TYPE_CHECKING:
    from experts.models import ExpertProfile, ExpertRequest  # noqa: F401 -- named as text in type arguments


class ExpertProfileQuerySet(models.QuerySet["ExpertProfile"]):
    """Filters of profiles."""

    def public(self) -> "ExpertProfileQuerySet":
        """Return those that everyone may see."""
        return self.filter(state=ProfileState.PUBLISHED, user__is_active=True)

    def with_shown_data(self) -> "ExpertProfileQuerySet":
        """Join and prefetch what a card or a profile shows."""
        return self.select_related("user", "portrait").prefetch_related("fields", "helps", "languages", "links")


class ExpertRequestQuerySet(models.QuerySet["ExpertRequest"]):
    """Filters of messages to experts."""

    def readable(self) -> "ExpertRequestQuerySet":
        """Return those that have reached the expert."""
        return self.filter(state__in=READABLE_STATES, is_withheld=False)
