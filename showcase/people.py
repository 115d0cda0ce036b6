"""Who gets a mail: owners of organisations, the people of an enquiry, the intermediary officers."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model

from exhibitors.enums import MemberRole
from exhibitors.models import Membership
from showcase.models import Enquiry

INTERMEDIARIES = "Cán bộ kết nối công nghệ"
"""Name of the officers' group; its rights are declared in ``roles.py``."""
WRITERS: Collection[str] = (MemberRole.OWNER, MemberRole.EDITOR)


def owners(organisation: Any) -> list[Any]:
    """Return the active owners of an organisation, the first to join first."""
    found = Membership.objects.filter(organisation=organisation, role=MemberRole.OWNER, user__is_active=True)
    return [membership.user for membership in found.select_related("user").order_by("joined_at", "pk")]


def of_organisation(enquiry: Enquiry) -> list[Any]:
    """Return the owners of the organisation asked, and the editor who answered while still an active member."""
    found = {person.pk: person for person in owners(enquiry.organisation)}
    if enquiry.answered_by_id and enquiry.answered_by_id not in found:
        member = Membership.objects.filter(
            organisation=enquiry.organisation,
            user=enquiry.answered_by_id,
            role__in=WRITERS,
            user__is_active=True,
        )
        found |= {membership.user_id: membership.user for membership in member.select_related("user")}
    return list(found.values())


def officers() -> list[Any]:
    """Return the active intermediary officers."""
    accounts: Any = get_user_model()
    return list(accounts.objects.filter(groups__name=INTERMEDIARIES, is_active=True).order_by("pk"))
