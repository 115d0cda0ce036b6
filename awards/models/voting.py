"""Votes of the public, and alarms about them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.models.records import Nomination
from awards.voting.enums import AlarmKind, AlarmState, VoteState


class PublicVote(models.Model):
    """The vote of one account in one category of an edition."""

    award_key = models.UUIDField(_("edition"))
    category_code = models.SlugField(_("category"), max_length=60)
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="public_votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("voted at"))
    connection = models.CharField(max_length=64, blank=True)
    """Digest of the connection's address under the key of the day; emptied when the vote ends."""
    state = models.CharField(_("state"), max_length=10, choices=VoteState.choices, default=VoteState.COUNTED)
    struck_because = models.TextField(_("reason for striking out"), blank=True)

    class Meta:
        verbose_name = _("vote of the public")
        verbose_name_plural = _("votes of the public")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["award_key", "nomination", "state"], name="vote_by_nomination")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award_key", "category_code", "user"], name="vote_one_for_an_account"),
            models.CheckConstraint(
                condition=models.Q(state=VoteState.COUNTED, struck_because="")
                | (models.Q(state=VoteState.STRUCK) & ~models.Q(struck_because="")),
                name="vote_struck_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_code} {self.at:%Y-%m-%d}"


class ConnectionKey(models.Model):
    """The random key of one day, by which addresses of connections become digests; deleted once the day is over.

    Without it nobody, the operator included, can find the address behind a digest by trying all addresses.
    """

    day = models.DateField(_("day"), unique=True)
    key = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("key of a day")

    def __str__(self) -> str:
        return f"{self.day}"


class VoteAlarm(models.Model):
    """Something about the votes for an entry that looks like abuse; figures only, no names."""

    award_key = models.UUIDField(_("edition"), db_index=True)
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="vote_alarms")
    kind = models.CharField(_("kind"), max_length=20, choices=AlarmKind.choices)
    found_at = models.DateTimeField(_("found at"))
    figures = models.JSONField(_("figures"), default=dict)
    votes = models.ManyToManyField(PublicVote, blank=True, related_name="alarms")
    """Which votes the pattern holds, so that these and no others can be struck out; emptied when the vote ends."""
    state = models.CharField(_("state"), max_length=10, choices=AlarmState.choices, default=AlarmState.OPEN)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("alarm about votes")
        verbose_name_plural = _("alarms about votes")
        ordering: ClassVar = ["-found_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=AlarmState.OPEN, handled_at__isnull=True)
                | (~models.Q(state=AlarmState.OPEN) & models.Q(handled_at__isnull=False) & ~models.Q(note="")),
                name="alarm_handled_with_a_note",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
