"""Check-in: gates with their hours, the phones that stand at them, and what they read."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import Audience, Direction, GateDirection, ScanResult
from registration.models.places import BilingualName, PlaceKind
from registration.models.tickets import Ticket


class Gate(BilingualName):
    """One place where tickets are read. Gates of one ``area`` share who is inside: two doors of the same hall.

    One with a ``session`` is the door of that session: where it has places of its own, only people who have one come in.
    """

    subject = models.UUIDField(_("subject"), db_index=True)
    code = models.SlugField(_("code"), max_length=60)
    area = models.SlugField(_("area"), max_length=60, default="main")
    place_kinds = models.ManyToManyField(
        PlaceKind, blank=True, related_name="gates", verbose_name=_("kinds of place that are let in")
    )
    audiences = models.JSONField(_("audiences that are let in"), default=list, blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=GateDirection.choices, default=GateDirection.BOTH
    )
    reentry_allowed = models.BooleanField(_("people who left may come in again"), default=True)
    admits_unlisted = models.BooleanField(
        _("without network, let in signed tickets that are not on the list yet"), default=True
    )
    session = models.UUIDField(_("session"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering: ClassVar = ["subject", "name_vi", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "code"], name="gate_code_unique_in_subject"),
            models.CheckConstraint(condition=models.Q(direction__in=GateDirection.values), name="gate_direction_known"),
        ]

    @property
    def audience_names(self) -> str:
        """The audiences that are let in, in words."""
        return ", ".join(str(Audience(value).label) for value in self.audiences)


class GateWindow(models.Model):
    """A time during which a gate lets people in; a gate without any is open while its event is."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="windows")
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))

    class Meta:
        verbose_name = _("opening time of a gate")
        verbose_name_plural = _("opening times of gates")
        ordering: ClassVar = ["opens_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="gate_window_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%Y-%m-%d %H:%M}"


class Device(models.Model):
    """A phone at a gate: invited by a short-lived code, then known by a secret of which only the hash is kept."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="devices", verbose_name=_("gate"))
    name = models.CharField(_("name of the phone"), max_length=80)
    code_digest = models.CharField(_("hash of the code"), max_length=64, blank=True, editable=False)
    code_expires_at = models.DateTimeField(_("the code ends at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))
    enrolled_at = models.DateTimeField(_("connected at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("ends at"))
    last_seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    queue_length = models.PositiveIntegerField(_("scans that wait on the phone"), default=0)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("phone at a gate")
        verbose_name_plural = _("phones at gates")
        ordering: ClassVar = ["-added_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code_digest"], condition=~models.Q(code_digest=""), name="device_code_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(enrolled_at=None) | models.Q(code_digest=""), name="device_code_used_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Scan(models.Model):
    """One reading of a ticket at a gate. Rows are only ever added; a mistake is marked as undone.

    ``result`` is what the gate said. ``conflict`` is what it should have said had it known what the portal knew: a phone without
    network may let in somebody who is inside already. ``claim`` lets the database refuse a second entry where there is only one.
    ``session`` is the one that the gate served then. ``pass_number`` names a pass that another room gave out, which has no ticket.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, related_name="scans")
    pass_number = models.CharField(_("number of the pass"), max_length=20, blank=True)
    session = models.UUIDField(_("session"), null=True, blank=True)
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="scans")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="scans")
    nonce = models.UUIDField(_("random key"))
    code = models.CharField(_("code"), max_length=12, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    at = models.DateTimeField(_("read at"), db_index=True)
    received_at = models.DateTimeField(_("received at"))
    result = models.CharField(_("result"), max_length=20, choices=ScanResult.choices)
    conflict = models.CharField(_("conflict"), max_length=20, choices=ScanResult.choices, blank=True)
    earlier = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("the entry that was there before"),
    )
    merged_offline = models.BooleanField(_("read without network"), default=False)
    clock_off = models.BooleanField(_("the phone's clock was wrong"), default=False)
    claim = models.CharField(_("claim"), max_length=140, null=True, unique=True, editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("reading of a ticket")
        verbose_name_plural = _("readings of tickets")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "at"], name="scan_ticket_at"),
            models.Index(fields=["gate", "at"], name="scan_gate_at"),
            models.Index(fields=["pass_number", "at"], condition=~models.Q(pass_number=""), name="scan_pass_at"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "nonce"], name="scan_nonce_once_per_device"),
            models.CheckConstraint(condition=models.Q(result__in=ScanResult.values), name="scan_result_known"),
            models.CheckConstraint(
                condition=models.Q(ticket__isnull=False)
                | ~models.Q(pass_number="")
                | ~models.Q(result=ScanResult.ADMITTED)
                | ~models.Q(conflict=""),
                name="scan_without_ticket_not_admitted",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None) | models.Q(claim=None), name="scan_undone_claims_nothing"
            ),
            models.CheckConstraint(
                condition=models.Q(ticket=None) | models.Q(pass_number=""), name="scan_of_a_ticket_or_a_pass"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_result_display()}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that exists is written again only by the rules of check-in."""
        if self.pk is not None:
            raise TypeError("Readings of tickets are only ever added.")
        super().save(*args, **kwargs)

    @property
    def reference(self) -> str:
        """The reference number of the registration, or the number of the pass; empty where neither was found."""
        return self.pass_number if self.ticket is None else self.ticket.registration.reference

    @property
    def kind_name(self) -> str:
        """The kind of place; empty where no ticket was found."""
        return "" if self.ticket is None else self.ticket.registration.place_kind.name
