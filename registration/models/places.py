"""Capacity: pools, kinds of place that draw on them, and holds."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel import languages
from portal.kernel.languages import Language
from registration.enums import Audience, WaitingListPolicy, WayOfAttending
from registration.querysets import HoldQuerySet, PlaceKindQuerySet


class BilingualName(models.Model):
    """A name in Vietnamese and, where there is one, in English."""

    name_vi = models.CharField(_("name in Vietnamese"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language; Vietnamese where English is missing."""
        return self.name_en if languages.current() is Language.ENGLISH and self.name_en else self.name_vi


class Pool(BilingualName):
    """So many places. ``taken`` is the atomic gate: it changes only in ``registration.domain.gate`` (ADR 0003)."""

    subject = models.UUIDField(_("subject"), db_index=True)
    session = models.UUIDField(_("session"), null=True, blank=True)
    code = models.SlugField(_("code"), max_length=60)
    capacity = models.PositiveIntegerField(_("capacity"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)

    class Meta:
        verbose_name = _("pool of places")
        verbose_name_plural = _("pools of places")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "code"], name="pool_code_unique_in_subject"),
            models.CheckConstraint(
                condition=models.Q(taken__gte=0) & models.Q(taken__lte=models.F("capacity")),
                name="pool_taken_within_capacity",
            ),
        ]


class PlaceKind(BilingualName):
    """What one can register for: "visitor", "trainee". Without a pool its places are not limited."""

    subject = models.UUIDField(_("subject"), db_index=True)
    session = models.UUIDField(_("session"), null=True, blank=True)
    code = models.SlugField(_("code"), max_length=60)
    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices, default=Audience.VISITOR)
    way = models.CharField(
        _("way of taking part"), max_length=10, choices=WayOfAttending.choices, default=WayOfAttending.EITHER
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    pools: "models.ManyToManyField[Pool, PlaceKindPool]" = models.ManyToManyField(
        Pool, through="PlaceKindPool", related_name="place_kinds", verbose_name=_("pools of places")
    )
    is_open = models.BooleanField(
        _("open for registration"), default=True, help_text=_("Off: nobody can register and nobody moves up.")
    )
    is_frozen = models.BooleanField(
        _("closed with the whole"),
        default=False,
        editable=False,
        help_text=_("On: it was closed together with all others, as by a postponement, and opens together with them."),
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    needs_approval = models.BooleanField(_("needs approval"), default=False)
    needs_email_confirmation = models.BooleanField(_("needs e-mail confirmation"), default=False)
    email_hold_minutes = models.PositiveSmallIntegerField(
        _("minutes a place is kept until the e-mail address is confirmed"), default=30
    )
    party_maximum = models.PositiveSmallIntegerField(_("largest party"), default=1)
    waiting_list = models.CharField(
        _("waiting list"), max_length=10, choices=WaitingListPolicy.choices, default=WaitingListPolicy.STRICT
    )
    offer_hours = models.PositiveSmallIntegerField(_("hours an offer stands"), default=24)
    needs_names = models.BooleanField(
        _("needs every name"), default=False, help_text=_("On: a party must tell the name of each person.")
    )

    objects = PlaceKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of place")
        verbose_name_plural = _("kinds of place")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "code"], name="place_kind_code_unique_in_subject"),
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="place_kind_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=False) | models.Q(is_frozen=False), name="place_kind_frozen_is_closed"
            ),
            models.CheckConstraint(condition=models.Q(party_maximum__gte=1), name="place_kind_party_at_least_one"),
            models.CheckConstraint(condition=models.Q(offer_hours__gte=1), name="place_kind_offer_at_least_an_hour"),
            models.CheckConstraint(
                condition=models.Q(waiting_list__in=WaitingListPolicy.values), name="place_kind_policy_known"
            ),
            models.CheckConstraint(condition=models.Q(way__in=WayOfAttending.values), name="place_kind_way_known"),
        ]

    def accepts(self, now: datetime) -> bool:
        """Return whether one can register at this instant; the end is not included."""
        return (
            self.is_open
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )


class PlaceKindPool(models.Model):
    """That a kind of place draws on a pool; changed only by ``domain.places``, which counts again."""

    place_kind = models.ForeignKey(PlaceKind, on_delete=models.CASCADE, related_name="pool_links")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="kind_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place_kind", "pool"], name="place_kind_pool_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.place_kind_id} {self.pool_id}"


class Hold(models.Model):
    """Places kept for somebody until ``expires_at``; it lives by its expiry, not by being cleaned up.

    ``owner`` names who keeps them where no registration does; for a registration that waits for its e-mail address it is
    the digest of the connection that sent the form.
    """

    key = models.UUIDField(_("random key"), default=uuid.uuid4, unique=True, editable=False)
    place_kind = models.ForeignKey(PlaceKind, on_delete=models.PROTECT, related_name="holds")
    registration = models.OneToOneField(
        "registration.Registration", on_delete=models.CASCADE, null=True, blank=True, related_name="hold"
    )
    session_place = models.OneToOneField(
        "registration.SessionPlace", on_delete=models.CASCADE, null=True, blank=True, related_name="hold"
    )
    owner = models.CharField(_("owner"), max_length=100, blank=True)
    quantity = models.PositiveSmallIntegerField(_("number of places"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="hold_of_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(registration__isnull=False)
                | models.Q(session_place__isnull=False)
                | ~models.Q(owner=""),
                name="hold_has_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_kind_id} × {self.quantity}"
