"""Records of the matching: what is public of each need and technology, its terms, the pairs, and who said no.

All hang on translation keys: the Vietnamese and the English page of a need have the same matches.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from showcase.match_enums import MatchSide, Strength, Unsuitability, strength


class MatchProfile(models.Model):
    """What a public need or technology says, as the matching rules read it. It goes when the page is no longer public."""

    key = models.UUIDField(_("key of the page"), primary_key=True)
    side = models.CharField(_("side"), max_length=10, choices=MatchSide.choices)
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    shown_until = models.DateField(_("shown until"), null=True)
    content = models.JSONField(_("content"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("matching profile")
        verbose_name_plural = _("matching profiles")
        indexes: ClassVar = [
            models.Index(fields=["side", "shown_until"], name="match_profile_side_until"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(side__in=MatchSide.values), name="match_profile_side_known")
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.key}"


class MatchTerm(models.Model):
    """One entry of the inverted index: a term, hashed with its side, and what it weighs."""

    profile = models.ForeignKey(MatchProfile, on_delete=models.CASCADE, related_name="terms")
    term = models.BigIntegerField()
    weight = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("matching term")
        verbose_name_plural = _("matching terms")
        indexes: ClassVar = [models.Index(fields=["term", "profile", "weight"], name="match_term_postings")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="match_term_weight_positive")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.term}"


class Match(models.Model):
    """A technology that may answer a need, and why; the one table for both directions."""

    need = models.ForeignKey(MatchProfile, verbose_name=_("need"), on_delete=models.CASCADE, related_name="as_need")
    technology = models.ForeignKey(
        MatchProfile, verbose_name=_("technology"), on_delete=models.CASCADE, related_name="as_technology"
    )
    score = models.PositiveSmallIntegerField(_("score"))
    reasons = models.JSONField(_("reasons"))
    created_at = models.DateTimeField(_("found at"))
    need_seen_at = models.DateTimeField(_("seen by those who need"), null=True)
    technology_seen_at = models.DateTimeField(_("seen by those who offer"), null=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering: ClassVar = ["-score", "need", "technology"]
        indexes: ClassVar = [
            models.Index(fields=["need", "-score"], name="match_of_need"),
            models.Index(fields=["technology", "-score"], name="match_of_technology"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "technology"], name="match_pair_once"),
            models.CheckConstraint(
                condition=models.Q(score__gte=Strength.POSSIBLE.value, score__lte=100), name="match_score_in_range"
            ),
            models.CheckConstraint(condition=~models.Q(need=models.F("technology")), name="match_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.technology_id} {self.score}"

    @property
    def strength(self) -> Strength:
        """The band of the score."""
        return strength(self.score)


class MatchRefusal(models.Model):
    """One side said that a suggestion does not fit. It outlives the match, so that the pair never comes back by itself."""

    need_key = models.UUIDField(_("key of the need"))
    technology_key = models.UUIDField(_("key of the technology"), db_index=True)
    side = models.CharField(_("said by"), max_length=10, choices=MatchSide.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=Unsuitability.choices)
    note = models.CharField(_("note"), max_length=250, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    refused_at = models.DateTimeField(_("said at"))
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("unsuitable match")
        verbose_name_plural = _("unsuitable matches")
        ordering: ClassVar = ["-refused_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["need_key", "technology_key", "side"],
                condition=models.Q(undone_at=None),
                name="match_refused_once_a_side",
            ),
            models.CheckConstraint(condition=models.Q(side__in=MatchSide.values), name="match_refusal_side_known"),
            models.CheckConstraint(
                condition=models.Q(reason__in=Unsuitability.values), name="match_refusal_reason_known"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None) | models.Q(undone_at__gte=models.F("refused_at")),
                name="match_refusal_times_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_key} {self.technology_key} {self.reason}"


class MatchDigest(models.Model):
    """When a person last got the mail about an organisation's new matches, and whether they want it."""

    organisation = models.ForeignKey(
        "exhibitors.Organisation", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    last_sent_at = models.DateTimeField(_("last sent at"), null=True)
    is_off = models.BooleanField(_("switched off"), default=False)

    class Meta:
        verbose_name = _("mail about new matches")
        verbose_name_plural = _("mails about new matches")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="match_digest_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.user_id}"
