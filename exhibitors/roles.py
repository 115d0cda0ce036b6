"""The role that this room declares."""

from portal.accounts.roles import Role, RoleSet

OFFICERS = "Cán bộ xác minh tổ chức"


def declared() -> RoleSet:
    """Return the officers' group: they look at organisations, correct and verify them; nobody deletes any."""
    return RoleSet(
        roles=(
            Role(
                group=OFFICERS,
                permissions=frozenset(
                    {
                        "exhibitors.view_organisation",
                        "exhibitors.change_organisation",
                        "exhibitors.verify_organisation",
                    }
                ),
            ),
        )
    )
