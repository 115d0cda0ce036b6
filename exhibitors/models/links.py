"""Links between intermediaries: what two organisations do together, once both have said so."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from exhibitors.enums import LIVE_LINKS, LinkKind, LinkState


class OrganisationLink(models.Model):
    """One kind of working together. ``source`` proposed it; for membership it is the member, for referral who refers."""

    source = models.ForeignKey(
        "exhibitors.Organisation", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="links_made"
    )
    target = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("other organisation"),
        on_delete=models.CASCADE,
        related_name="links_received",
    )
    kind = models.CharField(_("kind of link"), max_length=12, choices=LinkKind.choices)
    since = models.PositiveSmallIntegerField(_("since the year"), null=True, blank=True)
    services = models.CharField(_("services offered together"), max_length=300, blank=True)
    services_en = models.CharField(_("services offered together, in English"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=LinkState.choices, default=LinkState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link between organisations")
        verbose_name_plural = _("links between organisations")
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_joins_two"),
            models.CheckConstraint(condition=models.Q(kind__in=LinkKind.values), name="link_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=LinkState.values), name="link_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=LinkState.PROPOSED, answered_at__isnull=True)
                | (~models.Q(state=LinkState.PROPOSED) & models.Q(answered_at__isnull=False)),
                name="link_answered_at_only_when_answered",
            ),
            models.UniqueConstraint(
                Least("source", "target"),
                Greatest("source", "target"),
                "kind",
                condition=models.Q(state__in=LIVE_LINKS),
                name="link_once_for_each_pair_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
