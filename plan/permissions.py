"""Who may keep the plan's figures: pure predicates."""

from typing import Any


def may_record_values(user: Any) -> bool:
    """Whether the person may enter what was counted for a year, or replace it."""
    return bool(
        user is not None
        and user.is_active
        and user.has_perms(["plan.add_indicatorvalue", "plan.change_indicatorvalue"])
    )
