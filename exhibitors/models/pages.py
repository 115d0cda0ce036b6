"""Wagtail pages of the exhibitors room."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from exhibitors.models.records import Organisation
from portal.kernel import languages
from portal.page_cache import parts
from portal.pages import findables, sharing, shell
from portal.pages.base import PortalPage


class DirectoryPage(RoutablePageMixin, PortalPage):  # type: ignore[misc]  # Wagtail's mixin has no types
    """The directory of organisations; a profile is a sub-route of it."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)

    findable_kind = findables.FindableKind.CONTENT
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("directory of organisations")
        verbose_name_plural = _("directories of organisations")

    def summary_text(self) -> str:
        """Return the introduction."""
        return str(self.search_description or self.introduction)

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the organisation where a profile is shown."""
        data: list[dict[str, Any]] = getattr(self, "profile_data", [])
        return data

    @path("")
    def directory(self, request: HttpRequest) -> TemplateResponse:
        """Show the filtered list."""
        from exhibitors import directory, network  # noqa: PLC0415 -- reads these models

        context = {
            "listing": directory.build(request),
            "page_title": self.title,
            "network_url": network.url_under(self.get_url(request) or ""),
        }
        response: TemplateResponse = self.render(request, context_overrides=context)
        return response

    @path("mang-luoi/")
    @path("network/")
    def network(self, request: HttpRequest) -> TemplateResponse:
        """Show how intermediaries work together: a drawing and the same as a table."""
        from exhibitors import network  # noqa: PLC0415 -- reads these models

        directory_url = self.get_url(request) or ""
        shell.add_breadcrumbs(request, (self.title, directory_url))
        title = _("Network of intermediaries")
        sharing.set_social(request, sharing.Social(title=str(title), description=self.summary_text()))
        response: TemplateResponse = self.render(
            request,
            template="exhibitors/network.html",
            context_overrides={
                "network": network.build(directory_url=directory_url),
                "page_title": title,
                "directory_url": directory_url,
            },
        )
        return response

    @path("<slug:slug>/")
    def organisation(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """Show one public organisation; anything else is not found."""
        from exhibitors import profile  # noqa: PLC0415 -- reads these models

        language, directory_url = languages.current(), self.get_url(request) or ""

        def read() -> tuple[Organisation, profile.Profile]:
            found = Organisation.objects.public().with_profile_data().filter(slug=slug).first()
            if found is None:
                raise Http404
            return found, profile.build(found, directory_url=directory_url, language=language)

        organisation, shown = parts.kept(
            ("exhibitors:profile", request.get_host(), language, directory_url, slug), read, inherits=True
        )
        self.profile_data = [shown.structured_data]
        shell.add_breadcrumbs(request, (self.title, shown.directory_url))
        sharing.set_social(
            request,
            sharing.Social(
                title=organisation.display_name,
                description=organisation.display_summary or organisation.kind.label,
                kind="profile",
            ),
        )
        response: TemplateResponse = self.render(
            request,
            template="exhibitors/organisation.html",
            context_overrides={"profile": shown, "organisation": organisation},
        )
        return response
