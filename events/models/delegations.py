"""Delegations of trade-promotion programmes: who is invited, who travels, their papers, and the report afterwards.

As little as possible is kept of a traveller: a name, a function, and whether a passport and a visa are in order. Numbers
of passports are kept nowhere; files can be handed in, are private and are deleted after the trip.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.delegation_enums import LIVE_MEMBERS, DelegationPaperKind, MemberState, PaperStatus


class DelegationInvitation(models.Model):
    """That an organisation may send so many people with a programme (by the page's translation key)."""

    programme_key = models.UUIDField(_("programme"), db_index=True)
    organisation = models.ForeignKey(
        "exhibitors.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    seats = models.PositiveSmallIntegerField(_("number of people"), default=1)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"))

    class Meta:
        verbose_name = _("invitation to a delegation")
        verbose_name_plural = _("invitations to delegations")
        ordering: ClassVar = ["organisation__sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme_key", "organisation"], name="delegation_invites_once"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="delegation_at_least_one_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} × {self.seats}"


class DelegationMember(models.Model):
    """A person who travels for an organisation, and whether the papers are in order."""

    invitation = models.ForeignKey(DelegationInvitation, on_delete=models.CASCADE, related_name="members")
    full_name = models.CharField(_("full name"), max_length=150)
    function = models.CharField(_("function"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=MemberState.choices)
    passport = models.CharField(
        _("passport"),
        max_length=12,
        choices=PaperStatus.choices,
        default=PaperStatus.MISSING,
        help_text=_("Valid for six months after the return. The number is not asked for."),
    )
    visa = models.CharField(
        pgettext_lazy("paper", "visa"), max_length=12, choices=PaperStatus.choices, default=PaperStatus.MISSING
    )
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("member of a delegation")
        verbose_name_plural = _("members of delegations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invitation", "full_name"],
                condition=models.Q(state__in=sorted(LIVE_MEMBERS)),
                name="delegation_names_a_person_once",
            ),
            models.CheckConstraint(condition=models.Q(state__in=MemberState.values), name="delegation_state_known"),
            models.CheckConstraint(
                condition=models.Q(passport__in=PaperStatus.values, visa__in=PaperStatus.values),
                name="delegation_papers_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[MemberState.COMPLETE, MemberState.TRAVELLING])
                | ~models.Q(passport=PaperStatus.MISSING) & ~models.Q(visa=PaperStatus.MISSING),
                name="delegation_complete_means_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class DelegationPaper(models.Model):
    """A file about one member; read by the organisation and by organisers only, deleted after the trip."""

    member = models.ForeignKey(DelegationMember, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=15, choices=DelegationPaperKind.choices)
    file = models.OneToOneField("media.PrivateFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("paper of a delegation")
        verbose_name_plural = _("papers of delegations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DelegationPaperKind.values), name="delegation_paper_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class DelegationLog(models.Model):
    """One step of a member: from where to where, by whom, why. Rows are only ever added."""

    member = models.ForeignKey(DelegationMember, on_delete=models.CASCADE, related_name="log")
    from_state = models.CharField(_("state before"), max_length=15, choices=MemberState.choices, blank=True)
    to_state = models.CharField(_("state after"), max_length=15, choices=MemberState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    note = models.CharField(_("remark"), max_length=250, blank=True)
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("step of a member of a delegation")
        verbose_name_plural = _("steps of members of delegations")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class DelegationReport(models.Model):
    """What came of a programme: words in both languages and figures; the public reads it once it is published."""

    programme_key = models.UUIDField(_("programme"), unique=True)
    summary_vi = models.TextField(_("report in Vietnamese"), max_length=5000)
    summary_en = models.TextField(_("report in English"), max_length=5000, blank=True)
    travellers = models.PositiveIntegerField(_("people who travelled"), default=0)
    contacts = models.PositiveIntegerField(_("business contacts"), default=0)
    agreements = models.PositiveIntegerField(_("agreements signed"), default=0)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("report of a delegation")
        verbose_name_plural = _("reports of delegations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(summary_vi=""), name="delegation_report_says_something"),
        ]

    def __str__(self) -> str:
        return str(self.programme_key)
