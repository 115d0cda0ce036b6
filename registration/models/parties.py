"""Who comes with a registration, and what its holder agreed to besides."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.enums import ConsentPurpose
from registration.models.records import Registration

HOLDER = 1
"""The number of the person who registered; the registration itself has the name."""


class PartyMember(models.Model):
    """One of the others of a party. Positions count from 2; a party may have fewer names than people."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField(_("number in the party"))
    full_name = models.CharField(_("full name"), max_length=150)

    class Meta:
        verbose_name = _("member of a party")
        verbose_name_plural = _("members of parties")
        ordering: ClassVar = ["registration", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "position"], name="party_member_position_unique"),
            models.CheckConstraint(condition=models.Q(position__gt=HOLDER), name="party_member_after_the_holder"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Consent(models.Model):
    """That the holder agreed to one use of their data that the place does not need; withdrawn as easily as given."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    version = models.CharField(_("version of the words"), max_length=20)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["registration", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="consent_one_standing_for_a_purpose",
            ),
            models.CheckConstraint(condition=models.Q(purpose__in=ConsentPurpose.values), name="consent_purpose_known"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())
