"""The progress page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.blocks import text
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ContentBody
from portal.kernel import clock
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind


class PlanPage(PortalPage):
    """Indicators against targets, in figures and charts, and the plan's measures with who answers for them."""

    intro = models.CharField(_("summary"), max_length=300, blank=True)
    body = BlocksField(ContentBody(), verbose_name=_("text"), blank=True)

    findable_kind = FindableKind.CONTENT
    kind_label = _("Progress of the plan")
    template = "plan/plan_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("progress page")
        verbose_name_plural = _("progress pages")

    def summary_text(self) -> str:
        """Return the summary."""
        return self.search_description or self.intro or text.opening(self.body)

    def findable_body(self) -> str:
        """Return the text and the names of the indicators."""
        from plan import queries  # noqa: PLC0415 -- queries reads the models

        return " ".join((text.plain_text(self.body), *queries.indicator_names(self.locale.language_code))).strip()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add indicators with their charts, what became of enquiries, and the measures by part."""
        from plan import outcomes, queries  # noqa: PLC0415 -- queries reads the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "indicators": queries.progress(),
            "outcomes": outcomes.figures(clock.now()),
            "measures": queries.measures_by_part(),
        }
