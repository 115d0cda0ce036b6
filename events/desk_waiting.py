"""What waits for an organisation at fairs and delegations: its own desk puts it on top, and its people see it from their other desks."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from events import queries
from events.delegation_enums import LIVE_MEMBERS, MemberState
from events.domain import delegations
from events.enums import ApplicationState
from events.models import DelegationInvitation, EventPage, FairApplication
from portal.kernel import languages

APPLICATIONS: Final = frozenset({ApplicationState.CHANGES_ASKED, ApplicationState.BOOTH_OFFERED})
"""Where only the organisation can bring its application on."""
READY: Final = (MemberState.COMPLETE, MemberState.TRAVELLING)


def invitations(organisations: Collection[int]) -> QuerySet[DelegationInvitation]:
    """Return the invitations of these organisations with how many people are ``named`` and ``ready``, the newest first."""
    return (
        DelegationInvitation.objects.filter(organisation__in=organisations)
        .annotate(
            named=Count("members", filter=Q(members__state__in=LIVE_MEMBERS)),
            ready=Count("members", filter=Q(members__state__in=READY)),
        )
        .order_by("-invited_at", "-pk")
    )


def waits(invitation: DelegationInvitation, programme: EventPage, now: datetime) -> bool:
    """Return whether an invitation of ``invitations`` waits: nobody is named yet, or somebody's papers are not in order, and the trip lies ahead."""
    named, ready = invitation.named, invitation.ready  # type: ignore[attr-defined]  # counted by invitations
    return not delegations.is_over(programme, now) and (not named or ready < named)


def by_organisation(organisations: Collection[int], now: datetime) -> Counter[int]:
    """Return how many applications and delegations wait for each organisation: a constant number of queries."""
    applications = FairApplication.objects.filter(organisation__in=organisations, state__in=APPLICATIONS)
    found = Counter(applications.values_list("organisation_id", flat=True))
    rows = list(invitations(organisations))
    pages = queries.pages_for({row.programme_key for row in rows}, languages.current(), only=("starts_at", "ends_at"))
    found.update(
        row.organisation_id for row in rows if row.programme_key in pages and waits(row, pages[row.programme_key], now)
    )
    return found
