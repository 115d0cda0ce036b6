"""Who works in a newsroom: its groups by role, their people, invitations that wait."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth import get_user_model

from news import roles
from news.enums import StaffInvitationState, StaffRole
from news.models import NewsroomPage, StaffChange, StaffInvitation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User

CHANGES_SHOWN = 20
GROUPS: Final[dict[StaffRole, Callable[[NewsroomPage], str]]] = {
    StaffRole.REPORTER: roles.reporters_group,
    StaffRole.EDITOR: roles.editors_group,
    StaffRole.CHIEF: roles.chiefs_group,
    StaffRole.LEGAL: roles.legal_group,
}
"""The group of each role that newsrooms have."""


def roles_that(user: Any) -> list[StaffRole]:
    """Return the roles that a leader of a newsroom gives and takes: chief editors are made by operators only."""
    return [role for role in GROUPS if role is not StaffRole.CHIEF or user.is_superuser]


def people(newsroom: NewsroomPage) -> "dict[StaffRole, list[User]]":
    """Return the active people in each group of a newsroom, by name: one query for each group."""
    active = get_user_model().objects.filter(is_active=True)
    return {
        role: list(active.filter(groups__name=group(newsroom)).order_by("full_name", "pk"))
        for role, group in GROUPS.items()
    }


def waiting(newsroom_key: uuid.UUID, now: datetime) -> "QuerySet[StaffInvitation]":
    """Return the invitations into a newsroom that nobody has answered yet."""
    return StaffInvitation.objects.filter(
        newsroom_key=newsroom_key, state=StaffInvitationState.PENDING, expires_at__gt=now
    )


def changes(newsroom_key: uuid.UUID) -> "QuerySet[StaffChange]":
    """Return who came and went last."""
    rows = StaffChange.objects.filter(newsroom_key=newsroom_key).select_related("person", "changed_by")
    return rows[:CHANGES_SHOWN]
