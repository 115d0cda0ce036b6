"""Places in single sessions, which belong to a registration for the whole (ADR 0018)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import SessionPlaceState
from registration.models.places import PlaceKind
from registration.models.records import Registration
from registration.querysets import SessionPlaceQuerySet


class SessionPlace(models.Model):
    """That a party wants, has or waits for places in one session. A held one counts the whole party in the session's pool."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="session_places")
    place_kind = models.ForeignKey(
        PlaceKind, on_delete=models.PROTECT, related_name="session_places", verbose_name=_("session")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SessionPlaceState.choices, default=SessionPlaceState.REQUESTED
    )
    joined_at = models.DateTimeField(_("in the queue since"))
    changed_at = models.DateTimeField(_("changed at"))

    objects = SessionPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a session")
        verbose_name_plural = _("places in sessions")
        ordering: ClassVar = ["registration", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["place_kind", "joined_at", "id"],
                condition=models.Q(state=SessionPlaceState.WAITING),
                name="session_place_queue",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "place_kind"], name="session_place_once_a_registration"),
            models.CheckConstraint(
                condition=models.Q(state__in=SessionPlaceState.values), name="session_place_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_kind_id} {self.get_state_display()}"
