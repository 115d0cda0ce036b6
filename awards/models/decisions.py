"""What the public can answer to, and what ends an edition: shortlist, objections, decision, appeals."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.deliberation.enums import CASE_OPEN, AppealGround, CaseState, RehearingState
from awards.enums import Honour
from awards.models.records import Nomination

OPEN_CASES = sorted(CASE_OPEN)


class Shortlist(models.Model):
    """When the finalists of an edition were made public, and until when anybody may object."""

    award_key = models.UUIDField(_("edition"), unique=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    comment_until = models.DateTimeField(_("objections before"))

    class Meta:
        verbose_name = _("shortlist")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(comment_until__gt=models.F("published_at")), name="shortlist_leaves_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_key}"


class Objection(models.Model):
    """What somebody of the public holds against a finalist or the shortlist, and the answer to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award_key = models.UUIDField(_("edition"), db_index=True)
    nomination = models.ForeignKey(
        Nomination,
        verbose_name=_("dossier"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="objections",
    )
    full_name = models.CharField(_("full name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=5)
    text = models.TextField(_("objection"))
    received_at = models.DateTimeField(_("received at"))
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering: ClassVar = ["received_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[*OPEN_CASES, CaseState.WITHDRAWN])
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="objection_ends_with_an_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"


class Decision(models.Model):
    """The document by which the result of an edition stands; one that another replaces stays, with what it gave."""

    award_key = models.UUIDField(_("edition"))
    number = models.CharField(_("number of the decision"), max_length=60)
    decided_on = models.DateField(_("date of the decision"))
    issued_by = models.CharField(_("issued by"), max_length=250)
    signed_by = models.CharField(_("signed by"), max_length=200)
    words = models.TextField(_("grounds"), blank=True)
    file = models.OneToOneField(
        "media.PrivateFile",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    file_sha256 = models.CharField(_("SHA-256 of the document"), max_length=64, blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces the decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    because = models.TextField(_("reason for replacing it"), blank=True)
    because_en = models.TextField(_("reason for replacing it, in English"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar = ["award_key", "recorded_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award_key", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(issued_by="") & ~models.Q(signed_by=""),
                name="decision_says_who_and_which",
            ),
            models.UniqueConstraint(
                fields=["award_key"], condition=models.Q(replaces=None), name="decision_one_replaces_none"
            ),
            models.CheckConstraint(
                condition=models.Q(replaces=None, because="")
                | (models.Q(replaces__isnull=False) & ~models.Q(because="")),
                name="decision_replaces_with_a_reason",
            ),
            models.CheckConstraint(condition=~models.Q(replaces=models.F("pk")), name="decision_replaces_another"),
        ]

    def __str__(self) -> str:
        return self.number


class DecidedPrize(models.Model):
    """A prize that a decision gave; it stays when another decision replaces that one."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="prizes")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="decided_prizes")
    honour = models.CharField(_("prize"), max_length=15, choices=Honour.choices)

    class Meta:
        verbose_name = _("prize of a decision")
        verbose_name_plural = _("prizes of decisions")
        ordering: ClassVar = ["decision", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "nomination"], name="decided_prize_once"),
            models.CheckConstraint(condition=models.Q(honour__in=Honour.values), name="decided_prize_known"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.nomination_id}"


class Appeal(models.Model):
    """An entrant's appeal on procedure; somebody who had no part in the procedure handles it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="appeals")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("filed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ground = models.CharField(_("ground"), max_length=15, choices=AppealGround.choices)
    text = models.TextField(_("what went wrong"))
    filed_at = models.DateTimeField(_("filed at"))
    due_at = models.DateTimeField(_("to be answered before"))
    state = models.CharField(_("state"), max_length=10, choices=CaseState.choices, default=CaseState.RECEIVED)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("officer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    outcome = models.TextField(_("outcome"), blank=True)
    follows = models.TextField(_("what follows"), blank=True)
    """Where it was upheld: what the secretariat does about it. Published with the outcome."""
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering: ClassVar = ["filed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nomination"], condition=models.Q(state__in=OPEN_CASES), name="appeal_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*OPEN_CASES, CaseState.WITHDRAWN])
                | (models.Q(answered_at__isnull=False) & ~models.Q(outcome="")),
                name="appeal_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"


class Rehearing(models.Model):
    """An edition is decided anew because an appeal was upheld; until it ends the decision that it looks at stands."""

    award_key = models.UUIDField(_("edition"))
    appeal = models.OneToOneField(Appeal, verbose_name=_("appeal"), on_delete=models.PROTECT, related_name="rehearing")
    decision = models.ForeignKey(
        Decision, verbose_name=_("decision looked at"), on_delete=models.PROTECT, related_name="rehearings"
    )
    state = models.CharField(_("state"), max_length=10, choices=RehearingState.choices, default=RehearingState.OPEN)
    reason = models.TextField(_("reason"))
    """In the words that readers see; without names."""
    reason_en = models.TextField(_("reason in English"), blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entry = models.PositiveIntegerField(_("entry of the log"))
    """With this entry of the log it began; the result that stands follows from the log up to here."""
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    outcome = models.TextField(_("why the decision stands"), blank=True)

    class Meta:
        verbose_name = _("decision anew")
        verbose_name_plural = _("decisions anew")
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award_key"], condition=models.Q(state=RehearingState.OPEN), name="rehearing_one_open"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rehearing_says_why"),
            models.CheckConstraint(
                condition=models.Q(state=RehearingState.OPEN, ended_at=None, outcome="")
                | models.Q(state=RehearingState.REPLACED, ended_at__isnull=False, outcome="")
                | (models.Q(state=RehearingState.STANDS, ended_at__isnull=False) & ~models.Q(outcome="")),
                name="rehearing_end_fits_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_key}: {self.decision_id}"
