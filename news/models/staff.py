"""Records about the people of a newsroom: invitations into its groups, and who came and went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.enums import StaffInvitationState, StaffRole


class StaffInvitation(models.Model):
    """A letter that asks the holder of an account into a newsroom; it looks the same where there is no such account."""

    newsroom_key = models.UUIDField(_("newsroom"), db_index=True)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=8, choices=StaffRole.choices)
    state = models.CharField(
        _("state"), max_length=9, choices=StaffInvitationState.choices, default=StaffInvitationState.PENDING
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation into a newsroom")
        verbose_name_plural = _("invitations into newsrooms")
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["newsroom_key", "email"],
                condition=models.Q(state=StaffInvitationState.PENDING),
                name="staff_invitation_one_pending_per_address",
            ),
            models.CheckConstraint(condition=models.Q(role__in=StaffRole.values), name="staff_invitation_role_known"),
            models.CheckConstraint(
                condition=models.Q(state=StaffInvitationState.PENDING, answered_at=None)
                | (
                    models.Q(state__in=[value for value in StaffInvitationState.values if value != "pending"])
                    & models.Q(answered_at__isnull=False)
                ),
                name="staff_invitation_answered_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("invited_at")), name="staff_invitation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.invited_at:%Y-%m-%d}"


class StaffChange(models.Model):
    """One person who came into a group of a newsroom or left it: by whom, and when."""

    newsroom_key = models.UUIDField(_("newsroom"), db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    role = models.CharField(_("role"), max_length=8, choices=StaffRole.choices)
    came = models.BooleanField(_("came"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("change of a newsroom's people")
        verbose_name_plural = _("changes of newsrooms' people")
        ordering: ClassVar = ["-changed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=StaffRole.values), name="staff_change_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.changed_at:%Y-%m-%d}"
