"""Where the help stands: in the admin's help menu, for people of newsrooms."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from news.desk import work
from news.help import views


class HelpItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Leads people of newsrooms to their help."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader works at a newsroom."""
        return work.reader_takes_part(request)


@hooks.register("register_help_menu_item")
def help_item() -> MenuItem:
    """Put the newsrooms' help first in the menu."""
    return HelpItem(
        gettext_lazy("How the newsroom works"),
        reverse_lazy("news_help:index"),
        name="newsroom-help",
        icon_name="help",
        order=10,
    )


@hooks.register("register_admin_urls")
def help_urls() -> list[URLResolver]:
    """Add the pages of help."""
    return [path("news/help/", include((views.urlpatterns, "news_help")))]
