"""Registrations in the admin: a list by subject, and the organiser's decisions. Nothing is added or edited there."""

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from portal.pages import inspecting
from registration import (
    admin_menu,
    answer_admin,
    answer_columns,
    answer_words,
    decisions,
    exports,
    list_columns,
    list_filters,
    move_admin,
    permissions,
    subjects,
)
from registration.group_filters import GroupFilter
from registration.models import Registration
from registration.organisers import notes
from registration.organisers import urls as organiser_urls


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


class RegistrationIndexView(exports.ExportMixin, IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list, with decisions in each row's menu and exports for those who may."""

    list_export: tuple[str, ...] = exports.COLUMNS
    may_have_notes = True
    export_headings: Mapping[str, Any] = exports.HEADINGS
    filterset_class = list_filters.RegistrationFilterSet
    results_template_name = "registration/admin/list_results.html"

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        return super().get_base_queryset().select_related("place_kind")

    def search_queryset(self, queryset: Any) -> Any:
        """Find names, organisations, addresses and numbers, with or without accents."""
        return GroupFilter(text=self.search_query or "").apply(queryset)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Add a box to choose each row by, for those who may decide."""
        user: Any = self.request.user
        chosen = [list_columns.ChoiceColumn("pk")] if permissions.may_decide(user) else []
        return [*chosen, *super().columns]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the ways to the other pages of organisers, and to the questions of the forms."""
        own = [*list_columns.header_buttons(self.request), *question_buttons(self.request.user)]
        return [*super().header_more_buttons, *own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the form for several registrations shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, **list_columns.bulk_context(self.request, context["items_count"])}

    def get_table(self, object_list: Any) -> Any:
        """Name the subjects of all rows together."""
        return super().get_table(_with_titles(object_list))

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Name the subjects of all rows together."""
        rows = _with_titles(exports.with_private_notes(queryset, self.request))
        self.record_export(rows, spreadsheet_format)
        headings = answer_columns.attach(rows)
        self.list_export = (*self.list_export, *headings)
        self.export_headings = {**exports.HEADINGS, **headings}
        rows_with_model = _Rows(rows)
        return super().as_spreadsheet(rows_with_model, spreadsheet_format)

    def get_list_more_buttons(self, instance: Registration) -> list[Button]:
        """Offer the decisions beside what Wagtail offers."""
        return [*super().get_list_more_buttons(instance), *decisions.buttons(instance, self.request.user)]


def question_buttons(user: Any) -> list[Button]:
    """Return the way to the questions for those who may build them."""
    if not permissions.may_edit_questions(user):
        return []
    return [Button(gettext("Questions"), url=reverse("registration_questions:index"), icon_name="help", priority=30)]


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


class RegistrationInspectView(inspecting.PlainValuesMixin, InspectView):  # type: ignore[misc]  # Wagtail has no types
    """Everything of one registration with its log and the decisions."""

    template_name = "registration/admin/inspect.html"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [
            *super().header_more_buttons,
            *decisions.buttons(self.object, self.request.user),
            *answer_admin.buttons(self.object, self.request.user),
            *move_admin.buttons(self.object, self.request.user),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the log."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "steps": self.object.log.select_related("by", "place_kind").order_by("pk"),
            "answer_lines": answer_words.lines(self.object),
            "question_version": self.object.question_version,
            **notes.context(self.object, self.request.user),
        }


class RegistrationViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Registrations for organisers."""

    model = Registration
    name = decisions.URL_NAMESPACE
    icon = "tag"
    menu_label = gettext_lazy("Registrations")
    menu_hook = admin_menu.HOOK
    menu_order = admin_menu.Place.REGISTRATIONS
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
        correct = path("answers/<int:pk>/", answer_admin.CorrectAnswersView.as_view(), name="answers")
        move = path("move/<int:pk>/", move_admin.MoveRegistrationView.as_view(), name="move")
        return [*super().get_urlpatterns(), decide, correct, move, *organiser_urls.patterns()]
