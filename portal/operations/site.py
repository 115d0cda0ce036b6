"""Wagtail's own record of where the portal stands, held true to ``BASE_URL``: its mails and previews take addresses from it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.models import Collection, Page, Site

from portal.kernel.languages import Language

PORTS = {"http": 80, "https": 443}


def _address() -> tuple[str, int]:
    parts = urlsplit(settings.BASE_URL)
    return parts.hostname or "localhost", parts.port or PORTS.get(parts.scheme, 80)


def differences() -> list[str]:
    """Return a line for each thing in which the default site is not as ``BASE_URL`` says; an empty list where all is well."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return ["No site is the default site."]
    hostname, port = _address()
    if (site.hostname, site.port) == (hostname, port):
        return []
    return [f"The default site stands at {site.hostname}:{site.port}, PORTAL_BASE_URL says {hostname}:{port}."]


def sync_address() -> bool:
    """Put the default site at ``BASE_URL``; return whether that changed anything. Without a default site nothing is done."""
    hostname, port = _address()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or (site.hostname, site.port) == (hostname, port):
        return False
    site.hostname, site.port = hostname, port
    site.save()
    return True


def name_roots() -> bool:
    """Give the roots of pages and of collections, which Wagtail calls "Root", Vietnamese names; return whether that changed one."""
    page, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    with override(Language.VIETNAMESE):
        of_pages, of_files = gettext("All pages of the portal"), gettext("All files of the portal")
    is_changed = False
    if page is not None and page.title != of_pages:
        page.title = page.draft_title = of_pages
        page.save(update_fields=["title", "draft_title"], clean=False)
        is_changed = True
    if collection is not None and collection.name != of_files:
        collection.name = of_files
        collection.save(update_fields=["name"])
        is_changed = True
    return is_changed
