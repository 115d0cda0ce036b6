"""Mails of organisers to a group of those who are registered: their words, and who has them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from registration.models.records import Registration
from registration.organiser_enums import GroupMailState, RecipientState


class GroupMail(models.Model):
    """One mail to those of a subject whom a filter finds; the words stay as they were sent.

    ``filters`` are the fields of ``registration.group_filters`` in plain values.
    """

    key = models.UUIDField(_("key of the form"), default=uuid.uuid4, unique=True, editable=False)
    subject = models.UUIDField(_("subject"), db_index=True)
    filters = models.JSONField(_("to whom"), default=dict, blank=True)
    heading_vi = models.CharField(_("subject line in Vietnamese"), max_length=150)
    text_vi = models.TextField(_("text in Vietnamese"), max_length=5000)
    heading_en = models.CharField(_("subject line in English"), max_length=150, blank=True)
    text_en = models.TextField(_("text in English"), max_length=5000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=GroupMailState.choices, default=GroupMailState.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("written at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sending began at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("everybody told at"), null=True, blank=True)
    recipient_count = models.PositiveIntegerField(_("recipients"), default=0)

    class Meta:
        verbose_name = _("mail to a group")
        verbose_name_plural = _("mails to groups")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=GroupMailState.values), name="group_mail_state_known"),
            models.CheckConstraint(
                condition=models.Q(heading_en="", text_en="") | ~models.Q(heading_en="") & ~models.Q(text_en=""),
                name="group_mail_english_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(state=GroupMailState.DRAFT, sent_at__isnull=True)
                | ~models.Q(state=GroupMailState.DRAFT) & models.Q(sent_at__isnull=False),
                name="group_mail_sent_at_once_it_is_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(state=GroupMailState.SENT, finished_at__isnull=False)
                | ~models.Q(state=GroupMailState.SENT) & models.Q(finished_at__isnull=True),
                name="group_mail_finished_once_all_are_told",
            ),
        ]

    def __str__(self) -> str:
        return self.heading_vi

    def words(self, language: Language) -> tuple[str, str]:
        """Return subject line and text in a language; Vietnamese where there is no English."""
        if language is Language.ENGLISH and self.heading_en:
            return self.heading_en, self.text_en
        return self.heading_vi, self.text_vi


class GroupMailRecipient(models.Model):
    """One registration of a mail to a group, told once."""

    mail = models.ForeignKey(GroupMail, on_delete=models.CASCADE, related_name="recipients")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=RecipientState.choices, default=RecipientState.WAITING)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient of a mail to a group")
        verbose_name_plural = _("recipients of mails to groups")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mail", "registration"], name="group_mail_recipient_once"),
            models.CheckConstraint(
                condition=models.Q(state=RecipientState.TOLD, told_at__isnull=False)
                | ~models.Q(state=RecipientState.TOLD) & models.Q(told_at__isnull=True),
                name="group_mail_recipient_told_at",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RecipientState.values), name="group_mail_recipient_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail_id} {self.registration_id}"
