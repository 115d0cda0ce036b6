"""Local focal points, and the consent under which they enter needs for organisations."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.kernel.languages import Language
from showcase.need_enums import OPEN_CONSENTS, ConsentMethod, ConsentState


class FocalPoint(models.Model):
    """A person of a commune, district or department who enters needs for organisations there.

    Without ``units`` it is a department's, whose organisations may be anywhere in the province.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = models.CharField(
        _("office"), max_length=200, help_text=_("For example: People's Committee of Kinh Bắc ward")
    )
    units = models.ManyToManyField(
        "vocabularies.AdministrativeUnit",
        verbose_name=_("communes and wards"),
        blank=True,
        related_name="+",
        help_text=_("None for a department of the province"),
    )
    email = models.EmailField(
        _("e-mail address of the office"), help_text=_("Shown with needs of organisations that are not on the portal")
    )
    phone = models.CharField(_("telephone of the office"), max_length=40, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("appointed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    appointed_at = models.DateTimeField(_("appointed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("local focal point")
        verbose_name_plural = _("local focal points")
        ordering: ClassVar = ["body", "pk"]
        permissions: ClassVar = [
            ("appoint_focal_point", gettext_noop("Can appoint local focal points")),
            ("enter_needs_for_others", gettext_noop("Can enter needs for organisations")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="focal_point_one_office_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("appointed_at")),
                name="focal_point_times_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(user__isnull=False),
                name="focal_point_works_with_a_person",
            ),
            models.CheckConstraint(condition=~models.Q(body="") & ~models.Q(email=""), name="focal_point_named"),
        ]

    def __str__(self) -> str:
        return self.body


class NeedConsent(models.Model):
    """Who agreed, when and how, that a focal point enters the need of an organisation; hangs on the translation key."""

    need_key = models.UUIDField(_("key of the need"), db_index=True)
    focal_point = models.ForeignKey(
        FocalPoint, verbose_name=_("focal point"), on_delete=models.PROTECT, related_name="consents"
    )
    organisation_name = models.CharField(_("organisation"), max_length=200)
    contact_name = models.CharField(_("person who answers for it"), max_length=150)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    method = models.CharField(_("how"), max_length=8, choices=ConsentMethod.choices)
    state = models.CharField(_("state"), max_length=10, choices=ConsentState.choices, default=ConsentState.WAITING)
    given_on = models.DateField(_("given on"), null=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    # What the need said when the organisation agreed (``domain/consent_scope.py``); empty before that, and in old records.
    agreed_to = models.JSONField(_("what was agreed to"), null=True, editable=False)
    text_version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    send_when_given = models.BooleanField(_("send for review when given"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("recorded at"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    ended_at = models.DateTimeField(_("withdrawn at"), null=True)
    form_key = models.UUIDField(_("key of the form"), unique=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need_key"], condition=models.Q(state__in=OPEN_CONSENTS), name="need_consent_one_open"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ConsentState.values), name="need_consent_state_known"),
            models.CheckConstraint(
                condition=models.Q(method__in=ConsentMethod.values), name="need_consent_method_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[ConsentState.GIVEN, ConsentState.WITHDRAWN])
                | (models.Q(given_on__isnull=False) & ~models.Q(contact_name="")),
                name="need_consent_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ConsentState.WAITING, answered_at=None)
                | (~models.Q(state=ConsentState.WAITING) & models.Q(answered_at__isnull=False)),
                name="need_consent_answered_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(method=ConsentMethod.LINK) | ~models.Q(contact_email=""),
                name="need_consent_link_has_address",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ConsentState.WITHDRAWN, ended_at__isnull=False)
                | (~models.Q(state=ConsentState.WITHDRAWN) & models.Q(ended_at=None)),
                name="need_consent_end_when_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_name} {self.state}"
