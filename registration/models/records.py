"""Registrations and their log."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.kernel.languages import Language
from registration.enums import LIVE_STATES, Reason, RegistrationState
from registration.models.places import PlaceKind
from registration.models.questions import QuestionVersion
from registration.querysets import RegistrationQuerySet

FIRST_CLASS = 100


class Registration(models.Model):
    """One party's wish for places of one kind, from the form to the door."""

    reference = models.CharField(_("reference number"), max_length=20, unique=True, editable=False)
    place_kind = models.ForeignKey(
        PlaceKind, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("kind of place")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=RegistrationState.choices, default=RegistrationState.SUBMITTED
    )
    party_size = models.PositiveSmallIntegerField(_("number of people"), default=1)
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("account"),
    )
    form_key = models.UUIDField(_("key of the form"), unique=True, editable=False)
    queue_class = models.PositiveSmallIntegerField(
        _("class in the queue"), default=FIRST_CLASS, help_text=_("Lower numbers are served first.")
    )
    joined_at = models.DateTimeField(_("in the queue since"))
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed at"), null=True, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    question_version = models.ForeignKey(
        QuestionVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("version of questions"),
    )
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["-created_at", "-pk"]
        permissions: ClassVar = [
            ("decide_registration", _("Can approve, reject and cancel registrations")),
            ("export_registration", _("Can export registrations")),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["place_kind", "queue_class", "joined_at", "id"],
                condition=models.Q(state=RegistrationState.WAIT_LISTED),
                name="registration_queue",
            ),
            models.Index(fields=["email"], name="registration_email"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place_kind", "email"],
                condition=models.Q(state__in=sorted(LIVE_STATES)),
                name="registration_one_live_per_kind_and_email",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="registration_email_lower_case"),
            models.CheckConstraint(condition=models.Q(party_size__gte=1), name="registration_party_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(state__in=RegistrationState.values), name="registration_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.full_name}"


class RegistrationLog(models.Model):
    """One step of a registration: from where to where, by whom, why. Rows are only ever added."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="log")
    from_state = models.CharField(_("state before"), max_length=20, choices=RegistrationState.choices)
    to_state = models.CharField(_("state after"), max_length=20, choices=RegistrationState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("why"), max_length=30, choices=Reason.choices)
    remark = models.CharField(_("remark"), max_length=250, blank=True)
    passed = models.PositiveSmallIntegerField(
        _("passed"),
        default=0,
        help_text=_("Earlier entries that were passed because they need more places than are free."),
    )
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("step of a registration")
        verbose_name_plural = _("steps of registrations")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that exists is never written again."""
        if self.pk is not None:
            raise TypeError("Log rows are only ever added.")
        super().save(*args, **kwargs)
