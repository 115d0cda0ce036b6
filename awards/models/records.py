"""Records of the awards room: nominations, private until the secretariat publishes them, and their log."""

import uuid
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.enums import Honour, NominationState

UNCOUNTED: Final = ("draft", "awaiting", "withdrawn")
"""Not handed in, or taken back: such a nomination keeps nobody from handing in the same."""


class Nomination(models.Model):
    """One entry in one category of one programme; it hangs on the programme's translation key, never on a page row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award_key = models.UUIDField(_("programme"), db_index=True)
    category_code = models.SlugField(_("category"), max_length=60)
    title = models.CharField(_("what is nominated"), max_length=250)
    title_en = models.CharField(_("what is nominated, in English"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    nominee_name = models.CharField(_("nominee"), max_length=200)
    nominee_email = models.EmailField(_("e-mail address of the nominee"), blank=True)
    """Where somebody else nominates: the nominee has to agree before the dossier is handed in."""
    nominee_consented_at = models.DateTimeField(_("nominee agreed at"), null=True, blank=True)
    technology_key = models.UUIDField(_("technology on show"), null=True, blank=True)
    summary = models.TextField(_("merits in brief"), blank=True)
    summary_en = models.TextField(_("merits in brief, in English"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=NominationState.choices, default=NominationState.DRAFT)
    honour = models.CharField(_("prize"), max_length=15, choices=Honour.choices, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nominated by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"))
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    alias = models.CharField(_("alias"), max_length=12, blank=True)
    """How the log, the jury and the score sheet name it; by chance, so that nothing follows from it."""
    erased_at = models.DateTimeField(_("contents erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering: ClassVar = ["award_key", "category_code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award_key", "category_code", "organisation", "title"],
                condition=~models.Q(state__in=UNCOUNTED),
                name="nomination_once_in_a_category",
            ),
            # Without an organisation the person stands in its place: databases take two missing values for different.
            models.UniqueConstraint(
                fields=["award_key", "category_code", "nominee_name", "title"],
                condition=~models.Q(state__in=UNCOUNTED) & models.Q(organisation=None),
                name="nomination_once_without_organisation",
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=[NominationState.WINNER, NominationState.REVOKED]) & ~models.Q(honour=""))
                | (~models.Q(state__in=[NominationState.WINNER, NominationState.REVOKED]) & models.Q(honour="")),
                name="nomination_prize_only_for_winners",
            ),
            models.CheckConstraint(condition=models.Q(state__in=NominationState.values), name="nomination_state_known"),
            models.CheckConstraint(
                condition=models.Q(nominee_email="")
                | models.Q(nominee_consented_at__isnull=False)
                | models.Q(state__in=UNCOUNTED),
                name="nomination_by_others_needs_consent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NominationState.AWAITING) | ~models.Q(nominee_email=""),
                name="nomination_awaits_somebody",
            ),
            models.UniqueConstraint(
                fields=["award_key", "alias"], condition=~models.Q(alias=""), name="nomination_alias_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NominationLog(models.Model):
    """One step of a nomination: who, when, from where to where, and why. Rows are only ever added."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    from_state = models.CharField(max_length=15, choices=NominationState.choices, blank=True)
    to_state = models.CharField(max_length=15, choices=NominationState.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
