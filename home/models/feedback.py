"""The page on which difficulties are reported and public answers read (plan 149/KH-UBND, section V, last paragraph)."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from portal.blocks import text
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ContentBody
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind


class FeedbackPage(PortalPage):
    """Explains what can be reported, leads to the form and shows answers that were given in public."""

    intro = models.CharField(_("summary"), max_length=300, blank=True)
    body = BlocksField(ContentBody(), verbose_name=_("text"), blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("working days until an answer"), default=10, help_text=_("What people are told; nothing is closed by itself.")
    )

    findable_kind = FindableKind.CONTENT
    kind_label = _("Information")
    template = "home/feedback_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("answer_days"),
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [SynchronizedField("answer_days")]

    class Meta:
        verbose_name = _("feedback page")
        verbose_name_plural = _("feedback pages")

    def summary_text(self) -> str:
        """Return the summary."""
        return self.search_description or self.intro or text.opening(self.body)

    def findable_body(self) -> str:
        """Return the text."""
        return text.plain_text(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of public answers."""
        from home import queries  # noqa: PLC0415 -- queries reads the models

        return {**super().get_context(request, *args, **kwargs), "answers": queries.public_answers(request)}
