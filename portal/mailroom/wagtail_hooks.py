"""What the mail room adds to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.mail import access
from portal.mailroom import dead_letters, gallery
from portal.mailroom.home_panel import UndeliveredPanel

NAMESPACE = dead_letters.NAMESPACE
_URLS: list[URLPattern] = [
    path("", dead_letters.IndexView.as_view(), name="index"),
    path("retry-all/", dead_letters.RetryAllView.as_view(), name="retry-all"),
    path("<int:pk>/retry/", dead_letters.RetryView.as_view(), name="retry"),
    path("<int:pk>/settle/", dead_letters.SettleView.as_view(), name="settle"),
    path("previews/", gallery.GalleryView.as_view(), name="gallery"),
    path("previews/body/<slug:language>/<path:kind>/", gallery.body, name="body"),
    path("previews/mail/<path:kind>/", gallery.MailView.as_view(), name="mail"),
]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    """Add the addresses."""
    return [path("mails/", include((_URLS, NAMESPACE), namespace=NAMESPACE))]


class MailMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who look after mails: all, or those about own events."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader does."""
        return access.may_tend_some(request.user)


@hooks.register("register_reports_menu_item")
def undelivered_item() -> MenuItem:
    """Add the list of undelivered mails to the menu of reports."""
    return MailMenuItem(_("Undelivered mails"), reverse(f"{NAMESPACE}:index"), icon_name="mail", order=710)


@hooks.register("register_reports_menu_item")
def gallery_item() -> MenuItem:
    """Add the previews to the menu of reports."""
    return MailMenuItem(_("Previews of mails"), reverse(f"{NAMESPACE}:gallery"), icon_name="view", order=720)


@hooks.register("construct_homepage_panels")
def undelivered_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """Say on the first page how many mails wait for somebody."""
    panels.append(UndeliveredPanel())
