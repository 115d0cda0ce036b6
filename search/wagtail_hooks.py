"""What the search room adds to the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search import admin_views
from search.viewsets import AbbreviationViewSet, PromotedResultViewSet, SynonymViewSet

register_snippet(AbbreviationViewSet)
register_snippet(PromotedResultViewSet)
register_snippet(SynonymViewSet)


class SearchesMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who keep the lists of words."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the report answers."""
        return admin_views.may_look(request.user)


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern | URLResolver]:
    """Add the address of the report."""
    addresses = [path("", admin_views.SearchesView.as_view(), name="searches")]
    return [path("searches/", include((addresses, admin_views.NAMESPACE), namespace=admin_views.NAMESPACE))]


@hooks.register("register_reports_menu_item")
def register_report_item() -> Any:
    """Add the report to the menu."""
    return SearchesMenuItem(_("Searches"), reverse(f"{admin_views.NAMESPACE}:searches"), icon_name="search", order=690)
