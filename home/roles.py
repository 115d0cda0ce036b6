"""Groups of the home room: who edits the portal's own texts, and who deals with reports and requests."""

from wagtail.models import Collection, Page

from home.models import ContentPage, FeedbackPage, PolicyIndexPage, ServiceIndexPage
from portal.accounts import roles
from portal.accounts.roles import CollectionRight, PageRight, Role, RoleSet

EDITORS_GROUP = "Biên tập viên cổng"
OFFICERS_GROUP = "Tiếp nhận góp ý và yêu cầu"
COLLECTION = "Cổng thông tin"
FRONT_DEPTH = 2

TRANSLATING = frozenset({"wagtail_localize.submit_translation"})
OFFICIAL_TERMS = frozenset(f"vocabularies.{action}_officialterm" for action in ("add", "change", "delete", "view"))
OFFICER_RIGHTS = frozenset(
    f"home.{action}_{model}" for action in ("view", "change") for model in ("feedbackreport", "servicerequest")
)


def _sections() -> list[Page]:
    """Return the sections of the portal's own texts; the front pages above them stay with the operator."""
    found: list[Page] = []
    for model in (ContentPage, PolicyIndexPage, ServiceIndexPage, FeedbackPage):
        found += model.objects.filter(depth=FRONT_DEPTH + 1, alias_of=None).order_by("pk")
    return found


def declared() -> RoleSet:
    """Return the groups with the sections that stand now."""
    collection = Collection.objects.filter(name=COLLECTION).first()
    editors = Role(
        group=EDITORS_GROUP,
        permissions=TRANSLATING | OFFICIAL_TERMS,
        pages=tuple(PageRight(page, roles.PUBLISH) for page in _sections()),
        collections=(CollectionRight(collection, roles.IMAGES | roles.DOCUMENTS),) if collection else (),
    )
    return RoleSet(roles=(editors, Role(group=OFFICERS_GROUP, permissions=OFFICER_RIGHTS)))


roles.register(declared)
