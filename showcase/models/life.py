"""The life of a listing: the dates on its page, its log, and the reminders that were sent."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock
from showcase.enums import EnquirySubject, ListingAction, ListingState


class ListingLife(models.Model):
    """The dates of a listing that its owner must confirm from time to time. ``domain.lifecycle`` keeps them."""

    confirmed_on = models.DateField(_("confirmed as still valid on"), null=True, blank=True)
    expires_on = models.DateField(_("shown until"), null=True, blank=True)
    archived_on = models.DateField(_("archived on"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def deadline(self) -> date | None:
        """A day of the listing's own after which it means nothing, however often it is confirmed; most have none."""
        return None

    @property
    def shown_until(self) -> date | None:
        """The last day on which it is listed: the end of its life, or its own deadline where that comes first."""
        return min((day for day in (self.expires_on, self.deadline) if day), default=None)

    def is_expired(self, day: date | None = None) -> bool:
        """Return whether its last day has passed without anybody confirming it anew."""
        return self.shown_until is not None and self.shown_until < (day or clock.today())

    @property
    def listing_state(self) -> ListingState:
        """Where the listing stands in its life; models with an outcome say more."""
        return ListingState.ARCHIVED if self.archived_on is not None else ListingState.OFFERED

    def life_values(self, confirmed_on: date, expires_on: date) -> dict[str, Any]:
        """Return what the fields say of a listing that was confirmed just now."""
        return {"confirmed_on": confirmed_on, "expires_on": expires_on, "archived_on": None}


class ListingLog(models.Model):
    """One thing that happened to a listing, in every language of it at once."""

    subject = models.CharField(_("about"), max_length=12, choices=EnquirySubject.choices)
    translation_key = models.UUIDField(_("key of the page"), db_index=True)
    action = models.CharField(_("what happened"), max_length=14, choices=ListingAction.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("entry in a listing's log")
        verbose_name_plural = _("entries in listings' logs")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(action__in=ListingAction.values), name="listing_log_action_known")
        ]

    def __str__(self) -> str:
        return str(self.get_action_display())


class ListingReminder(models.Model):
    """A reminder that is done with: sent, or overtaken by a later one. The row keeps it from being sent twice."""

    translation_key = models.UUIDField(_("key of the page"))
    expires_on = models.DateField(_("shown until"))
    days = models.PositiveSmallIntegerField(_("days before"))
    was_sent = models.BooleanField(_("sent"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder of a listing")
        verbose_name_plural = _("reminders of listings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation_key", "expires_on", "days"], name="listing_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.expires_on} −{self.days}"
