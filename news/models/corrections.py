"""Correction notes and changes of published words. They hang on the story's translation key and outlive every revision of it."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.corrections.enums import ChangeDecision
from news.enums import CorrectionReason
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_NOTE = 1500


class CorrectionNote(models.Model):
    """What readers are told of a correction. It stays; an operator alone may take it off the page, with a reason."""

    article_key = models.UUIDField(_("story"), db_index=True)
    corrected_at = models.DateTimeField(_("corrected at"))
    reason = models.CharField(_("reason"), max_length=10, choices=CorrectionReason.choices)
    text_vi = models.TextField(_("what was wrong and what is right (Vietnamese)"), max_length=LONGEST_NOTE, blank=True)
    text_en = models.TextField(_("what was wrong and what is right (English)"), max_length=LONGEST_NOTE, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("removed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    removed_reason = models.CharField(_("reason for the removal"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("correction note")
        verbose_name_plural = _("correction notes")
        ordering: ClassVar = ["-corrected_at", "-pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text_vi="") | ~Q(text_en=""), name="correction_note_has_text"),
            models.CheckConstraint(
                condition=Q(reason__in=CorrectionReason.values), name="correction_note_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_reason="") | (~Q(removed_at=None) & ~Q(removed_reason="")),
                name="correction_note_removal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return (self.text_vi or self.text_en)[:60]

    @property
    def reason_label(self) -> "str | _StrPromise":
        """The reason in words."""
        return CorrectionReason(self.reason).label

    def text_in(self, language: Language) -> str:
        """Return the words in a language, "" where they are not translated yet."""
        return self.text_en if language is Language.ENGLISH else self.text_vi


class StoryChange(models.Model):
    """The published words of one language before and after a publication that changed what they say."""

    article_key = models.UUIDField(_("story"), db_index=True)
    page = models.ForeignKey(
        "news.ArticlePage", verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField(_("words before"))
    after = models.JSONField(_("words after"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=ChangeDecision.choices, default=ChangeDecision.OPEN
    )
    why = models.CharField(_("why"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.ForeignKey(
        CorrectionNote,
        verbose_name=_("correction note"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )

    class Meta:
        verbose_name = _("change of a published story")
        verbose_name_plural = _("changes of published stories")
        ordering: ClassVar = ["-published_at", "-pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision=ChangeDecision.OPEN, decided_at=None, note=None)
                | (Q(decision=ChangeDecision.TYPING, note=None) & ~Q(decided_at=None) & ~Q(why=""))
                | (Q(decision=ChangeDecision.CORRECTION) & ~Q(note=None) & ~Q(decided_at=None)),
                name="story_change_decision_complete",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.published_at:%Y-%m-%d %H:%M}"
