"""Enquiries, reports of abuse and outcomes in the admin: lists for the intermediary officers.

Nothing is added, changed or deleted there; ``officer_decisions`` holds what they decide. Addresses and telephones are not
shown, except those that both sides agreed to share: an officer mediates by writing to the organisation, and needs no others.
"""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kernel import clock
from portal.media.domain import private_files
from portal.pages import inspecting
from showcase import officer_decisions, permissions, presenters, queries
from showcase.enquiry_enums import Side
from showcase.enums import EnquiryState
from showcase.models import AbuseReport, Deal, DealVersion, Enquiry


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Lists are read; what changes goes through decisions. Not even operators add, change or delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may view."""
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one record."""
        return self.user_has_permission(user, action)


class OfficerIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list, with decisions in each row's menu."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        related = [name for name in ("organisation", "enquiry") if hasattr(self.model, name)]
        return super().get_base_queryset().select_related(*related)

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        """Add the decisions."""
        namespace = self.request.resolver_match.namespace
        decisions = officer_decisions.buttons(record=instance, user=self.request.user, namespace=namespace)
        return [*super().get_list_more_buttons(instance), *decisions]


class EnquiryIndexView(OfficerIndexView):
    """Enquiries, with why they are declined, counted together."""

    template_name = "showcase/admin/enquiries.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the reasons."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "declines": queries.decline_counts()}


class OfficerInspectView(inspecting.PlainValuesMixin, InspectView):  # type: ignore[misc]  # Wagtail has no types
    """One record, with the decisions."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        namespace = self.request.resolver_match.namespace
        decisions = officer_decisions.buttons(record=self.object, user=self.request.user, namespace=namespace)
        return [*super().header_more_buttons, *decisions]


class DealInspectView(OfficerInspectView):
    """One outcome with its versions, notes and evidence, and its log: what is settled keeps why it was contested."""

    template_name = "showcase/admin/deal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions and the steps, each with who is behind it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        names = presenters.deal_sides(self.object, organisation_words=self.object.organisation.display_name)
        versions = [(row, names[Side(row.side)]) for row in self.object.versions.select_related("evidence")]
        steps = [
            {
                "title": row.get_step_display(),
                "when": inspecting.moment(row.at),
                "text": row.text,
                "by": names[Side(row.side)] if row.side else row.by.get_full_name() if row.by else "",
            }
            for row in self.object.log.select_related("by")
        ]
        return {**context, "versions": versions, "steps": steps}


class EnquiryInspectView(OfficerInspectView):
    """One enquiry with its log, its messages, and the record of what was disclosed to whom."""

    template_name = "showcase/admin/enquiry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what hangs on it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = self.object
        shares = found.shares.filter(disclosed_at__isnull=False)
        return {**context, "log": list(found.log.all()), "talk": list(found.messages.all()), "shares": list(shares)}


class EvidenceView(View):
    """Hands evidence out to an officer."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Return the file of a version; everybody but officers finds nothing."""
        if not permissions.can_mediate(request.user):
            raise Http404
        version = get_object_or_404(DealVersion.objects.select_related("evidence"), pk=pk, evidence__isnull=False)
        assert version.evidence is not None  # noqa: S101 -- the filter says so
        return private_files.response(version.evidence)


class EnquiryFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types
    """Filters of the list: by state, and those whose answer is late."""

    late = django_filters.BooleanFilter(label=gettext_lazy("Answer is late"), method="filter_late")

    def filter_late(self, queryset: Any, _name: str, value: bool) -> Any:  # noqa: FBT001 -- the library's signature
        """Return enquiries whose answer is overdue, or the others."""
        late = {"state": EnquiryState.NEW, "reply_due_on__lt": clock.today()}
        return queryset.filter(**late) if value else queryset.exclude(**late)

    class Meta:
        model = Enquiry
        fields = ("state", "subject", "decline_reason")


class OfficerViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """What the three lists share."""

    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = OfficerIndexView
    inspect_view_class = OfficerInspectView
    exclude_form_fields = ()

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds, changes or deletes here."""
        return ReadOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the decisions' address where there are any."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        if self.model not in officer_decisions.DECISIONS:
            return patterns
        view = officer_decisions.DecisionView.as_view(model=self.model, namespace=self.url_namespace)
        return [*patterns, path("decide/<int:pk>/<slug:action>/", view, name="decide")]


class EnquiryViewSet(OfficerViewSet):
    """Enquiries; the late ones first."""

    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = gettext_lazy("Enquiries")
    index_view_class = EnquiryIndexView
    inspect_view_class = EnquiryInspectView
    filterset_class = EnquiryFilterSet
    list_display = (
        "reference",
        Column("title", label=gettext_lazy("About")),
        Column("organisation", label=gettext_lazy("Organisation asked")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("reply_due_on", label=gettext_lazy("Answer due on"), sort_key="reply_due_on"),
        Column("alerted_at", label=gettext_lazy("Officers told at"), sort_key="alerted_at"),
    )
    search_fields = ("reference", "title")
    ordering = ("reply_due_on", "pk")
    inspect_view_fields = (
        "reference",
        "title",
        "organisation",
        "name",
        "company",
        "state",
        "interest",
        "contribution",
        "question",
        "timing",
        "answer",
        "decline_reason",
        "decline_note",
        "reply_due_on",
        "delivered_at",
        "expires_on",
    )


class AbuseReportViewSet(OfficerViewSet):
    """Reports of abuse."""

    model = AbuseReport
    name = "abuse_reports"
    icon = "warning"
    menu_label = gettext_lazy("Reports of abuse")
    list_display = (
        Column("enquiry", label=gettext_lazy("Enquiry")),
        Column("get_side_display", label=gettext_lazy("Reported by")),
        Column("get_reason_display", label=gettext_lazy("Reason")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("reported_at", label=gettext_lazy("Reported at"), sort_key="reported_at"),
    )
    list_filter = ("state", "reason")
    ordering = ("-reported_at", "pk")
    inspect_view_fields = ("enquiry", "side", "reason", "text", "state", "reported_at", "handled_at", "remark")


class DealViewSet(OfficerViewSet):
    """Outcomes; officers settle what is contested."""

    model = Deal
    name = "deals"
    icon = "form"
    menu_label = gettext_lazy("Outcomes")
    inspect_view_class = DealInspectView
    list_display = (
        "reference",
        Column("title", label=gettext_lazy("About")),
        Column("organisation", label=gettext_lazy("Organisation")),
        Column("partner_name", label=gettext_lazy("The other party")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("reported_at", label=gettext_lazy("Reported at"), sort_key="reported_at"),
    )
    list_filter = ("state",)
    search_fields = ("reference", "title", "partner_name")
    ordering = ("-reported_at", "pk")
    inspect_view_fields = (
        "reference",
        "title",
        "organisation",
        "partner_name",
        "state",
        "contest_reason",
        "version",
        "counted_version",
        "reported_at",
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of evidence."""
        return [*super().get_urlpatterns(), path("evidence/<int:pk>/", EvidenceView.as_view(), name="evidence")]


class MediationGroup(ViewSetGroup):  # type: ignore[misc]  # Wagtail has no types
    """One menu for all three."""

    menu_label = gettext_lazy("Mediation")
    menu_icon = "mail"
    menu_order = 255
    items = (EnquiryViewSet, AbuseReportViewSet, DealViewSet)
