"""Pages of the experts room."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from portal.pages import findables, sharing, shell
from portal.pages.base import PortalPage


class ExpertIndexPage(RoutablePageMixin, PortalPage):  # type: ignore[misc]  # Wagtail's mixin has no types
    """The list of experts; a profile is a sub-route of it."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    findable_kind = findables.FindableKind.CONTENT
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("list of experts")
        verbose_name_plural = _("lists of experts")

    def summary_text(self) -> str:
        """Return the introduction."""
        return str(self.search_description or self.introduction)

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the person where a profile is shown."""
        data: list[dict[str, Any]] = getattr(self, "profile_data", [])
        return data

    @path("")
    def experts(self, request: HttpRequest) -> TemplateResponse:
        """Show the filtered list."""
        from experts import listing  # noqa: PLC0415 -- reads these models

        response: TemplateResponse = self.render(
            request, context_overrides={"listing": listing.build(request), "page_title": self.title}
        )
        return response

    @path("<slug:slug>/")
    def expert(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """Show one published expert; anything else is not found."""
        from experts import presenter, queries  # noqa: PLC0415 -- reads these models

        profile = queries.public_profile(slug)
        if profile is None:
            raise Http404
        list_url = self.get_url(request) or ""
        shown = presenter.build(profile, list_url=list_url)
        self.profile_data = [shown.structured_data]
        shell.add_breadcrumbs(request, (self.title, list_url))
        sharing.set_social(
            request, sharing.Social(title=profile.name, description=profile.display_title, kind="profile")
        )
        response: TemplateResponse = self.render(
            request, template="experts/expert.html", context_overrides={"profile": profile, "shown": shown}
        )
        return response
