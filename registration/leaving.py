"""What becomes of the places of a person whose account is erased: they go to the next in the queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.kernel import tokens
from registration.domain import links, registrations
from registration.enums import CANCELLABLE_STATES
from registration.models import Registration


class GivingBackPlaces:
    """See ``portal.kernel.personal_data.Leaving``."""

    def obstacles(self, _user: Any) -> list[str]:
        """Nothing stands in the way: places are given back."""
        return []

    def leave(self, user: Any, addresses: Sequence[str], now: datetime) -> None:
        """Cancel what can be cancelled of the account and its proven addresses, subject by subject; no link opens anything any more."""
        own = Registration.objects.filter(Q(user=user) | Q(email__in=[address.lower() for address in addresses]))
        rows = own.filter(state__in=CANCELLABLE_STATES)
        for registration in rows.select_related("place_kind").order_by("place_kind__subject", "pk"):
            registrations.cancel(registration=registration, now=now)
        for pk in own.order_by("pk").values_list("pk", flat=True):
            for purpose in (links.MANAGE, links.CONFIRM):
                tokens.revoke_all(purpose=purpose, subject=str(pk), now=now)
