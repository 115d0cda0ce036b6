"""The jury of an edition: its members, which dossiers they judge, and their conflicts of interest."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.jury.enums import AssignmentState, ConflictSource, JurorState
from awards.models.records import Nomination
from portal.kernel.languages import Language

SERVING = [JurorState.INVITED, JurorState.ACCEPTED]


class Juror(models.Model):
    """Somebody asked to judge an edition; the log and the score sheet know only the alias."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award_key = models.UUIDField(_("edition"), db_index=True)
    email = models.EmailField(_("e-mail address"))
    full_name = models.CharField(_("full name"), max_length=200)
    workplace = models.CharField(_("organisation"), max_length=250, blank=True)
    position = models.CharField(_("position"), max_length=150, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    alias = models.CharField(_("alias"), max_length=12)
    is_chair = models.BooleanField(_("chairs the council"), default=False)
    is_reserve = models.BooleanField(_("reserve"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=JurorState.choices, default=JurorState.INVITED)
    invited_at = models.DateTimeField(_("invited at"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    """Of mails to somebody who has no account yet."""
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declaration made at"), null=True, blank=True)
    declaration = models.TextField(_("declaration"), blank=True)
    """The sentence on independence and secrecy as the juror agreed to it."""
    affiliations = models.TextField(_("own organisations and tax codes"), blank=True)
    """One a line, as the juror declared them; hints of conflicts are found by them."""
    looked_through_at = models.DateTimeField(_("names of entrants looked through at"), null=True, blank=True)
    """When the juror said which of the entrants there is a conflict with, or that there is none."""
    released_because = models.TextField(_("reason for leaving"), blank=True)

    class Meta:
        verbose_name = _("juror")
        verbose_name_plural = _("jurors")
        ordering: ClassVar = ["award_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award_key", "email"], condition=models.Q(state__in=SERVING), name="juror_asked_once"
            ),
            models.UniqueConstraint(fields=["award_key", "alias"], name="juror_alias_once"),
            models.UniqueConstraint(
                fields=["award_key"],
                condition=models.Q(is_chair=True, state__in=SERVING),
                name="juror_one_chair",
            ),
            models.UniqueConstraint(
                fields=["award_key", "user"],
                condition=models.Q(user__isnull=False, state=JurorState.ACCEPTED),
                name="juror_account_once",
            ),
            models.CheckConstraint(condition=models.Q(state__in=JurorState.values), name="juror_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=JurorState.ACCEPTED) | models.Q(answered_at__isnull=False),
                name="juror_accepted_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(is_chair=False) | models.Q(is_reserve=False), name="juror_chair_is_no_reserve"
            ),
            models.CheckConstraint(
                condition=models.Q(declared_at__isnull=True) | ~models.Q(declaration=""),
                name="juror_declaration_has_words",
            ),
            models.CheckConstraint(
                condition=models.Q(looked_through_at__isnull=True) | models.Q(declared_at__isnull=False),
                name="juror_bound_before_names",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_ready(self) -> bool:
        """Whether dossiers may be given: agreed to serve, declared independence and secrecy, and said where conflicts are."""
        return self.state == JurorState.ACCEPTED and self.looked_through_at is not None


class Conflict(models.Model):
    """A juror must not judge a dossier, and does not see it; rows are only ever added."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="conflicts")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="conflicts")
    source = models.CharField(_("told"), max_length=12, choices=ConflictSource.choices)
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("told at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("told by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["juror", "nomination"], name="conflict_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="conflict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.juror} / {self.nomination}"


class HintNote(models.Model):
    """Why something that the system found between a juror and a dossier is no conflict; kept beside what was found then."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="hint_notes")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="hint_notes")
    kinds = models.JSONField(_("what was found"), default=list)
    """Values of ``HintKind``: what is found later and is not among them, is asked about again."""
    note = models.TextField(_("why it is no conflict"))
    at = models.DateTimeField(_("noted at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("note on a hint of a conflict")
        verbose_name_plural = _("notes on hints of conflicts")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["juror", "nomination"], name="hint_note_once"),
            models.CheckConstraint(condition=~models.Q(note=""), name="hint_note_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.juror} / {self.nomination}"


class Assignment(models.Model):
    """One dossier given to one juror; scoring begins when the juror has said that there is no conflict."""

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="assignments")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="assignments")
    state = models.CharField(_("state"), max_length=10, choices=AssignmentState.choices, default=AssignmentState.GIVEN)
    given_at = models.DateTimeField(_("given at"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("no conflict declared at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["juror", "nomination"],
                condition=~models.Q(state=AssignmentState.VOID),
                name="assignment_live_once",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=AssignmentState.VOID) & models.Q(voided_at__isnull=False))
                | (models.Q(state=AssignmentState.CONFIRMED, confirmed_at__isnull=False, voided_at__isnull=True))
                | (models.Q(state=AssignmentState.GIVEN, confirmed_at__isnull=True, voided_at__isnull=True)),
                name="assignment_moments_fit_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.juror} / {self.nomination}"
