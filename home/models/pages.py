"""Pages of the home room."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from home import blocks
from portal.blocks.fields import BlocksField
from portal.pages.base import PortalPage


class HomePage(PortalPage):
    """The front page of one language."""

    headline = models.CharField(
        _("headline"), max_length=120, blank=True, help_text=_("Left empty, the name of the portal is shown.")
    )
    intro = models.CharField(_("one sentence"), max_length=250, blank=True)
    body = BlocksField(blocks.FrontBody(), verbose_name=_("sections"), blank=True)

    kind_label = _("Front page")
    template = "home/home_page.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def summary_text(self) -> str:
        """Return the sentence under the title."""
        return self.search_description or self.intro
