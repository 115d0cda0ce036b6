"""The two listings: technologies on show and technology needs."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from portal.pages.base import PortalPage


class ShowcaseIndexPage(PortalPage):
    """Lists technologies; they are its children."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    subpage_types: ClassVar[list[str]] = ["showcase.TechnologyPage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of technologies")
        verbose_name_plural = _("lists of technologies")

    def summary_text(self) -> str:
        """Return the introduction."""
        return self.search_description or self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered, sorted page of technologies."""
        from showcase import listings  # noqa: PLC0415 -- reads these models

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = listings.technologies(request)
        context["page_title"] = self.title
        return context


class NeedIndexPage(PortalPage):
    """Lists technology needs; they are its children."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    subpage_types: ClassVar[list[str]] = ["showcase.NeedPage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of technology needs")
        verbose_name_plural = _("lists of technology needs")

    def summary_text(self) -> str:
        """Return the introduction."""
        return self.search_description or self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered, sorted page of needs."""
        from showcase import listings  # noqa: PLC0415 -- reads these models

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = listings.needs(request)
        context["page_title"] = self.title
        return context
