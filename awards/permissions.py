"""Who may change nominations."""

from typing import Any

MANAGE = "awards.change_nomination"


def can_manage_nominations(user: Any) -> bool:
    """The secretariat, and operators, may screen, shortlist, decide and publish."""
    return bool(user is not None and user.is_active and user.has_perm(MANAGE))
