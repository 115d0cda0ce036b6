"""The role that this room declares."""

from portal.accounts.roles import Role, RoleSet

OFFICERS = "Quản lý mạng lưới chuyên gia"


def declared() -> RoleSet:
    """Return the officers' group: they read profiles, approve, return and take them down; they read no messages."""
    return RoleSet(
        roles=(
            Role(
                group=OFFICERS,
                permissions=frozenset({"experts.view_expertprofile", "experts.review_expertprofile"}),
            ),
        )
    )
