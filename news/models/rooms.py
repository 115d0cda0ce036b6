"""Records that hang on a newsroom's translation key: its desks, and whether it is open, closed or merged."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.enums import Desk, NewsroomState
from portal.kernel import languages
from portal.kernel.languages import Language


class NewsroomDesk(models.Model):
    """One desk of a newsroom, such as radio or the online edition; a desk with stories is closed, never deleted."""

    newsroom_key = models.UUIDField(_("newsroom"), db_index=True)
    medium = models.CharField(_("medium"), max_length=12, choices=Desk.choices)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("desk of a newsroom")
        verbose_name_plural = _("desks of newsrooms")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["newsroom_key", "name_vi"], name="desk_name_once_in_newsroom"),
            models.CheckConstraint(condition=models.Q(medium__in=Desk.values), name="desk_medium_known"),
            models.CheckConstraint(condition=~models.Q(name_vi="") & ~models.Q(name_en=""), name="desk_has_names"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if languages.current() == Language.ENGLISH else self.name_vi


class NewsroomStanding(models.Model):
    """Whether a newsroom is open, closed or merged into another, since when and by which decision; none means open."""

    newsroom_key = models.UUIDField(_("newsroom"), unique=True)
    state = models.CharField(_("state"), max_length=8, choices=NewsroomState.choices, default=NewsroomState.OPEN)
    since = models.DateTimeField(_("since"))
    successor_key = models.UUIDField(_("successor"), null=True, blank=True, db_index=True)
    decision = models.CharField(_("number of the decision"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("standing of a newsroom")
        verbose_name_plural = _("standings of newsrooms")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=NewsroomState.values), name="newsroom_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=NewsroomState.MERGED, successor_key__isnull=False)
                | (~models.Q(state=NewsroomState.MERGED) & models.Q(successor_key=None)),
                name="newsroom_merged_has_successor",
            ),
            models.CheckConstraint(
                condition=models.Q(successor_key=None) | ~models.Q(successor_key=models.F("newsroom_key")),
                name="newsroom_is_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsroom_key} {self.state}"


class NewsroomMove(models.Model):
    """One step in the life of a newsroom: closed, merged, opened again; by whom, when, by which decision and why."""

    newsroom_key = models.UUIDField(_("newsroom"), db_index=True)
    source = models.CharField(_("state before"), max_length=8, choices=NewsroomState.choices)
    target = models.CharField(_("state after"), max_length=8, choices=NewsroomState.choices)
    successor_key = models.UUIDField(_("successor"), null=True, blank=True)
    decision = models.CharField(_("number of the decision"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(_("time of the step"))

    class Meta:
        verbose_name = _("step of a newsroom")
        verbose_name_plural = _("steps of newsrooms")
        ordering: ClassVar = ["-moved_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="newsroom_move_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
