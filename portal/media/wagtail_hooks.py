"""What the admin says of documents, where Wagtail says nothing."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.media import text_report


class TextsMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """The report on documents in the search, for everybody who looks after documents."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person has documents to look after."""
        return text_report.is_shown(request.user)


@hooks.register("register_admin_urls")
def register_texts() -> list[Any]:
    """Add the report and what is pressed there."""
    return text_report.urls()


@hooks.register("register_reports_menu_item")
def register_report() -> TextsMenuItem:
    """Add it to the reports."""
    return TextsMenuItem(
        text_report.TextReport.page_title, reverse_lazy(text_report.NAME), icon_name="doc-full", order=660
    )
