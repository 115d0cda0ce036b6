"""A person's request to join an organisation, which its owners answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exhibitors.enums import JoinRequestState
from exhibitors.models.records import Organisation
from exhibitors.querysets import JoinRequestQuerySet

SHOWN_DIGITS = 4


def name_by_code(organisation: Organisation) -> str:
    """Return what somebody who typed a tax code may read of its organisation: the last digits of what they typed."""
    digits = (organisation.tax_code or "")[-SHOWN_DIGITS:]
    return gettext("the organisation whose tax code ends in %(digits)s") % {"digits": digits}


class JoinRequest(models.Model):
    """What somebody asked an organisation's owners. ``by_name`` says that the person found it by its public profile.

    Who asked by a tax code learns nothing of the organisation before an owner accepts, not even its name.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    by_name = models.BooleanField(_("found by its public profile"))
    note = models.CharField(_("words to the owners"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=JoinRequestState.choices, default=JoinRequestState.PENDING
    )
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state=JoinRequestState.PENDING),
                name="join_request_one_pending_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=JoinRequestState.values), name="join_request_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=JoinRequestState.PENDING, answered_at__isnull=True)
                | (~models.Q(state=JoinRequestState.PENDING) & models.Q(answered_at__isnull=False)),
                name="join_request_answered_at_only_when_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="join_request_expires_after_creation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"

    @property
    def shown_organisation(self) -> str:
        """What the person who asks may read of the organisation: the name they found, or the end of the code they typed."""
        if self.by_name or self.state == JoinRequestState.ACCEPTED:
            return self.organisation.display_name
        return name_by_code(self.organisation)
