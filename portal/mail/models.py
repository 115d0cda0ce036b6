"""Records of the mail room."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from portal.mail.enums import MailState


class OutgoingMail(models.Model):
    """One message to one recipient; its Message-ID is fixed when it is queued, so that a repeated sending can be told.

    ``claimed_at`` is set while a worker sends it; a claim that is older than ``domain.LEASE`` is that of a dead worker.
    ``once_key`` names the task that wrote the mail, so that a task that runs again writes no second one.
    """

    kind = models.CharField(_("kind"), max_length=80)
    recipient = models.EmailField(_("recipient"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    unsubscribe_url = models.CharField(
        _("address that ends the subscription"),
        max_length=500,
        blank=True,
        help_text=_("A program posts to it when the reader presses its own button (RFC 8058)."),
    )
    message_id = models.CharField(_("message identifier"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=250, blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    about = models.UUIDField(
        _("subject"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The event or other thing that the mail is about."),
    )
    once_key = models.CharField(_("key of the work that wrote it"), max_length=64, null=True, blank=True, unique=True)
    due_at = models.DateTimeField(_("next try due at"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    smtp_code = models.PositiveSmallIntegerField(_("answer of the mail server"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_note = models.CharField(_("how it was settled"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering: ClassVar = ["-queued_at", "-pk"]
        permissions: ClassVar = [("tend_outgoingmail", _("Can look after mails that could not be delivered"))]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(state=MailState.QUEUED), name="mail_queued_by_due_moment"
            ),
            models.Index(fields=["failed_at"], condition=models.Q(state=MailState.FAILED), name="mail_failed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MailState.SENT) & models.Q(sent_at__isnull=True)),
                name="mail_sent_at_only_when_sent",
            ),
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=MailState.SETTLED, settled_at__isnull=False) & ~models.Q(settled_note="")
                | ~models.Q(state=MailState.SETTLED) & models.Q(settled_at__isnull=True, settled_note=""),
                name="mail_settled_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=models.Q(smtp_code__isnull=True) | models.Q(smtp_code__gte=200, smtp_code__lte=599),
                name="mail_smtp_code_is_one",
            ),
            models.CheckConstraint(
                condition=models.Q(unsubscribe_url="") | models.Q(unsubscribe_url__startswith="http"),
                name="mail_unsubscribe_url_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.queued_at:%Y-%m-%d %H:%M}"
