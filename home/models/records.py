"""What people send in: reports of difficulties and requests for services. Changed by ``home.domain`` only."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.enums import FeedbackCategory, FeedbackState, ReporterKind, RequestState
from portal.kernel.languages import Language


class FeedbackReport(models.Model):
    """A difficulty, proposal or mistake that somebody reports; answered by an officer, in public where that was asked."""

    form_key = models.UUIDField(_("key of the form"), default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference number"), max_length=20, unique=True)
    category = models.CharField(_("subject"), max_length=20, choices=FeedbackCategory.choices)
    reporter_kind = models.CharField(_("who reports"), max_length=20, choices=ReporterKind.choices)
    name = models.CharField(_("name"), max_length=150, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    text = models.TextField(_("report"))
    wants_public_answer = models.BooleanField(_("asks for an answer in public"), default=False)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=15, choices=FeedbackState.choices, default=FeedbackState.RECEIVED)
    answer = models.TextField(_("answer"), blank=True)
    public_question = models.TextField(
        _("the question as it is published"), blank=True, help_text=_("Without names or anything that tells who asked.")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("report of a difficulty")
        verbose_name_plural = _("reports of difficulties")
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state=FeedbackState.ANSWERED)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="feedback_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | (models.Q(state=FeedbackState.ANSWERED, wants_public_answer=True) & ~models.Q(public_question="")),
                name="feedback_published_only_when_asked_and_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ServiceRequest(models.Model):
    """Somebody asks for a support service; hangs on the service page's translation key."""

    form_key = models.UUIDField(_("key of the form"), default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference number"), max_length=20, unique=True)
    service_key = models.UUIDField(_("service"), db_index=True)
    service_title = models.CharField(_("title of the service"), max_length=255)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    text = models.TextField(_("what is wanted"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    state = models.CharField(_("state"), max_length=15, choices=RequestState.choices, default=RequestState.RECEIVED)
    message = models.TextField(_("message to the person"), blank=True)
    received_at = models.DateTimeField(_("received at"))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("request for a service")
        verbose_name_plural = _("requests for services")
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(email=""), name="service_request_has_email"),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseStep(models.Model):
    """One step of a report or a request: the new state, when, by whom."""

    report = models.ForeignKey(
        FeedbackReport, verbose_name=_("report"), null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    request = models.ForeignKey(
        ServiceRequest, verbose_name=_("request"), null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    state = models.CharField(_("state"), max_length=15)
    happened_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["happened_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, request__isnull=True)
                | models.Q(report__isnull=True, request__isnull=False),
                name="case_step_of_one_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.happened_at:%Y-%m-%d %H:%M}"
