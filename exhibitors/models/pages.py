"""Wagtail pages of the exhibitors room."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin

from portal.pages.base import PortalPage


class DirectoryPage(RoutablePageMixin, PortalPage):  # type: ignore[misc]  # Wagtail's mixin has no types
    """The directory of organisations; a profile is a sub-route of it."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("directory of organisations")
        verbose_name_plural = _("directories of organisations")
