"""Which parts of the tree are private; the few rows that say so are kept while they stay as they are."""

from django.db.models import Q
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from portal.page_cache import collecting, parts


def every() -> list[PageViewRestriction]:
    """Return every restriction with its page.

    Not joined: of an empty table a database knows nothing, and may begin with all pages.
    """

    def read() -> list[PageViewRestriction]:
        # A change of restrictions drops everything, and so does a move, by which alone their pages change places.
        with collecting.pages_named():
            return list(PageViewRestriction.objects.prefetch_related("page").order_by("pk"))

    return parts.read("pages:restrictions", read)


def private() -> Q:
    """Return the condition that a page is private, by itself or by one above it: what Wagtail's ``private_q`` says."""
    condition = Q()
    for restriction in every():
        # A page that stands below another one begins with its path.
        condition |= Q(path__startswith=restriction.page.path)
    return condition or Q(pk__in=[])


def is_private(path: str) -> bool:
    """Return whether the page with this path in the tree is private."""
    return any(path.startswith(restriction.page.path) for restriction in every())


def register() -> None:
    """Let Wagtail's own ``public()`` ask the same rows: it read them anew for every list, and SQLite looked for them among all pages."""
    PageQuerySet.private_q = lambda _rows: private()
