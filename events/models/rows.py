"""Rows of event pages: sessions, organisers, documents, halls, syllabus, trainers, partners, delegates.

Each row is translatable: the rows of the Vietnamese and the English page share a translation key, which is the row's own
identity (a session's calendar entry hangs on it), and a copied page gets new keys.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from events.enums import OrganiserRole
from portal.kernel import clock


def _meta_constraints(name: str) -> list[models.UniqueConstraint]:
    return [models.UniqueConstraint(fields=["translation_key", "locale"], name=f"{name}_key_unique_in_locale")]


class EventSession(TranslatableMixin, Orderable):
    """One part of the programme; times are instants, shown on Việt Nam's clock."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    room = models.CharField(_("room"), max_length=120, blank=True)
    speakers = models.CharField(
        _("speakers"), max_length=400, blank=True, help_text=_("Names and functions, separated by semicolons.")
    )
    description = models.TextField(_("description"), blank=True, max_length=1500)
    online_url = models.URLField(_("online link"), blank=True)
    takes_registrations = models.BooleanField(
        _("visitors choose it when they register"),
        default=False,
        help_text=_("On: the registration form offers this session, with places of its own."),
    )
    capacity = models.PositiveIntegerField(
        _("places in this session"), null=True, blank=True, help_text=_("Left empty, places are not limited.")
    )

    override_translatable_fields: ClassVar = [
        SynchronizedField(name) for name in ("starts_at", "ends_at", "takes_registrations", "capacity")
    ]
    panels: ClassVar = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("room")]),
        FieldPanel("speakers"),
        FieldPanel("description"),
        FieldPanel("online_url"),
        FieldRowPanel([FieldPanel("takes_registrations"), FieldPanel("capacity")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints: ClassVar = [
            *_meta_constraints("event_session"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_session_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a session that ends before it starts."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The session must end after it starts.")})
        if self.capacity is not None and self.pk is not None:
            from registration import queries  # noqa: PLC0415 -- models of another room

            taken = queries.taken_in_session(self.translation_key, clock.now())
            if self.capacity < taken:
                words = _("%(number)d places are taken already; give at least as many.")
                raise ValidationError({"capacity": words % {"number": taken}})


class EventOrganiser(TranslatableMixin, Orderable):
    """A body behind the event: an organisation of the directory or a name."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("If it is not in the directory."))
    role = models.CharField(_("role"), max_length=15, choices=OrganiserRole.choices, default=OrganiserRole.ORGANISER)

    panels: ClassVar = [FieldPanel("organisation"), FieldPanel("name"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints: ClassVar = _meta_constraints("event_organiser")

    def __str__(self) -> str:
        return self.name or str(self.organisation or "")

    def clean(self) -> None:
        """Refuse a row that names nobody."""
        super().clean()
        if not self.name and self.organisation_id is None:
            raise ValidationError({"name": _("Choose an organisation or write a name.")})


class EventDocument(TranslatableMixin, Orderable):
    """A public document of the event: invitation, programme, slides, report."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey(
        "media.PortalDocument", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar = [FieldPanel("title"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints: ClassVar = _meta_constraints("event_document")

    def __str__(self) -> str:
        return self.title


class FairHall(TranslatableMixin, Orderable):
    """A hall or area of a fair."""

    fair = ParentalKey("events.FairPage", on_delete=models.CASCADE, related_name="halls")
    code = models.CharField(_("code"), max_length=10, help_text=_("Short, as on the signs: A, B1."))
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=600)
    stand_count = models.PositiveSmallIntegerField(_("number of stands"), null=True, blank=True)

    override_translatable_fields: ClassVar = [SynchronizedField("code"), SynchronizedField("stand_count")]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name"), FieldPanel("stand_count")]),
        FieldPanel("description"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        constraints: ClassVar = _meta_constraints("fair_hall")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class TradePartner(TranslatableMixin, Orderable):
    """A body that receives or accompanies a trade-promotion programme."""

    programme = ParentalKey("events.TradePromotionPage", on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=80, blank=True)
    url = models.URLField(_("web address"), blank=True)

    panels: ClassVar = [FieldRowPanel([FieldPanel("name"), FieldPanel("country")]), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("partner body")
        verbose_name_plural = _("partner bodies")
        constraints: ClassVar = _meta_constraints("trade_partner")

    def __str__(self) -> str:
        return self.name


class TradeDelegate(TranslatableMixin, Orderable):
    """An organisation that travels with the delegation and what it wants there."""

    programme = ParentalKey("events.TradePromotionPage", on_delete=models.CASCADE, related_name="delegates")
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("If it is not in the directory."))
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)

    panels: ClassVar = [FieldPanel("organisation"), FieldPanel("name"), FieldPanel("purpose")]

    class Meta(Orderable.Meta):
        verbose_name = _("member of the delegation")
        verbose_name_plural = _("members of the delegation")
        constraints: ClassVar = _meta_constraints("trade_delegate")

    def __str__(self) -> str:
        return self.name or str(self.organisation or "")

    def clean(self) -> None:
        """Refuse a row that names nobody."""
        super().clean()
        if not self.name and self.organisation_id is None:
            raise ValidationError({"name": _("Choose an organisation or write a name.")})


class SyllabusRow(TranslatableMixin, Orderable):
    """One part of a course's content with its hours."""

    course = ParentalKey("events.CoursePage", on_delete=models.CASCADE, related_name="syllabus")
    title = models.CharField(_("subject"), max_length=200)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    content = models.TextField(_("content"), blank=True, max_length=1500)

    override_translatable_fields: ClassVar = [SynchronizedField("hours")]
    panels: ClassVar = [FieldRowPanel([FieldPanel("title"), FieldPanel("hours")]), FieldPanel("content")]

    class Meta(Orderable.Meta):
        verbose_name = _("part of the syllabus")
        verbose_name_plural = _("syllabus")
        constraints: ClassVar = [
            *_meta_constraints("syllabus_row"),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="syllabus_row_hours_positive"),
        ]

    def __str__(self) -> str:
        return self.title


class CourseTrainer(TranslatableMixin, Orderable):
    """A person who teaches, named with their consent."""

    course = ParentalKey("events.CoursePage", on_delete=models.CASCADE, related_name="trainers")
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("function"), max_length=150, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    biography = models.TextField(_("about the trainer"), blank=True, max_length=1000)
    picture = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    override_translatable_fields: ClassVar = [SynchronizedField("name")]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldPanel("organisation"),
        FieldPanel("biography"),
        FieldPanel("picture"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        constraints: ClassVar = _meta_constraints("course_trainer")

    def __str__(self) -> str:
        return self.name
