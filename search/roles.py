"""The group that keeps the list of abbreviations."""

from portal.accounts.roles import Role, RoleSet

GROUP = "Quản lý từ viết tắt"
_ACTIONS = ("add", "change", "delete", "view")


def declared() -> RoleSet:
    """Return the room's one role."""
    return RoleSet(
        roles=(Role(group=GROUP, permissions=frozenset(f"search.{action}_abbreviation" for action in _ACTIONS)),)
    )
