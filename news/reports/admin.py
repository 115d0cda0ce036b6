"""What the reports add to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from news.reports import scope, views
from news.reports.enums import ReportKind

_URLS: list[URLPattern] = [path("<slug:kind>/", views.ReportView.as_view(), name="report")]


def urls() -> list[URLPattern | URLResolver]:
    """Return the addresses."""
    return [path("news-reports/", include((_URLS, views.NAMESPACE), namespace=views.NAMESPACE))]


class ReportMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Shown to those who work in a newsroom, and to those who see all."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether there is anything for the reader."""
        return scope.may_look(request.user)


def menu_item() -> Any:
    """Return the item of the menu of reports."""
    address = reverse(f"{views.NAMESPACE}:report", args=[ReportKind.PUBLISHED.value])
    return ReportMenuItem(_("Newsrooms: figures"), address, icon_name="history", order=680)
