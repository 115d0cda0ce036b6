"""The pages above events and courses: filtered lists, and the month."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail_localize.fields import SynchronizedField

from portal.kernel import clock
from portal.pages.base import PortalPage


class EventIndexPage(PortalPage):
    """All events as a list or a month, filtered by the address."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    collection = models.ForeignKey(
        "wagtailcore.Collection",
        verbose_name=_("collection of the organisers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Pictures and documents of events and courses."),
    )

    subpage_types: ClassVar[list[str]] = ["events.EventPage", "events.FairPage", "events.TradePromotionPage"]
    template = "events/event_index_page.html"
    override_translatable_fields: ClassVar = [SynchronizedField("collection")]
    content_panels: ClassVar[list[Panel]] = [
        *PortalPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("collection"),
    ]

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the month's template when the address asks for it."""
        from events import listing  # noqa: PLC0415 -- it reads these models

        if listing.wants_month(request):
            return "events/event_month.html"
        return str(super().get_template(request, *args, **kwargs))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered events."""
        from events import listing  # noqa: PLC0415 -- it reads these models

        context = super().get_context(request, *args, **kwargs)
        context |= listing.event_context(request=request, now=clock.now())
        return context


class CourseIndexPage(PortalPage):
    """All courses, filtered by the address."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    subpage_types: ClassVar[list[str]] = ["events.CoursePage"]
    template = "events/course_index_page.html"
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered courses."""
        from events import listing  # noqa: PLC0415 -- it reads these models

        context = super().get_context(request, *args, **kwargs)
        context |= listing.course_context(request=request, now=clock.now())
        return context
