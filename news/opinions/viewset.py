"""The newsroom's queue of readers' comments in the admin's menu, with the number that waits."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from news import permissions
from news.enums import CommentState
from news.opinions import admin_views


class QueueMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """The entry of the menu, for people who moderate."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person moderates comments."""
        return permissions.may_see_queue(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """Return the entry with the number of comments that wait."""
        component = super().render_component(request)
        waiting = permissions.comments_for(request.user).filter(state=CommentState.PENDING).count()
        if waiting:
            component.label = _("%(label)s (%(number)d)") % {"label": self.label, "number": waiting}
        return component


class CommentViewSet(ViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Queue, one comment, and taking decisions back."""

    icon = "comment"
    menu_label = gettext_lazy("Readers' comments")
    menu_order = 220
    add_to_admin_menu = True
    menu_item_class = QueueMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of the queue."""
        return [
            path("", admin_views.QueueView.as_view(), name="index"),
            path("edit/<int:pk>/", admin_views.CommentView.as_view(), name="edit"),
            path("undo/", admin_views.UndoView.as_view(), name="undo"),
        ]
