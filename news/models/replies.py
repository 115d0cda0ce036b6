"""Requests for a correction or a reply, with each step they took."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.replies.enums import Remedy, ReplyState, RequesterKind
from portal.kernel.languages import Language

LONGEST = 4000


class ReplyRequest(models.Model):
    """Somebody asks a newsroom to correct a story or to publish a reply; ``due_on`` is counted when the address is confirmed."""

    reference = models.CharField(_("reference number"), max_length=20, unique=True)
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    article_key = models.UUIDField(_("story"), db_index=True)
    article_title = models.CharField(_("headline"), max_length=255)
    newsroom_key = models.UUIDField(_("newsroom"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    kind = models.CharField(_("who asks"), max_length=12, choices=RequesterKind.choices)
    name = models.CharField(_("full name"), max_length=120)
    on_behalf_of = models.CharField(_("in whose name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    passage = models.TextField(_("passage"), max_length=1000)
    wrong = models.TextField(_("what is wrong"), max_length=LONGEST)
    evidence = models.TextField(_("evidence"), max_length=LONGEST, blank=True)
    remedy = models.CharField(_("what is asked for"), max_length=12, choices=Remedy.choices)
    papers = models.ForeignKey(
        "media.PrivateFile",
        verbose_name=_("papers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=12, choices=ReplyState.choices, default=ReplyState.UNVERIFIED)
    sent_at = models.DateTimeField(_("sent at"))
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=LONGEST, blank=True)
    note = models.ForeignKey(
        "news.CorrectionNote",
        verbose_name=_("note published with the story"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("request for a correction or a reply")
        verbose_name_plural = _("requests for corrections and replies")
        ordering: ClassVar = ["due_on", "pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReplyState.values), name="reply_request_state_known"),
            models.CheckConstraint(
                condition=Q(state=ReplyState.UNVERIFIED, received_at=None, due_on=None)
                | (~Q(state=ReplyState.UNVERIFIED) & ~Q(received_at=None) & ~Q(due_on=None)),
                name="reply_request_received_has_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReplyState.DECLINED, ReplyState.ANSWERED])
                | (~Q(answer="") & ~Q(closed_at=None)),
                name="reply_request_closed_has_answer",
            ),
            models.CheckConstraint(condition=~Q(passage="") & ~Q(wrong=""), name="reply_request_says_what"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReplyMove(models.Model):
    """One step of a request: who moved it, when, and why."""

    request = models.ForeignKey(ReplyRequest, on_delete=models.CASCADE, related_name="moves")
    source = models.CharField(_("state before"), max_length=12, choices=ReplyState.choices)
    target = models.CharField(_("state after"), max_length=12, choices=ReplyState.choices)
    reason = models.TextField(_("reason"), max_length=LONGEST, blank=True)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(_("time of the step"))

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of a request")
        ordering: ClassVar = ["moved_at", "pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(target=ReplyState.DECLINED) | ~Q(reason=""), name="reply_decline_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
