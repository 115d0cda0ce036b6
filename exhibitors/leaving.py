"""What becomes of the memberships of a person whose account is erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from exhibitors.models import Membership


class LeavingOrganisations:
    """See ``portal.kernel.personal_data.Leaving``."""

    def obstacles(self, user: Any) -> list[str]:
        """Name each organisation that would be left without an owner."""
        others = Membership.objects.filter(organisation=OuterRef("organisation"), role=MemberRole.OWNER).exclude(
            user=user
        )
        alone = Membership.objects.filter(user=user, role=MemberRole.OWNER).exclude(Exists(others))
        return [
            _("You are the only owner of “%(name)s”. Hand the organisation over to another member first.")
            % {"name": membership.organisation.display_name}
            for membership in alone.select_related("organisation").order_by("organisation__sort_key", "pk")
        ]

    def leave(self, user: Any, _addresses: Sequence[str], now: datetime) -> None:
        """End every membership, with its row in the organisation's log."""
        for membership in Membership.objects.filter(user=user).order_by("organisation_id"):
            memberships.remove_member(membership=membership, by=user, now=now)
