"""The number of pages on the first page of the admin, counted up to a bound."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from wagtail.admin.navigation import get_site_for_user
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page, Site

from portal.pages import admin_pages


class BoundedPagesSummaryItem(PagesSummaryItem):  # type: ignore[misc]  # Wagtail ships no types
    """Wagtail's link to the pages with their number; of many it says only that there are more."""

    template_name = "pages/admin/site_summary_pages.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        """Return the page that the link leads to, the number of pages below it and what is said of the number."""
        details = get_site_for_user(self.request.user)
        root = details["root_page"]
        known = 0
        if root:
            pages = Page.objects.descendant_of(root, inclusive=not root.is_root()).order_by()
            known = pages[: admin_pages.MOST_COUNTED + 1].count()
            sites = list(Site.objects.select_related("root_page")[:2])
            if root.is_root() and len(sites) == 1:
                # Nobody should be led to make pages beside the front page.
                root = sites[0].root_page
        most = admin_pages.MOST_COUNTED
        return {
            "root_page": root,
            "total_pages": min(known, most),
            "total": f"{intcomma(min(known, most))}{'+' if known > most else ''}",
            "site_name": details["site_name"],
        }


def show_bounded(items: list[Any]) -> None:
    """Put it in the place of Wagtail's own."""
    items[:] = [BoundedPagesSummaryItem(item.request) if type(item) is PagesSummaryItem else item for item in items]
