"""Mark sheets: the points and remarks of one juror for one dossier."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.marking.enums import MarkState
from awards.models.decisions import Rehearing
from awards.models.jury import Assignment, Juror


class MarkSheet(models.Model):
    """What one juror gives one dossier; nobody else reads it before scoring closes."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="sheet")
    state = models.CharField(_("state"), max_length=10, choices=MarkState.choices, default=MarkState.DRAFT)
    remark = models.TextField(_("remark for the entrant"), blank=True)
    note = models.TextField(_("note for the council"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mark sheet")
        verbose_name_plural = _("mark sheets")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=MarkState.values), name="mark_sheet_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=MarkState.SUBMITTED) | models.Q(submitted_at__isnull=False),
                name="mark_sheet_handed_in_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)


class Mark(models.Model):
    """The points for one criterion of the frozen rules, and why."""

    sheet = models.ForeignKey(MarkSheet, on_delete=models.CASCADE, related_name="marks")
    key = models.SlugField(_("criterion"), max_length=60)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "key"], name="mark_once_for_a_criterion")]

    def __str__(self) -> str:
        return f"{self.key}: {self.points}"


class MarkReminder(models.Model):
    """One mail that reminded a juror of sheets not handed in; rows are only ever added."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="mark_reminders")
    at = models.DateTimeField(_("reminded at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reminded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    waiting = models.PositiveSmallIntegerField(_("sheets not handed in"))

    class Meta:
        verbose_name = _("reminder of mark sheets")
        verbose_name_plural = _("reminders of mark sheets")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(waiting__gte=1), name="mark_reminder_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.juror}: {self.waiting}"


class MarkReturn(models.Model):
    """A sheet given back to its juror to correct it while an edition is decided anew; rows are only ever added."""

    sheet = models.ForeignKey(MarkSheet, on_delete=models.CASCADE, related_name="returns")
    rehearing = models.ForeignKey(Rehearing, on_delete=models.PROTECT, related_name="returns")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("given back at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given back by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("mark sheet given back")
        verbose_name_plural = _("mark sheets given back")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="mark_return_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.at}"
