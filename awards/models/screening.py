"""Screening: what each rule says of a dossier, and the one request to cure it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.records import Nomination
from awards.screening.enums import Outcome


class ScreeningCheck(models.Model):
    """What one rule says of a dossier; the first round before the cure, the second after it."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="checks")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    key = models.SlugField(_("rule"), max_length=80)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("checked at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("check of a dossier")
        verbose_name_plural = _("checks of dossiers")
        ordering: ClassVar = ["nomination", "round", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "round", "key"], name="screening_rule_once_in_a_round"),
            models.CheckConstraint(condition=models.Q(round__in=[1, 2]), name="screening_has_two_rounds"),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.PASS)
                | (models.Q(outcome__in=[Outcome.FAIL, Outcome.UNCLEAR]) & ~models.Q(note="")),
                name="screening_doubt_has_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.get_outcome_display()}"


class CureRequest(models.Model):
    """The one request to complete a dossier; ``parts`` name what may be changed until ``due_at``."""

    nomination = models.OneToOneField(Nomination, on_delete=models.CASCADE, related_name="cure")
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_at = models.DateTimeField(_("to be completed before"))
    words = models.TextField(_("what is to be completed"))
    parts = models.JSONField(_("parts that may be changed"), default=list)
    """Such as ``basics``, ``answer:novelty``, ``document:report``."""
    answered_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    lapsed_at = models.DateTimeField(_("lapsed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request to complete a dossier")
        verbose_name_plural = _("requests to complete dossiers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")) & ~models.Q(words=""),
                name="cure_has_time_and_words",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(lapsed_at__isnull=True),
                name="cure_answered_or_lapsed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nomination)
