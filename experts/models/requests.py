"""Messages to experts: the portal passes the words on and keeps both addresses to itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from experts.enums import OPEN_STATES, READABLE_STATES, DeclineReason, Help, RequestState, Side
from experts.querysets import ExpertRequestQuerySet
from portal.kernel.languages import Language


class ExpertRequest(models.Model):
    """One conversation that a visitor began with an expert."""

    reference = models.CharField(_("reference number"), max_length=20, unique=True)
    submission_key = models.UUIDField(unique=True)
    profile = models.ForeignKey(
        "experts.ExpertProfile", verbose_name=_("expert"), on_delete=models.CASCADE, related_name="requests"
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account of the sender"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    company = models.CharField(_("organisation"), max_length=200, blank=True)
    help = models.CharField(_("kind of help"), max_length=12, choices=Help.choices)
    subject = models.CharField(_("subject"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=12, choices=RequestState.choices, default=RequestState.UNCONFIRMED)
    # The expert blocked the sender: to the sender it is a conversation like any other, and the expert never sees it.
    is_withheld = models.BooleanField(_("withheld from the expert"), default=False, editable=False)
    decline_reason = models.CharField(_("reason"), max_length=10, choices=DeclineReason.choices, blank=True)
    created_at = models.DateTimeField(_("created at"))
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ExpertRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to an expert")
        verbose_name_plural = _("messages to experts")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["email", "created_at"], name="expert_request_by_sender")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=RequestState.values), name="expert_request_state_known"
            ),
            models.UniqueConstraint(
                fields=["profile", "email"],
                condition=models.Q(state__in=OPEN_STATES),
                name="expert_request_one_open_per_sender",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.UNCONFIRMED, delivered_at__isnull=True)
                | models.Q(state__in=READABLE_STATES, delivered_at__isnull=False),
                name="expert_request_delivered_when_confirmed",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=RequestState.DECLINED) & ~models.Q(decline_reason=""))
                | (~models.Q(state=RequestState.DECLINED) & models.Q(decline_reason="")),
                name="expert_request_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ExpertMessage(models.Model):
    """One side's words in a conversation."""

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(_("written by"), max_length=10, choices=Side.choices)
    text = models.TextField(_("text"))
    submission_key = models.UUIDField(unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = pgettext_lazy("to or from an expert", "message")
        verbose_name_plural = pgettext_lazy("to or from an expert", "messages")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="expert_message_side_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="expert_message_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.side}"


class ExpertBlock(models.Model):
    """An address that an expert wants no more messages from."""

    profile = models.ForeignKey("experts.ExpertProfile", on_delete=models.CASCADE, related_name="blocks")
    email = models.EmailField(_("e-mail address"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")
        constraints: ClassVar = [models.UniqueConstraint(fields=["profile", "email"], name="expert_block_once")]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.at:%Y-%m-%d}"
