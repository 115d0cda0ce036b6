"""Records of the events room: calendar identity, the state of the feed, applications for places at fairs."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.enums import AFTER_DECISION, LIVE_APPLICATIONS, ApplicationState, CalendarSubject, PowerNeed, StandSize
from portal.kernel.languages import Language


class CalendarIdentity(models.Model):
    """What calendar programs know a thing by: the same in every language, changed only when the thing changes.

    ``key`` is the translation key of an event or a session, or a key derived from the event's for one day of a fair.
    ``schedule_digest`` covers time, place, status and recurrence and drives ``sequence``; ``content_digest`` covers
    everything an entry says and drives ``content_changed_at``.
    """

    key = models.UUIDField(_("key"), unique=True)
    event_key = models.UUIDField(_("key of the event"), db_index=True)
    subject = models.CharField(_("kind of entry"), max_length=10, choices=CalendarSubject.choices)
    uid = models.UUIDField(_("identifier in calendars"), unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    schedule_digest = models.CharField(_("digest of time, place and status"), max_length=64)
    content_digest = models.CharField(_("digest of the content"), max_length=64)
    content_changed_at = models.DateTimeField(_("content changed at"))
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar identity")
        verbose_name_plural = _("calendar identities")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.uid)


class CalendarFeedState(models.Model):
    """When a feed last changed, removals included, and how often: the base of its Last-Modified and its cache.

    ``whole_since`` is the last revision at which everything is joined anew, whatever a process remembers.
    """

    name = models.SlugField(_("name"), unique=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    whole_since = models.PositiveIntegerField(_("joined anew since revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("state of a calendar feed")
        verbose_name_plural = _("states of calendar feeds")

    def __str__(self) -> str:
        return f"{self.name} {self.revision}"


class FairApplication(models.Model):
    """An organisation's application for a place at a fair; it hangs on the fair's translation key."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    fair_key = models.UUIDField(_("key of the fair"), db_index=True)
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=15, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED
    )
    stand_size = models.CharField(
        _("size of the stand"), max_length=15, choices=StandSize.choices, default=StandSize.STANDARD
    )
    stand_wishes = models.TextField(_("wishes for the stand"), max_length=1000, blank=True)
    power = models.CharField(_("electricity"), max_length=15, choices=PowerNeed.choices, default=PowerNeed.NONE)
    needs_water = models.BooleanField(_("water and drain"), default=False)
    note = models.TextField(_("note for the organisers"), max_length=1000, blank=True)
    contact_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("contact person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_phone = models.CharField(_("contact telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    stand = models.CharField(_("stand assigned"), max_length=30, blank=True)
    decision_note = models.TextField(_("words to the applicant"), max_length=1000, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked = models.TextField(_("what the organisers ask for"), max_length=1000, blank=True)
    proposed_state = models.CharField(
        _("decision proposed"), max_length=15, choices=ApplicationState.choices, blank=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    pass_allowance = models.PositiveSmallIntegerField(_("staff passes allowed"), default=0)
    passes_taken = models.PositiveSmallIntegerField(_("staff passes given out"), default=0)
    fee_due = models.PositiveBigIntegerField(_("fee due, in đồng"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_note = models.CharField(_("note on the payment"), max_length=300, blank=True)
    paid_marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("marked as paid by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("fair application")
        verbose_name_plural = _("fair applications")
        ordering: ClassVar = ["-submitted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "fair_key"],
                condition=models.Q(state__in=sorted(LIVE_APPLICATIONS)),
                name="fair_application_one_live_per_organisation",
            ),
            models.UniqueConstraint(
                "fair_key",
                Lower("stand"),
                condition=models.Q(state__in=[ApplicationState.ACCEPTED, ApplicationState.CONFIRMED])
                & ~models.Q(stand=""),
                name="fair_application_one_holder_of_a_stand",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(AFTER_DECISION)) | models.Q(decided_at__isnull=False),
                name="fair_application_decided_at_when_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ApplicationState.values), name="fair_application_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by=None)
                | models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="fair_application_two_people_decide",
            ),
            models.CheckConstraint(
                condition=models.Q(passes_taken__lte=models.F("pass_allowance")),
                name="fair_application_passes_within_allowance",
            ),
            models.CheckConstraint(
                condition=models.Q(paid_on=None) | models.Q(fee_due__isnull=False),
                name="fair_application_paid_only_what_is_due",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def answer(self) -> str:
        """The organisers' words to the applicant, who reads nothing of a decision that is only proposed."""
        return self.decision_note if self.decided_at is not None else ""


class ShownTechnology(models.Model):
    """A technology that the organisation wants to show at the fair, by its translation key."""

    application = models.ForeignKey(FairApplication, on_delete=models.CASCADE, related_name="technologies")
    technology_key = models.UUIDField(_("key of the technology"), db_index=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("technology to show")
        verbose_name_plural = _("technologies to show")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "technology_key"], name="shown_technology_once")
        ]

    def __str__(self) -> str:
        return str(self.technology_key)


class FairApplicationLog(models.Model):
    """What happened to an application, oldest first; rows are never changed."""

    application = models.ForeignKey(FairApplication, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_state = models.CharField(_("from"), max_length=15, choices=ApplicationState.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=15, choices=ApplicationState.choices)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    is_internal = models.BooleanField(_("for the organisers only"), default=False)

    class Meta:
        verbose_name = _("log row of a fair application")
        verbose_name_plural = _("log rows of fair applications")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_state}"
