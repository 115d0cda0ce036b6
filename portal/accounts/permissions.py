"""Who may do what with accounts: pure predicates."""

from typing import Any


def may_erase_own_account(user: Any) -> bool:
    """Everyone may, but those who work in the administration: an operator takes them out of it first."""
    return bool(user.is_active and not user.is_superuser and not user.has_perm("wagtailadmin.access_admin"))
