"""What organisers set for the mails of an event: their own words, and when people are reminded."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import REGISTERED_AUDIENCES, LeadTime, ReminderAudience, WordedMail
from registration.models.records import Registration

WORDS_LIMIT = 1000


class MailWords(models.Model):
    """A paragraph of the organiser in the mails of one kind about one event: plain text, no markup, no placeholders."""

    subject = models.UUIDField(_("subject"))
    notice = models.CharField(_("mail"), max_length=20, choices=WordedMail.choices)
    words_vi = models.TextField(_("words in Vietnamese"), max_length=WORDS_LIMIT, blank=True)
    words_en = models.TextField(_("words in English"), max_length=WORDS_LIMIT, blank=True)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("words of the organiser")
        verbose_name_plural = _("words of organisers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "notice"], name="mail_words_one_per_subject_and_notice"),
            models.CheckConstraint(condition=models.Q(notice__in=WordedMail.values), name="mail_words_notice_known"),
            models.CheckConstraint(
                condition=~models.Q(words_vi="") | ~models.Q(words_en=""), name="mail_words_say_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_notice_display()} {self.subject}"


class ReminderRule(models.Model):
    """Who is reminded how long before the beginning.

    Without a subject it holds for every event that has no rule of its own for the same people. It reminds of moments from ``since`` on only: a new rule sends nothing that is past.
    """

    subject = models.UUIDField(_("subject"), null=True, blank=True)
    audience = models.CharField(_("to whom"), max_length=20, choices=ReminderAudience.choices)
    minutes_before = models.PositiveIntegerField(_("how long before the beginning"), choices=LeadTime.choices)
    since = models.DateTimeField(_("in force since"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("rule for reminders")
        verbose_name_plural = _("rules for reminders")
        ordering: ClassVar = ["audience", "-minutes_before", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "audience", "minutes_before"],
                condition=models.Q(subject__isnull=False),
                name="reminder_rule_once_in_subject",
            ),
            models.UniqueConstraint(
                fields=["audience", "minutes_before"],
                condition=models.Q(subject__isnull=True),
                name="reminder_rule_once_for_all",
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=ReminderAudience.values), name="reminder_rule_audience_known"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes_before__in=LeadTime.values), name="reminder_rule_lead_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()}: {self.get_minutes_before_display()}"

    @property
    def is_about_registrations(self) -> bool:
        """Whether it goes to those who registered, not to organisers."""
        return self.audience in REGISTERED_AUDIENCES


class ReminderSent(models.Model):
    """That a rule has reminded somebody of a beginning on this day (Việt Nam's date): once, whatever runs again.

    An event that moves to another day is reminded of anew.
    """

    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="sent")
    subject = models.UUIDField(_("subject"))
    start_day = models.DateField(_("day of the beginning"))
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "registration", "start_day"],
                condition=models.Q(registration__isnull=False),
                name="reminder_once_for_each_registration",
            ),
            models.UniqueConstraint(
                fields=["rule", "subject", "person", "start_day"],
                condition=models.Q(person__isnull=False),
                name="reminder_once_for_each_person",
            ),
            models.CheckConstraint(
                condition=models.Q(registration__isnull=True, person__isnull=False)
                | models.Q(registration__isnull=False, person__isnull=True),
                name="reminder_goes_to_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.start_day}"
