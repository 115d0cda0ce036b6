"""The role that this room declares: those who set up events, decide on applications and look after registrations."""

from typing import Final

from events.models import CourseIndexPage, EventIndexPage
from portal.accounts.roles import DOCUMENTS, IMAGES, PUBLISH, CollectionRight, PageRight, Role, RoleSet
from registration import roles as registration_roles

ORGANISERS: Final = "Ban tổ chức sự kiện"
PERMISSIONS: Final = frozenset(
    {
        "events.view_fairapplication",
        "events.change_fairapplication",
        "events.view_festival",
        "events.add_festival",
        "events.change_festival",
        "kernel.change_holidayyear",
    }
)


def declared() -> RoleSet:
    """Return the organisers' group with the lists of events and courses that stand now."""
    indexes = list(EventIndexPage.objects.filter(alias_of=None).select_related("collection").order_by("pk"))
    courses = list(CourseIndexPage.objects.filter(alias_of=None).order_by("pk"))
    collections = {page.collection.pk: page.collection for page in indexes if page.collection}
    return RoleSet(
        roles=(
            Role(
                group=ORGANISERS,
                permissions=PERMISSIONS | registration_roles.ORGANISER_PERMISSIONS,
                pages=tuple(PageRight(page, PUBLISH) for page in (*indexes, *courses)),
                collections=tuple(CollectionRight(item, IMAGES | DOCUMENTS) for item in collections.values()),
            ),
        )
    )
