"""What the admin's pages about newsrooms share: who finds them, and the way back."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news import permissions
from news.models import NewsroomPage
from news.rooms import overview

NAMESPACE: Final = "newsrooms"


class RoomPage(WagtailAdminTemplateMixin):  # type: ignore[misc]  # Wagtail ships no types
    """A page of the admin about one newsroom; people who do not lead it find nothing."""

    header_icon = "group"
    # Django's form views take PUT for POST, too.
    http_method_names: Sequence[str] = ("get", "head", "post")
    operators_only = False
    newsroom: NewsroomPage
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find what the address names, and ask for the right."""
        super().setup(request, *args, **kwargs)
        found = overview.page_of(self.find_key(**kwargs))
        if found is None or not permissions.may_lead(request.user, found.translation_key):
            raise Http404
        if self.operators_only and not permissions.may_run_newsrooms(request.user):
            raise Http404
        self.newsroom = found

    def find_key(self, **kwargs: Any) -> uuid.UUID:
        """Return the translation key of the newsroom that the address names; raises Http404."""
        key: uuid.UUID = kwargs["key"]
        return key

    @property
    def is_operator(self) -> bool:
        """Whether the reader may do everything here."""
        return permissions.may_run_newsrooms(self.request.user)

    @property
    def room_url(self) -> str:
        """Address of the newsroom's page in the admin."""
        return reverse(f"{NAMESPACE}:room", args=[self.newsroom.translation_key])

    def get_page_subtitle(self) -> str:
        """Name the newsroom."""
        return str(self.newsroom.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of newsrooms."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": _("Newsrooms")},
            {"url": self.room_url, "label": str(self.newsroom.title)},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what all these pages show."""
        return {
            **super().get_context_data(**kwargs),
            "newsroom": self.newsroom,
            "room_url": self.room_url,
            "back_url": self.room_url,
            "is_operator": self.is_operator,
        }
