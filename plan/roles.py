"""The group that follows the plan: its figures and its page."""

from plan.models import PlanPage
from portal.accounts import roles
from portal.accounts.roles import PageRight, Role, RoleSet

MONITORS_GROUP = "Theo dõi kế hoạch"
RIGHTS = frozenset(
    f"plan.{action}_{model}"
    for model in ("indicator", "indicatortarget", "indicatorvalue", "measure")
    for action in ("add", "view", "change", "delete")
)


def declared() -> RoleSet:
    """Return the group with the progress pages that stand now."""
    pages = PlanPage.objects.filter(alias_of=None).order_by("pk")
    return RoleSet(
        roles=(
            Role(
                group=MONITORS_GROUP,
                permissions=RIGHTS,
                pages=tuple(PageRight(page, roles.PUBLISH) for page in pages),
            ),
        )
    )


roles.register(declared)
