"""Wagtail's own record of where the portal stands, held true to ``BASE_URL``: its mails and previews take addresses from it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext, override
from wagtail.models import Page, Site

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


def name_root() -> bool:
    """Give the root of the page tree, which Wagtail calls "Root", a Vietnamese name; return whether that changed it."""
    root = Page.get_first_root_node()
    with override(Language.VIETNAMESE):
        name = gettext("All pages of the portal")
    if root is None or root.title == name:
        return False
    root.title = root.draft_title = name
    root.save(update_fields=["title", "draft_title"], clean=False)
    return True
