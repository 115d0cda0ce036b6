"""The secretariat's nominations in the Wagtail admin."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from awards.models import Nomination
from portal.kernel.spreadsheets import harmless


class NominationFilters(WagtailFilterSet):  # type: ignore[misc]  # Wagtail ships no types
    """What the secretariat filters by."""

    class Meta:
        model = Nomination
        fields: ClassVar = ["state", "category_code", "honour"]


class _NoAddingOrDeleting(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Nominations arrive by the form and never vanish; the secretariat corrects and moves them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse adding and deleting to everybody."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


class NominationIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """The list; its exports hold no formulas."""

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
        """Make text harmless in both formats."""
        return harmless(super().preprocess_field_value(field, value, export_format))


class NominationViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List, filter and correct nominations; states are moved by the buttons, which call the domain."""

    model = Nomination
    icon = "success"
    menu_label = _("Nominations")
    add_to_admin_menu = True
    menu_order = 340
    list_display: ClassVar = ["title", "nominee_name", "category_code", "state", "honour", "submitted_at"]
    search_fields: ClassVar = ["title", "nominee_name"]
    filterset_class = NominationFilters
    index_view_class = NominationIndexView
    list_export: ClassVar = ["title", "nominee_name", "category_code", "state", "honour"]
    permission_policy = _NoAddingOrDeleting(Nomination)
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldRowPanel([FieldPanel("nominee_name"), FieldPanel("category_code")]),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        FieldRowPanel([FieldPanel("state", read_only=True), FieldPanel("honour", read_only=True)]),
    ]
