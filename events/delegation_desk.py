"""The panel "Delegations" on the exhibitor's desk, for organisations that are invited."""

from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import queries
from events.delegation_enums import LIVE_MEMBERS, MemberState
from events.models import DelegationInvitation
from exhibitors.desk import DeskRow, DeskSection
from portal.kernel import languages

if TYPE_CHECKING:
    from exhibitors.models import Organisation

SHOWN: Final = 10


class DelegationPanel:
    """Invitations of the organisation; nothing where there is none."""

    title = gettext_lazy("Delegations")
    position = 45

    def sections(self, request: HttpRequest, organisation: "Organisation") -> list[DeskSection]:  # noqa: ARG002 -- the desk's signature
        """Return the invitations with how many people are named and complete."""
        ready = (MemberState.COMPLETE, MemberState.TRAVELLING)
        rows = list(
            DelegationInvitation.objects.filter(organisation=organisation)
            .annotate(
                named=Count("members", filter=Q(members__state__in=LIVE_MEMBERS)),
                ready=Count("members", filter=Q(members__state__in=ready)),
            )
            .order_by("-invited_at", "-pk")[:SHOWN]
        )
        if not rows:
            return []
        pages = queries.pages_for([row.programme_key for row in rows], languages.current())
        words = _("%(named)d of %(seats)d people named, papers of %(ready)d complete")
        return [
            DeskSection(
                title=self.title,
                rows=tuple(
                    DeskRow(
                        title=pages[row.programme_key].title,
                        url=reverse("events:delegation", args=[row.pk]),
                        text=words % {"named": row.named, "seats": row.seats, "ready": row.ready},
                        when=row.invited_at,
                    )
                    for row in rows
                    if row.programme_key in pages
                ),
            )
        ]


panel = DelegationPanel()
