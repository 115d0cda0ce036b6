"""The council's work: meetings with motions and votes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.deliberation.enums import Choice, MeetingState, MotionKind, MotionState
from awards.enums import Honour
from awards.models.jury import Juror
from awards.models.records import Nomination


class Meeting(models.Model):
    """One meeting of an edition's council; its minutes are a private file."""

    award_key = models.UUIDField(_("edition"))
    number = models.PositiveSmallIntegerField(_("number"))
    held_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place of the meeting"), max_length=250)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("secretary"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    remarks = models.TextField(_("course of the meeting"), blank=True)
    called_off_because = models.TextField(_("reason for calling it off"), blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum"), null=True, blank=True)
    """As the rules had it when the meeting was opened."""
    minutes = models.OneToOneField(
        "media.PrivateFile",
        verbose_name=_("minutes of the meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    minutes_sha256 = models.CharField(_("SHA-256 of the minutes"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("meeting of a council")
        verbose_name_plural = _("meetings of councils")
        ordering: ClassVar = ["award_key", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award_key", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=models.Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.UniqueConstraint(
                fields=["award_key"], condition=models.Q(state=MeetingState.OPEN), name="meeting_one_under_way"
            ),
            models.CheckConstraint(
                condition=models.Q(state=MeetingState.PLANNED, opened_at=None, closed_at=None)
                | models.Q(state=MeetingState.OPEN, opened_at__isnull=False, closed_at=None)
                | (
                    models.Q(state=MeetingState.CLOSED, closed_at__isnull=False, opened_at=None)
                    & ~models.Q(called_off_because="")
                )
                | (
                    models.Q(
                        state=MeetingState.CLOSED,
                        closed_at__isnull=False,
                        opened_at__isnull=False,
                        minutes__isnull=False,
                    )
                    & ~models.Q(minutes_sha256="")
                ),
                name="meeting_moments_fit_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def was_called_off(self) -> bool:
        """Whether it is over without having been opened."""
        return self.state == MeetingState.CLOSED and self.opened_at is None


class Attendance(models.Model):
    """Whether a juror was at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="attendances")
    is_present = models.BooleanField(_("present"), default=False)
    reason = models.CharField(_("reason for absence"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("attendance of a juror")
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "juror"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.juror}"


class Motion(models.Model):
    """What a meeting votes on, and what came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="motions")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=MotionKind.choices)
    category_code = models.SlugField(_("category"), max_length=60, blank=True)
    nominations = models.ManyToManyField(Nomination, verbose_name=_("dossiers"), blank=True, related_name="motions")
    honour = models.CharField(_("prize"), max_length=15, choices=Honour.choices, blank=True)
    words = models.TextField(_("question"))
    state = models.CharField(_("state"), max_length=10, choices=MotionState.choices, default=MotionState.OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reason = models.TextField(_("reasons of the council"), blank=True)
    entitled = models.PositiveSmallIntegerField(_("members who could vote"), null=True, blank=True)
    """Counted when it was closed: present, and without a conflict of interest about a dossier that it names."""
    departs = models.BooleanField(_("departs from the ranking"), default=False)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="motion_number_once"),
            models.CheckConstraint(
                condition=models.Q(state=MotionState.OPEN, closed_at__isnull=True)
                | (~models.Q(state=MotionState.OPEN) & models.Q(closed_at__isnull=False)),
                name="motion_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=MotionKind.PRIZE) & ~models.Q(honour=""))
                | (~models.Q(kind=MotionKind.PRIZE) & models.Q(honour="")),
                name="motion_prize_names_it",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(state=MotionState.OPEN), name="motion_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[MotionState.OPEN, MotionState.CARRIED], departs=False)
                | ~models.Q(reason="")
                | models.Q(state=MotionState.OPEN),
                name="motion_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class MotionVote(models.Model):
    """How one juror voted on one motion; on a tie ``preferred`` is the dossier that goes in front."""

    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="votes")
    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="motion_votes")
    choice = models.CharField(_("vote"), max_length=10, choices=Choice.choices)
    preferred = models.ForeignKey(Nomination, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("voted at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    """Who entered a paper ballot."""
    on_paper = models.BooleanField(_("on paper"), default=False)

    class Meta:
        verbose_name = _("vote of a juror")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(choice__in=Choice.values), name="motion_vote_known"),
            models.CheckConstraint(
                condition=models.Q(preferred=None) | models.Q(choice=Choice.FOR), name="motion_vote_prefers_by_a_yes"
            ),
            models.UniqueConstraint(fields=["motion", "juror"], name="motion_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.juror}: {self.get_choice_display()}"
