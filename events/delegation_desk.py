"""The panel "Delegations" on the exhibitor's desk, for organisations that are invited."""

from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import desk_waiting, permissions, queries
from events.models import DelegationInvitation, EventPage
from exhibitors import queries as exhibitor_queries
from exhibitors.desk import DeskRow, DeskSection
from portal.kernel import clock, languages

if TYPE_CHECKING:
    from exhibitors.models import Organisation

SHOWN: Final = 10


class DelegationPanel:
    """Invitations of the organisation; nothing where there is none."""

    title = gettext_lazy("Delegations")
    position = 45

    def sections(self, request: HttpRequest, organisation: "Organisation") -> list[DeskSection]:
        """Return the invitations with how many people are named and complete; those that wait are all there."""
        invited = list(desk_waiting.invitations([organisation.pk]))
        if not invited:
            return []
        pages = queries.pages_for([row.programme_key for row in invited], languages.current())
        may_act = permissions.can_apply(exhibitor_queries.membership_in(request.user, organisation))
        now = clock.now()
        rows = [
            _row(row, page, waits=may_act and desk_waiting.waits(row, page, now))
            for row in invited
            if (page := pages.get(row.programme_key)) is not None
        ]
        others = [row for row in rows if not row.waits][:SHOWN]
        return [DeskSection(title=self.title, rows=tuple(row for row in rows if row.waits or row in others))]


def _row(row: DelegationInvitation, page: EventPage, *, waits: bool) -> DeskRow:
    counted: Any = row
    words = _("%(named)d of %(seats)d people named, papers of %(ready)d complete")
    return DeskRow(
        title=page.title,
        url=reverse("events:delegation", args=[row.pk]),
        text=words % {"named": counted.named, "seats": row.seats, "ready": counted.ready},
        status=_("Your turn") if waits else "",
        status_kind="warning" if waits else "neutral",
        when=row.invited_at,
        waits=waits,
    )


panel = DelegationPanel()
