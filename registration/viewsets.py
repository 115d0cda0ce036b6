"""Registrations in the admin: a list by subject, and the organiser's decisions. Nothing is added or edited there."""

import uuid
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # it has no types
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from registration import decisions, exports, permissions, subjects
from registration.models import PlaceKind, Registration


def subject_choices() -> list[tuple[str, str]]:
    """Return the subjects that offer places, by title; one that nobody knows any more shows its key."""
    keys: list[uuid.UUID] = list(PlaceKind.objects.order_by().values_list("subject", flat=True).distinct())
    known = subjects.info_for(keys)
    return sorted(
        ((str(key), known[key].title if key in known else str(key)) for key in keys), key=lambda choice: choice[1]
    )


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Registrations come from forms and change by decisions; the admin only shows them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may do this to registrations in the admin."""
        return action == "view" and permissions.may_view(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one registration."""
        return self.user_has_permission(user, action)


class RegistrationFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types
    """Filters of the list."""

    subject = django_filters.ChoiceFilter(
        field_name="place_kind__subject", choices=subject_choices, label=gettext_lazy("Event or course")
    )

    class Meta:
        model = Registration
        fields: ClassVar = ["subject", "state", "language"]


class RegistrationIndexView(exports.ExportMixin, IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list, with decisions in each row's menu and exports for those who may."""

    list_export = exports.COLUMNS
    export_headings = exports.HEADINGS
    filterset_class = RegistrationFilterSet

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        return super().get_base_queryset().select_related("place_kind")

    def get_table(self, object_list: Any) -> Any:
        """Name the subjects of all rows together."""
        return super().get_table(_with_titles(object_list))

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Name the subjects of all rows together."""
        rows = _with_titles(queryset)
        rows_with_model = _Rows(rows)
        return super().as_spreadsheet(rows_with_model, spreadsheet_format)

    def get_list_more_buttons(self, instance: Registration) -> list[Button]:
        """Offer the decisions beside what Wagtail offers."""
        return [*super().get_list_more_buttons(instance), *decisions.buttons(instance, self.request.user)]


class _Rows(list[Registration]):
    """Rows that still say of which model they are, as the export asks."""

    model = Registration


def _with_titles(rows: Any) -> list[Registration]:
    found: list[Registration] = list(rows)
    known = subjects.info_for({row.place_kind.subject for row in found})
    for row in found:
        info = known.get(row.place_kind.subject)
        row.subject_title = info.title if info else str(row.place_kind.subject)  # type: ignore[attr-defined]  # shown in the list and in exports
    return found


class RegistrationInspectView(InspectView):  # type: ignore[misc]  # Wagtail has no types
    """Everything of one registration with its log and the decisions."""

    template_name = "registration/admin/inspect.html"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [*super().header_more_buttons, *decisions.buttons(self.object, self.request.user)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the log."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "steps": self.object.log.select_related("by").order_by("pk")}


class RegistrationViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Registrations for organisers."""

    model = Registration
    name = decisions.URL_NAMESPACE
    icon = "tag"
    menu_label = gettext_lazy("Registrations")
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False  # nothing refers to content, and every registration would queue a task for it
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RegistrationIndexView
    inspect_view_class = RegistrationInspectView
    form_fields = ("note",)
    list_display = (
        "reference",
        Column("subject_title", label=gettext_lazy("Event or course")),
        Column("place_kind", label=gettext_lazy("Kind of place")),
        Column("full_name", label=gettext_lazy("Full name"), sort_key="full_name"),
        Column("party_size", label=gettext_lazy("Number of people")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("created_at", label=gettext_lazy("Created at"), sort_key="created_at"),
    )
    search_fields = ("reference", "full_name", "email", "organisation")
    ordering = ("-created_at", "-pk")
    inspect_view_fields = (
        "reference",
        "place_kind",
        "state",
        "party_size",
        "full_name",
        "email",
        "phone",
        "organisation",
        "note",
        "language",
        "email_confirmed_at",
        "joined_at",
        "created_at",
        "changed_at",
    )

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds, edits or deletes here."""
        return ReadOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the decisions' address."""
        decide = path("decide/<int:pk>/<slug:action>/", decisions.DecisionView.as_view(), name="decide")
        return [*super().get_urlpatterns(), decide]
