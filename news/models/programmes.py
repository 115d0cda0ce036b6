"""A newsroom's programmes, their weekly slots, and when they are on air."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from news.enums import Desk, PodcastCategory, Weekday
from portal.kernel import clock, languages
from portal.kernel.languages import Language

SMALLEST_COVER = 1400
LARGEST_COVER = 3000
"""Apple Podcasts asks for a square cover of 1400 to 3000 px (podcasters.apple.com/support/896-artwork-requirements)."""
LONGEST_SLOT = 600


class Programme(ClusterableModel):
    """What a newsroom sends again and again under one name; hangs on the newsroom's translation key.

    ``code`` names it in addresses and calendars and never changes.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    newsroom_key = models.UUIDField(_("newsroom"), db_index=True, editable=False)
    code = models.SlugField(
        _("code"), max_length=60, unique=True, help_text=_("Names the programme in addresses; it never changes.")
    )
    medium = models.CharField(_("medium"), max_length=12, choices=Desk.choices, default=Desk.RADIO)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description_vi = models.TextField(_("description in Vietnamese"), max_length=1000)
    description_en = models.TextField(_("description in English"), max_length=1000, blank=True)
    cover = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("cover picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Square, 1400 to 3000 pixels: podcast directories ask for it."),
    )
    category = models.CharField(
        _("podcast category"), max_length=20, choices=PodcastCategory.choices, default=PodcastCategory.NEWS
    )
    language = models.CharField(
        _("spoken language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    contact_email = models.EmailField(
        _("e-mail of the programme"),
        blank=True,
        help_text=_("Of the programme, not of a person. Empty takes the newsroom's."),
    )
    stream_address = models.CharField(
        _("address of the live stream"),
        max_length=250,
        blank=True,
        help_text=_("HLS (.m3u8) or sound (Icecast, MP3, AAC), by https, at a server that the operator permits."),
    )
    stream_sound_address = models.CharField(
        _("address of the stream of sound alone"),
        max_length=250,
        blank=True,
        help_text=_("For those who only listen, and for browsers that do not play HLS."),
    )
    is_active = models.BooleanField(
        _("still made"), default=True, help_text=_("Off: no air times are planned; its episodes stay on show.")
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering: ClassVar = ["name_vi", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(medium__in=Desk.values), name="programme_medium_known"),
            models.CheckConstraint(
                condition=models.Q(category__in=PodcastCategory.values), name="programme_category_known"
            ),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="programme_language_known"),
            models.CheckConstraint(condition=~models.Q(name_vi=""), name="programme_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: Language) -> str:
        """Return the name in a language; the Vietnamese one where there is no English."""
        return (self.name_en if language is Language.ENGLISH else "") or self.name_vi

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_in(languages.current())

    @property
    def description(self) -> str:
        """The description in the reader's language, else the Vietnamese one."""
        return (self.description_en if languages.current() is Language.ENGLISH else "") or self.description_vi

    @property
    def words_language(self) -> str:
        """The language of the name where it is not the reader's."""
        return "vi" if languages.current() is Language.ENGLISH and not self.name_en else ""

    def clean(self) -> None:
        """Refuse a cover that podcast directories would refuse."""
        super().clean()
        if self.cover is not None and not (
            self.cover.width == self.cover.height and SMALLEST_COVER <= self.cover.width <= LARGEST_COVER
        ):
            raise ValidationError(
                {
                    "cover": _(
                        "The cover is %(width)d × %(height)d pixels. Choose a square picture of 1400 to 3000 pixels on each side."
                    )
                    % {"width": self.cover.width, "height": self.cover.height}
                }
            )


class ProgrammeSlot(Orderable):
    """A usual time of the week at which a programme is sent."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday.choices)
    starts = models.TimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_SLOT)]
    )
    channel = models.CharField(_("channel or frequency"), max_length=80)
    is_repeat = models.BooleanField(_("repeat"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("weekly slot")
        verbose_name_plural = _("weekly slots")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "weekday", "starts", "channel"], name="programme_slot_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=LONGEST_SLOT), name="programme_slot_minutes"
            ),
            models.CheckConstraint(condition=models.Q(weekday__in=Weekday.values), name="programme_slot_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}, {self.channel}"


class ProgrammeAirTime(models.Model):
    """One time at which a programme is on air, planned from its slots; a dropped one stays, marked as cancelled."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="planned"
    )
    slot = models.ForeignKey(
        ProgrammeSlot,
        verbose_name=_("weekly slot"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    starts_at = models.DateTimeField(_("starts at"), db_index=True)
    ends_at = models.DateTimeField(_("ends at"))
    channel = models.CharField(_("channel or frequency"), max_length=80)
    is_repeat = models.BooleanField(_("repeat"), default=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("planned air time")
        verbose_name_plural = _("planned air times")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "starts_at", "channel"], name="programme_air_time_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="programme_air_time_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%H:%M %d/%m/%Y}, {self.channel}"
