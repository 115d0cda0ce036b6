"""The group that keeps the lists of abbreviations, synonyms and recommended results, and reads what was searched for."""

from portal.accounts.roles import Role, RoleSet

GROUP = "Quản lý từ viết tắt"
_ACTIONS = ("add", "change", "delete", "view")
_LISTS = ("abbreviation", "promotedresult", "synonym")


def declared() -> RoleSet:
    """Return the room's one role."""
    permissions = frozenset(f"search.{action}_{name}" for name in _LISTS for action in _ACTIONS)
    return RoleSet(roles=(Role(group=GROUP, permissions=permissions),))
