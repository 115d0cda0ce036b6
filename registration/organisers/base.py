"""What every page of organisers has: the right to see it, the way back, and who the event is."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.base import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registration import permissions, subjects
from registration.models import PlaceKind


class Permitted(View):
    """Everybody without the right finds nothing, before anything is looked up."""

    needs_decider = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the right."""
        user: Any = request.user
        if not (permissions.may_decide(user) if self.needs_decider else permissions.may_view(user)):
            raise Http404
        super().setup(request, *args, **kwargs)


class OrganiserView(Permitted, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail has no types
    """A page of the admin."""

    header_icon = "date"

    def steps(self) -> list[tuple[str, str]]:
        """Return the pages between the list and this one, as (address, name)."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            *({"url": url, "label": name} for url, name in self.steps()),
            {"url": "", "label": str(self.get_page_title())},
        ]


class SubjectView(OrganiserView):
    """A page about one event that offers places; any other key is not found."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the event."""
        super().setup(request, *args, **kwargs)
        self.subject: uuid.UUID = kwargs["subject"]
        self.info = subjects.info(self.subject)
        if not PlaceKind.objects.of(self.subject).exists():
            raise Http404

    @property
    def title(self) -> str:
        """The event's title, or its key where its page is gone or not public."""
        return self.info.title if self.info else str(self.subject)

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return self.title

    def steps(self) -> list[tuple[str, str]]:
        """Return the way over the dashboard."""
        return [
            (reverse("registrations:dashboards"), _("Dashboards")),
            (reverse("registrations:dashboard", args=[self.subject]), self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the event."""
        return {**super().get_context_data(**kwargs), "subject": self.subject, "info": self.info, "title": self.title}
