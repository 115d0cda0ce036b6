"""The award secretariat: its own pages, pictures, nominations; no user rights."""

from wagtail.models import Collection

from awards.models import AwardIndexPage
from portal.accounts import roles

SECRETARIAT = "Thư ký giải thưởng"
COLLECTION = "Giải thưởng"


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(instance=Collection(name=COLLECTION))


def declare() -> roles.RoleSet:
    """Return the secretariat's group with its rights on the award pages of both languages."""
    pages = tuple(roles.PageRight(page, roles.PUBLISH) for page in AwardIndexPage.objects.all())
    return roles.RoleSet(
        roles=(
            roles.Role(
                group=SECRETARIAT,
                permissions=frozenset({"awards.view_nomination", "awards.change_nomination"}),
                pages=pages,
                collections=(roles.CollectionRight(_collection(), roles.IMAGES | roles.DOCUMENTS),),
            ),
        )
    )
