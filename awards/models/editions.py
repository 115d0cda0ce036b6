"""Records of an edition: its state and frozen rules, the steps, the amendments, and who looks after it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.editions.enums import EditionState

DIGEST_LENGTH = 64


class AwardEdition(models.Model):
    """One edition; it hangs on the award page's translation key. ``rules`` are those in force, frozen at opening."""

    award_key = models.UUIDField(_("edition"), unique=True)
    state = models.CharField(_("state"), max_length=15, choices=EditionState.choices, default=EditionState.DRAFT)
    rules = models.JSONField(_("rules in force"), null=True, blank=True)
    rules_digest = models.CharField(_("digest of the rules"), max_length=DIGEST_LENGTH, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    precedes_records = models.BooleanField(default=False, editable=False)
    """Whether its page was public before editions had records: it takes nominations until it is opened or cancelled."""

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=EditionState.values), name="edition_state_known"),
            # A draft has no rules, what runs has all of them; an edition may be cancelled before or after its opening.
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[EditionState.DRAFT, EditionState.CANCELLED],
                    rules__isnull=True,
                    rules_digest="",
                    opened_at__isnull=True,
                )
                | (
                    ~models.Q(state=EditionState.DRAFT)
                    & models.Q(rules__isnull=False, opened_at__isnull=False)
                    & ~models.Q(rules_digest="")
                ),
                name="edition_rules_frozen_once_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_key} ({self.get_state_display()})"

    @property
    def is_frozen(self) -> bool:
        """Whether the rules are fixed."""
        return self.rules is not None


class EditionStep(models.Model):
    """One step of an edition: who, when, from where to where, and why. Rows are only ever added."""

    edition = models.ForeignKey(AwardEdition, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    from_state = models.CharField(max_length=15, choices=EditionState.choices)
    to_state = models.CharField(max_length=15, choices=EditionState.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class EditionAmendment(models.Model):
    """A change of frozen rules: what, why, on which basis; the rules before stay readable.

    Rows are only ever added; afterwards only ``told_at`` and ``told`` are noted in them, once.
    """

    edition = models.ForeignKey(AwardEdition, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"))
    reason_en = models.TextField(_("reason in English"), blank=True)
    legal_basis = models.TextField(_("legal basis of the change"))
    changes = models.JSONField(_("what changed"))
    """Pairs of old and new value by path."""
    rules_before = models.JSONField()
    digest_before = models.CharField(max_length=DIGEST_LENGTH)
    digest_after = models.CharField(max_length=DIGEST_LENGTH)
    told_at = models.DateTimeField(_("entrants told at"), null=True, blank=True)
    told = models.PositiveIntegerField(_("entrants told"), default=0)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering: ClassVar = ["edition", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1) & ~models.Q(reason="") & ~models.Q(legal_basis=""),
                name="amendment_has_number_reason_and_basis",
            ),
            models.CheckConstraint(
                condition=~models.Q(digest_before=models.F("digest_after")), name="amendment_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class EditionSecretary(models.Model):
    """Who of the secretariat looks after an edition; where nobody is named, the whole secretariat does."""

    award_key = models.UUIDField(_("edition"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("secretary of an edition")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award_key", "user"], name="edition_secretary_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.award_key})"
