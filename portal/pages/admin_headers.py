"""The head of the admin's pages that are plain views: title and the way there, as Wagtail's own pages have them."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def header(title: "str | _StrPromise", *links: "tuple[str | _StrPromise, str]", icon: str) -> dict[str, Any]:
    """Return what ``wagtailadmin/generic/base.html`` needs: the title, the icon, and the way from the admin's home.

    ``links`` are (words, address) of the pages between home and this one.
    """
    way = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    way += [{"url": address, "label": str(words)} for words, address in links]
    way.append({"url": "", "label": str(title)})
    return {"header_title": title, "page_title": title, "header_icon": icon, "breadcrumbs_items": way}
