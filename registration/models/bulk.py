"""What organisers note about a registration, and what they decide on many at once."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.records import Registration
from registration.organiser_enums import BulkAction, BulkOutcome


class OrganiserNote(models.Model):
    """What an organiser noted about a registration; its person does not see it on the portal, but gets it on request."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="organiser_notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("moment"))
    text = models.TextField(_("note"), max_length=2000)

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="organiser_note_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.at:%Y-%m-%d %H:%M}"


class BulkRun(models.Model):
    """One decision on several registrations; what became of each stands in its rows."""

    key = models.UUIDField(_("key of the form"), default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(_("decision"), max_length=10, choices=BulkAction.choices)
    why = models.CharField(_("why"), max_length=250, blank=True)
    queue_class = models.PositiveSmallIntegerField(_("class in the queue"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    at = models.DateTimeField(_("moment"))
    finished_at = models.DateTimeField(_("done at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision on several registrations")
        verbose_name_plural = _("decisions on several registrations")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(action__in=BulkAction.values), name="bulk_run_action_known"),
            models.CheckConstraint(
                condition=models.Q(action=BulkAction.CLASS, queue_class__isnull=False)
                | ~models.Q(action=BulkAction.CLASS) & models.Q(queue_class__isnull=True),
                name="bulk_run_class_where_it_moves_classes",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(finished_at__isnull=False),
                name="bulk_run_undone_after_it_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"


class BulkRow(models.Model):
    """One registration of a decision on many: what it was before, and what became of it."""

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(
        _("what became of it"), max_length=10, choices=BulkOutcome.choices, default=BulkOutcome.WAITING
    )
    before = models.CharField(_("before"), max_length=20, blank=True)
    message = models.CharField(_("why not"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("registration of a decision on several")
        verbose_name_plural = _("registrations of a decision on several")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "registration"], name="bulk_row_once_in_a_run"),
            models.CheckConstraint(condition=models.Q(outcome__in=BulkOutcome.values), name="bulk_row_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.registration_id}"
