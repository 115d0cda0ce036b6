"""Support services that people and enterprises can ask for (plan 149/KH-UBND, III.2 b–d and III.3 a)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.blocks import text
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ContentBody
from portal.page_cache import later
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind


class ServiceIndexPage(PortalPage):
    """All support services."""

    intro = models.CharField(_("summary"), max_length=300, blank=True)

    kind_label = _("Support services")
    template = "home/service_index_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.ServicePage"]
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of services")
        verbose_name_plural = _("lists of services")

    def summary_text(self) -> str:
        """Return the summary."""
        return self.search_description or self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the services."""
        from home import queries  # noqa: PLC0415 -- queries reads the models

        return {**super().get_context(request, *args, **kwargs), "services": queries.services()}


class ServicePage(PortalPage):
    """One service: who it is for, how it goes, what it costs, on what legal basis."""

    summary = models.TextField(_("summary"), max_length=400)
    for_whom = models.TextField(_("who it is for"), max_length=600, blank=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)
    processing_time = models.CharField(_("time it takes"), max_length=200, blank=True)
    provider = models.CharField(_("provided by"), max_length=200, blank=True)
    contact = models.TextField(_("contact"), max_length=400, blank=True)
    legal_basis = models.TextField(_("legal basis"), max_length=600, blank=True)
    accepts_requests = models.BooleanField(_("can be asked for on this portal"), default=True)
    body = BlocksField(ContentBody(), verbose_name=_("text"), blank=True)

    findable_kind = FindableKind.SERVICE
    kind_label = _("Support services")
    template = "home/service_page.html"
    parent_page_types: ClassVar = ["home.ServiceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("for_whom"),
                FieldRowPanel([FieldPanel("fee"), FieldPanel("processing_time")]),
                FieldPanel("provider"),
                FieldPanel("contact"),
                FieldPanel("legal_basis"),
                FieldPanel("accepts_requests"),
            ],
            _("Facts"),
        ),
        InlinePanel("steps", heading=_("Steps"), label=_("step")),
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [SynchronizedField("accepts_requests")]

    class Meta:
        verbose_name = _("support service")
        verbose_name_plural = _("support services")

    def summary_text(self) -> str:
        """Return the summary."""
        return self.search_description or self.summary

    def findable_keywords(self) -> str:
        """Return who provides it and for whom."""
        return f"{self.provider} {self.for_whom}".strip()

    def findable_body(self) -> str:
        """Return steps and text."""
        steps = (f"{step.title} {step.text}" for step in self.steps.all())
        return " ".join((*steps, text.plain_text(self.body), self.legal_basis)).strip()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, steps and the address of the request form."""
        from home import queries  # noqa: PLC0415 -- queries reads the models

        return super().get_context(request, *args, **kwargs) | later.context(
            self, request, lambda: queries.service_details(self)
        )

    def structured_data(self) -> list[dict[str, Any]]:
        """Return schema.org GovernmentService."""
        return [
            {
                "@context": "https://schema.org",
                "@type": "GovernmentService",
                "name": self.title,
                "url": f"{settings.BASE_URL}{self.url}",
                "description": self.summary,
                "provider": {"@type": "GovernmentOrganization", "name": self.provider},
                "inLanguage": self.locale.language_code,
            }
        ]


class ServiceStep(Orderable):
    """One step of a service."""

    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), max_length=600, blank=True)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("step of a service")
        verbose_name_plural = _("steps of a service")

    def __str__(self) -> str:
        return self.title
