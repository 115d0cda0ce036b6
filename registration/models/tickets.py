"""Tickets: one for each person of a party, and the key with which those of a subject are signed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.records import Registration


class TicketKey(models.Model):
    """The pair of keys (ECDSA on P-256) of one subject: whoever knows the public one can check a ticket without network."""

    subject = models.UUIDField(_("subject"), unique=True)
    private_key = models.TextField(_("private key"), editable=False)
    public_key = models.CharField(_("public key"), max_length=200, editable=False)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("key of tickets")
        verbose_name_plural = _("keys of tickets")

    def __str__(self) -> str:
        return str(self.subject)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a key that exists is never changed, for tickets signed with it are out."""
        if self.pk is not None:
            raise TypeError("Keys of tickets are only ever added.")
        super().save(*args, **kwargs)


class Ticket(models.Model):
    """The right of one person of a party to come in; it is good while the registration holds its place.

    ``code`` is what a person types, ``token`` what a camera reads: the code and the subject, signed.
    """

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="tickets", verbose_name=_("registration")
    )
    position = models.PositiveSmallIntegerField(_("number in the party"))
    code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    token = models.CharField(_("signed text"), max_length=200, editable=False)
    issued_at = models.DateTimeField(_("issued at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering: ClassVar = ["registration_id", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration", "position"],
                condition=models.Q(revoked_at=None),
                name="ticket_one_live_per_person",
            ),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="ticket_position_from_one"),
        ]

    def __str__(self) -> str:
        return self.code
