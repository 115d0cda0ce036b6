"""Plain pages of text: about, accessibility, privacy, terms."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.blocks import text
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ContentBody
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind


class ContentPage(PortalPage):
    """A page of text under the front page or under another one."""

    intro = models.CharField(_("summary"), max_length=300, blank=True)
    body = BlocksField(ContentBody(), verbose_name=_("text"), blank=True)

    findable_kind = FindableKind.CONTENT
    kind_label = _("Information")
    template = "home/content_page.html"
    parent_page_types: ClassVar = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def summary_text(self) -> str:
        """Return the summary, or the beginning of the text."""
        return self.search_description or self.intro or text.opening(self.body)

    def findable_body(self) -> str:
        """Return the text."""
        return text.plain_text(self.body)
