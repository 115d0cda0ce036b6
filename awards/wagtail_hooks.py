"""What the awards room adds to the Wagtail admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from awards import admin_views, enums, permissions
from awards.models import Nomination
from awards.viewsets import NominationViewSet

register_snippet(NominationViewSet)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def nomination_urls() -> list[URLPattern]:
    """Add the page that moves a nomination."""
    return [path("awards/nominations/<id:pk>/move/", admin_views.move, name="awards-move-nomination")]


@hooks.register("register_snippet_listing_buttons")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def nomination_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:  # noqa: ARG001 -- the hook's signature
    """Offer to move a nomination that has somewhere to go."""
    if not isinstance(snippet, Nomination) or not permissions.can_manage_nominations(user):
        return []
    if not enums.MOVES.moves.get(enums.NominationState(snippet.state)):
        return []
    return [
        Button(_("Change state"), reverse("awards-move-nomination", args=[snippet.pk]), icon_name="rotate", priority=20)
    ]
