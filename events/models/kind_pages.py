"""Fairs, trade-promotion programmes and courses: events with more to say."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, Panel
from wagtail_localize.fields import SynchronizedField

from events.enums import CertificateRule, EventKind
from events.models.event_page import NOT_TEXT, EventPage
from portal.pages import findables


def _synchronised(*names: str) -> list[SynchronizedField]:
    return [SynchronizedField(name) for name in (*NOT_TEXT, *names)]


class FairPage(EventPage):
    """A technology fair or market with halls, exhibitors and its own dates for applications."""

    applications_open_at = models.DateTimeField(_("applications open at"), null=True, blank=True)
    applications_close_at = models.DateTimeField(_("applications close at"), null=True, blank=True)
    stand_count = models.PositiveSmallIntegerField(_("number of stands"), null=True, blank=True)
    products = models.TextField(
        _("what is shown"), max_length=1000, blank=True, help_text=_("Groups of products and technologies, one a line.")
    )
    exhibitor_conditions = models.TextField(
        _("conditions for exhibitors"), max_length=3000, blank=True, help_text=_("One condition a line.")
    )
    stand_fee_text = models.CharField(_("stand fee"), max_length=250, blank=True)

    fixed_kind = EventKind.FAIR
    kind_label = _("Technology fair")
    override_translatable_fields: ClassVar = _synchronised(
        "applications_open_at", "applications_close_at", "stand_count"
    )
    template = "events/fair_page.html"
    kind_panels: ClassVar[list[Panel]] = []
    own_panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("applications_open_at"), FieldPanel("applications_close_at")]),
        FieldRowPanel([FieldPanel("stand_count"), FieldPanel("stand_fee_text")]),
        FieldPanel("products"),
        FieldPanel("exhibitor_conditions"),
        InlinePanel("halls", heading=_("Halls"), label=_("Hall")),
    ]

    class Meta:
        verbose_name = _("fair")
        verbose_name_plural = _("fairs")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(applications_open_at=None)
                | models.Q(applications_close_at=None)
                | models.Q(applications_close_at__gt=models.F("applications_open_at")),
                name="fair_applications_close_after_opening",
            )
        ]

    def clean(self) -> None:
        """Refuse dates of applications in the wrong order."""
        super().clean()
        opens, closes = self.applications_open_at, self.applications_close_at
        if opens and closes and closes <= opens:
            raise ValidationError({"applications_close_at": _("Applications must close after they open.")})


class TradePromotionPage(EventPage):
    """A trade-promotion programme at home or abroad, with its delegation and partner bodies."""

    programme_number = models.CharField(_("number of the programme"), max_length=60, blank=True)
    delegation_size = models.PositiveSmallIntegerField(_("size of the delegation"), null=True, blank=True)
    delegation_note = models.TextField(_("about the delegation"), max_length=1000, blank=True)
    support_terms = models.TextField(_("support for participants"), max_length=1500, blank=True)

    fixed_kind = EventKind.TRADE_PROMOTION
    kind_label = _("Trade promotion")
    override_translatable_fields: ClassVar = _synchronised("programme_number", "delegation_size")
    template = "events/trade_promotion_page.html"
    kind_panels: ClassVar[list[Panel]] = []
    own_panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("programme_number"), FieldPanel("delegation_size")]),
        FieldPanel("delegation_note"),
        InlinePanel("delegates", heading=_("Delegation"), label=_("Member")),
        InlinePanel("partners", heading=_("Partner bodies"), label=_("Partner body")),
        FieldPanel("support_terms"),
    ]

    class Meta:
        verbose_name = _("trade-promotion programme")
        verbose_name_plural = _("trade-promotion programmes")


class CoursePage(EventPage):
    """A training course; its sessions are lessons, its syllabus what they teach."""

    audience_note = models.TextField(_("who should attend"), max_length=600, blank=True)
    hours = models.DecimalField(_("hours in all"), max_digits=5, decimal_places=1, null=True, blank=True)
    certificate_rule = models.CharField(
        _("certificate"), max_length=12, choices=CertificateRule.choices, default=CertificateRule.NONE
    )
    certificate_attendance = models.PositiveSmallIntegerField(
        _("attendance needed, per cent of sessions"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    certificate_hours = models.DecimalField(
        _("hours needed"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text=_("Hours of the sessions that a trainee attends, for a certificate for hours."),
    )
    certificate_mark = models.DecimalField(
        _("mark needed in the examination, of 10"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(5),
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    fee_text = models.CharField(_("fee"), max_length=200, blank=True)
    legal_basis = models.TextField(_("legal basis"), max_length=600, blank=True)

    fixed_kind = EventKind.COURSE
    findable_kind = findables.FindableKind.COURSE
    kind_label = _("Training course")
    override_translatable_fields: ClassVar = _synchronised(
        "hours", "certificate_rule", "certificate_attendance", "certificate_hours", "certificate_mark"
    )
    parent_page_types: ClassVar[list[str]] = ["events.CourseIndexPage"]
    template = "events/course_page.html"
    kind_panels: ClassVar[list[Panel]] = []
    own_panels: ClassVar[list[Panel]] = [
        FieldPanel("audience_note"),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("fee_text")]),
        FieldRowPanel([FieldPanel("certificate_rule"), FieldPanel("certificate_attendance")]),
        FieldRowPanel([FieldPanel("certificate_hours"), FieldPanel("certificate_mark")]),
        InlinePanel("syllabus", heading=_("Syllabus"), label=_("Subject")),
        InlinePanel("trainers", heading=_("Trainers"), label=_("Trainer")),
        FieldPanel("legal_basis"),
    ]

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(certificate_rule=CertificateRule.ATTENDANCE)
                | models.Q(
                    certificate_attendance__isnull=False,
                    certificate_attendance__gte=1,
                    certificate_attendance__lte=100,
                ),
                name="course_attendance_rule_has_share",
            ),
            models.CheckConstraint(
                condition=~models.Q(certificate_rule=CertificateRule.HOURS)
                | models.Q(certificate_hours__isnull=False, certificate_hours__gt=0),
                name="course_hours_rule_has_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(certificate_mark__gte=0) & models.Q(certificate_mark__lte=10),
                name="course_mark_0_to_10",
            ),
        ]

    def clean(self) -> None:
        """Refuse a certificate for attendance or hours that does not say how much."""
        super().clean()
        if self.certificate_rule == CertificateRule.HOURS and not self.certificate_hours:
            raise ValidationError({"certificate_hours": _("Say how many hours are needed.")})
        if self.certificate_rule == CertificateRule.ATTENDANCE and not self.certificate_attendance:
            raise ValidationError({"certificate_attendance": _("Say how many per cent of the sessions are needed.")})

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the course with this run of it for search engines."""
        from events import structured  # noqa: PLC0415 -- it reads these models

        return [structured.course(self)]

    @property
    def gives_certificate(self) -> bool:
        """Whether one can earn a certificate."""
        return self.certificate_rule != CertificateRule.NONE
