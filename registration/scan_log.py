"""The log of readings in the admin: a list by event and gate, exported without formulas. Nothing is added or edited there."""

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # it has no types
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kernel import clock
from registration import exports, list_filters, permissions, viewsets
from registration.domain import audit
from registration.models import PlaceKind, Scan
from registration.organiser_enums import AuditAction

URL_NAMESPACE = "check_in_log"

COLUMNS = (
    "at",
    "received_at",
    "gate.name",
    "device.name",
    "get_direction_display",
    "get_result_display",
    "get_conflict_display",
    "session_name",
    "code",
    "reference",
    "kind_name",
    "merged_offline",
    "clock_off",
    "undone_at",
)
HEADINGS = {
    "at": gettext_lazy("Read at"),
    "received_at": gettext_lazy("Received at"),
    "gate.name": gettext_lazy("Gate"),
    "device.name": gettext_lazy("Phone"),
    "get_direction_display": gettext_lazy("Direction"),
    "get_result_display": gettext_lazy("Result"),
    "get_conflict_display": gettext_lazy("Should have been"),
    "session_name": gettext_lazy("Session"),
    "code": gettext_lazy("Code"),
    "reference": gettext_lazy("Reference number"),
    "kind_name": gettext_lazy("Kind of place"),
    "merged_offline": gettext_lazy("Read without network"),
    "clock_off": gettext_lazy("The phone's clock was wrong"),
    "undone_at": gettext_lazy("Taken back at"),
}


class ScanFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types
    """Filters of the log."""

    subject = django_filters.ChoiceFilter(
        field_name="gate__subject", choices=list_filters.subject_choices, label=gettext_lazy("Event or course")
    )

    class Meta:
        model = Scan
        fields: ClassVar = ["subject", "result", "conflict", "direction", "merged_offline"]


class ScanIndexView(exports.ExportMixin, IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The log, with a way to take back a reading and exports for those who may."""

    list_export = COLUMNS
    export_headings = HEADINGS
    filterset_class = ScanFilterSet

    def get_base_queryset(self) -> Any:
        """Join what the columns show; a session is named by the places that people get in it."""
        named = PlaceKind.objects.filter(subject=OuterRef("gate__subject"), session=OuterRef("session"))
        rows = super().get_base_queryset().select_related("gate", "device", "ticket__registration__place_kind")
        return rows.annotate(session_name=Coalesce(Subquery(named.order_by("pk").values("name_vi")[:1]), Value("")))

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Write into the audit who takes how many readings out."""
        group = list_filters.group_of(self.request.GET)
        audit.record(
            action=AuditAction.EXPORTED,
            by=self.request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
            now=clock.now(),
            subject=group.subject if group is not None else None,
            label=f"{URL_NAMESPACE} {spreadsheet_format}",
            changes=[("rows", None, queryset.count())],
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_list_more_buttons(self, instance: Scan) -> list[Button]:
        """Offer to take a reading back."""
        buttons: list[Button] = super().get_list_more_buttons(instance)
        if instance.undone_at is None and permissions.may_run_gates(self.request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            address = reverse("check_in:undo", args=[instance.pk])
            buttons.append(Button(gettext_lazy("Take back"), url=address, icon_name="undo", priority=50))
        return buttons


class ScanViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Readings for organisers."""

    model = Scan
    name = URL_NAMESPACE
    url_prefix = "check-in-log"
    icon = "history"
    menu_label = gettext_lazy("Readings of tickets")
    add_to_admin_menu = False
    add_to_reference_index = False  # nothing refers to content, and every reading would queue a task for it
    copy_view_enabled = False
    index_view_class = ScanIndexView
    form_fields = ("code",)
    list_display = (
        Column("at", label=gettext_lazy("Read at"), sort_key="at"),
        Column("gate", label=gettext_lazy("Gate")),
        Column("device", label=gettext_lazy("Phone")),
        Column("code", label=gettext_lazy("Code")),
        Column("get_direction_display", label=gettext_lazy("Direction")),
        Column("get_result_display", label=gettext_lazy("Result")),
        Column("get_conflict_display", label=gettext_lazy("Should have been")),
        Column("undone_at", label=gettext_lazy("Taken back at")),
    )
    search_fields = ("code", "ticket__registration__reference")
    ordering = ("-at", "-pk")

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds, edits or deletes here."""
        return viewsets.ReadOnlyPolicy(self.model)
