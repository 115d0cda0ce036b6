"""The event page: when, where, by whom, in which state; fairs, trade promotion and courses extend it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import ObjectList, Panel, TabbedInterface
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from events import admin_forms
from events.enums import TAKES_PLACE, AttendanceMode, EventKind, EventLevel, EventStatus
from events.models import event_panels
from events.querysets import EventPageManager
from exhibitors.enums import Country
from portal.blocks import stream
from portal.blocks import text as block_text
from portal.kernel import clock, text
from portal.page_cache import later
from portal.pages import findables
from portal.pages.base import PortalPage
from portal.vocabularies.enums import VocabularyCode

LAST_MINUTE = dt.time(23, 59)


NOT_TEXT = (
    "kind",
    "level",
    "attendance_mode",
    "starts_at",
    "ends_at",
    "is_all_day",
    "place",
    "latitude",
    "longitude",
    "online_url",
    "partner_country",
    "spoken_languages",
    "fields",
    "audiences",
    "status",
    "previous_starts_at",
    "takes_registrations",
    "registration_opens_at",
    "registration_closes_at",
    "capacity",
    "online_capacity",
    "needs_names",
    "session_gap_minutes",
    "picture",
    "contact_email",
    "contact_phone",
    "is_illustrative",
)


def whole_days(starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return the first and the last minute, on Việt Nam's calendar, of the days in which an event starts and ends."""
    last = clock.local(ends_at).date()
    return clock.at(clock.local(starts_at).date()), clock.at(last, LAST_MINUTE.hour, LAST_MINUTE.minute)


class EventPage(PortalPage):
    """An event. Times are instants; on all-day events only their dates on Việt Nam's clock count, both included.

    Registrations, applications and calendar identity hang on the translation key. ``status`` is changed by
    ``events.domain.status`` only; ``previous_starts_at`` follows from the page that is public and the new time.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices, default=EventKind.SEMINAR)
    level = models.CharField(_("level"), max_length=15, choices=EventLevel.choices, default=EventLevel.PROVINCIAL)
    attendance_mode = models.CharField(
        _("taking part"), max_length=10, choices=AttendanceMode.choices, default=AttendanceMode.ON_SITE
    )
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"), db_index=True)
    is_all_day = models.BooleanField(
        _("whole days"), default=False, help_text=_("Only the dates count; the last day belongs to the event.")
    )
    venue_name = models.CharField(_("venue"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    place = models.ForeignKey(
        "vocabularies.AdministrativeUnit",
        verbose_name=_("commune, district or province"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("As it is called on the day of the event."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    online_url = models.URLField(_("online address"), blank=True, help_text=_("Public: everyone can read it."))
    partner_country = models.CharField(_("partner country"), max_length=2, choices=Country.choices, blank=True)
    spoken_languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    fields = ParentalManyToManyField(
        "vocabularies.Term",
        verbose_name=_("fields of technology"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.FIELD},
    )
    audiences = ParentalManyToManyField(
        "vocabularies.Term",
        verbose_name=_("audience"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.AUDIENCE},
    )
    status = models.CharField(_("status"), max_length=15, choices=EventStatus.choices, default=EventStatus.SCHEDULED)
    status_note = models.CharField(_("what visitors should know about the change"), max_length=400, blank=True)
    previous_starts_at = models.DateTimeField(_("started before the change at"), null=True, blank=True)
    takes_registrations = models.BooleanField(_("visitors register on the portal"), default=True)
    registration_opens_at = models.DateTimeField(_("registration opens at"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes at"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("places on site"), null=True, blank=True, help_text=_("Left empty, places are not limited.")
    )
    online_capacity = models.PositiveIntegerField(
        _("places online"), null=True, blank=True, help_text=_("Left empty, places are not limited.")
    )
    needs_names = models.BooleanField(
        _("every name of a party"),
        default=False,
        help_text=_("On: whoever registers several people must tell the name of each."),
    )
    session_gap_minutes = models.PositiveSmallIntegerField(
        _("minutes between two sessions in different rooms"),
        default=0,
        help_text=_("Whoever chooses sessions must have this much time to walk from one to the other."),
    )
    picture = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead = models.TextField(_("lead"), max_length=400, help_text=_("One or two sentences: what, for whom, why come."))
    body = StreamField(stream.ContentBody(), verbose_name=_("text"), blank=True)
    contact_email = models.EmailField(
        _("e-mail of the organisers"),
        blank=True,
        help_text=_("An address of an office, not of a person; it is public."),
    )
    contact_phone = models.CharField(_("telephone of the organisers"), max_length=40, blank=True)
    is_illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Invented for demonstration; the page says so.")
    )
    folded = models.TextField(editable=False, blank=True, default="")

    objects = EventPageManager()

    fixed_kind: ClassVar[EventKind | None] = None
    read_together: ClassVar[tuple[str, ...]] = ("place__parent", "picture")
    findable_kind = findables.FindableKind.EVENT
    kind_label = _("Event")
    base_form_class = admin_forms.EventPageForm
    override_translatable_fields: ClassVar = [SynchronizedField(name) for name in NOT_TEXT]
    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/event_page.html"

    kind_panels: ClassVar[list[Panel]] = event_panels.KIND
    own_panels: ClassVar[list[Panel]] = []
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, *event_panels.CONTENT]
    when_panels: ClassVar[list[Panel]] = event_panels.WHEN
    about_panels: ClassVar[list[Panel]] = event_panels.ABOUT
    registration_panels: ClassVar[list[Panel]] = event_panels.REGISTRATION
    status_panels: ClassVar[list[Panel]] = event_panels.STATUS

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes: ClassVar = [models.Index(fields=["ends_at", "starts_at"], name="event_end_and_beginning")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(status__in=EventStatus.values), name="event_status_known"),
            models.CheckConstraint(
                condition=models.Q(registration_opens_at=None)
                | models.Q(registration_closes_at=None)
                | models.Q(registration_closes_at__gt=models.F("registration_opens_at")),
                name="event_registration_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="event_both_coordinates_or_none",
            ),
        ]

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Return the admin's form in tabs; kinds add their own tab."""
        tabs = [
            ObjectList([*cls.kind_panels, *cls.content_panels], heading=_("Content")),
            ObjectList(cls.when_panels, heading=_("Time and place")),
            ObjectList(cls.about_panels, heading=_("About the event")),
            ObjectList(cls.registration_panels, heading=_("Registration")),
            ObjectList(cls.status_panels, heading=_("Status")),
            ObjectList(cls.promote_panels, heading=_("Promote")),
            ObjectList(cls.settings_panels, heading=_("Settings")),
        ]
        if cls.own_panels:
            tabs.insert(1, ObjectList(cls.own_panels, heading=cls._meta.verbose_name))
        handler = TabbedInterface(tabs, base_form_class=cls.base_form_class)
        return handler.bind_to_model(cls)

    def clean(self) -> None:
        """Set the kind of the page type and whole days; refuse times and coordinates that make no sense."""
        super().clean()
        if self.fixed_kind is not None:
            self.kind = self.fixed_kind
        self.folded = text.fold(f"{self.title} {self.lead} {self.venue_name} {self.address}")
        self._fill_days()
        self._remember_former_start()
        errors: dict[str, Any] = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = _("The event must end after it starts.")
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            errors["registration_closes_at"] = _("Registration must close after it opens.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Give both latitude and longitude, or neither.")
        if errors:
            raise ValidationError(errors)

    def minimal_clean(self) -> None:
        """Fill whole days of a draft too, which is saved before it is complete."""
        super().minimal_clean()
        self._fill_days()

    def _fill_days(self) -> None:
        if self.is_all_day and self.starts_at and self.ends_at:
            self.starts_at, self.ends_at = whole_days(self.starts_at, self.ends_at)

    def _remember_former_start(self) -> None:
        """Keep when the public page said that a coming event starts, where an editor gives it another time."""
        if not (self.pk and self.starts_at):
            return
        asked = ("starts_at", "ends_at", "is_all_day", "previous_starts_at")
        told = EventPage.objects.filter(pk=self.pk, live=True).only(*asked).first()
        if told is None or told.is_past(clock.now()):
            return
        counts_days = told.is_all_day and self.is_all_day
        same = told.first_day == self.first_day if counts_days else told.starts_at == self.starts_at
        self.previous_starts_at = told.previous_starts_at if same else told.starts_at

    @property
    def first_day(self) -> dt.date:
        """The first day on Việt Nam's calendar."""
        return clock.local(self.starts_at).date()

    @property
    def last_day(self) -> dt.date:
        """The last day on Việt Nam's calendar; an event that ends at midnight ends on the day before."""
        last = clock.local(max(self.starts_at, self.ends_at - dt.timedelta(microseconds=1)))
        return last.date()

    @property
    def takes_place(self) -> bool:
        """Whether visitors can count on the date: neither postponed nor cancelled."""
        return self.status in TAKES_PLACE

    def is_past(self, now: dt.datetime) -> bool:
        """Return whether the event is over."""
        return self.ends_at <= now

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme, facts and actions."""
        from events import detail  # noqa: PLC0415 -- detail reads these models

        context = super().get_context(request, *args, **kwargs)
        context |= later.context(self, request, lambda: detail.context(page=self, now=clock.now()))
        return context

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the event for search engines."""
        from events import structured  # noqa: PLC0415 -- it reads these models

        return [structured.event(self)]

    def summary_text(self) -> str:
        """Return the lead."""
        return self.search_description or self.lead

    def findable_keywords(self) -> str:
        """Return venue, place, kind and organisers."""
        organisers = " ".join(str(row) for row in self.organisers.all())
        return f"{self.get_kind_display()} {self.venue_name} {self.place or ''} {organisers}"

    def findable_body(self) -> str:
        """Return the text and the programme."""
        programme = " ".join(f"{row.title} {row.speakers} {row.description}" for row in self.sessions.all())
        return f"{block_text.plain_text(self.body)} {programme}"

    def findable_picture(self) -> Any:
        """Return the event's picture."""
        return self.picture or super().findable_picture()

    def findable_files(self) -> Iterator[int]:
        """Return the documents of the event too."""
        yield from super().findable_files()
        yield from self.documents.values_list("document", flat=True)

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return field, place, audience and kind."""
        return {
            "field": tuple(self.fields.values_list("code", flat=True)),
            "audience": tuple(self.audiences.values_list("code", flat=True)),
            "place": (self.place.code,) if self.place else (),
            "event-kind": (self.kind,),
        }

    def findable_date(self) -> dt.date:
        """Return the first day."""
        return self.first_day
