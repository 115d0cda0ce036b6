"""Enquiries, reports of abuse and outcomes in the admin: lists for the intermediary officers, and their decisions.

Nothing is added, changed or deleted there. Addresses and telephones are not shown, except those that both sides agreed to
share: an officer mediates by writing to the organisation, and needs no others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kernel import clock, errors
from portal.media.domain import private_files
from showcase import permissions, queries
from showcase.deal_enums import DEAL_MOVES, DealState
from showcase.domain import conversation
from showcase.domain import deal as deals
from showcase.enquiry_enums import ReportState
from showcase.enums import EnquiryState
from showcase.forms.fields import add_domain_error
from showcase.models import AbuseReport, Deal, DealVersion, Enquiry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


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


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an officer decides; ``decide`` takes the record, by, remark and now."""

    label: "_StrPromise"
    icon: str
    done: "_StrPromise"
    decide: Callable[..., Any]
    is_open: Callable[[Any], bool]


def _handle(*, uphold: bool) -> Callable[..., Any]:
    def decide(record: AbuseReport, **arguments: Any) -> AbuseReport:
        return conversation.handle_report(report=record, uphold=uphold, **arguments)

    return decide


def _is_open_report(record: AbuseReport) -> bool:
    return record.state == ReportState.OPEN


def _allows(state: DealState) -> Callable[[Deal], bool]:
    return lambda record: DEAL_MOVES.allows(DealState(record.state), state)


DECISIONS: dict[type[Any], dict[str, Decision]] = {
    AbuseReport: {
        "uphold": Decision(
            gettext_lazy("Uphold and close the enquiry"),
            "lock",
            gettext_lazy("The report is upheld, the enquiry closed."),
            _handle(uphold=True),
            _is_open_report,
        ),
        "dismiss": Decision(
            gettext_lazy("Dismiss"),
            "cross",
            gettext_lazy("The report is dismissed."),
            _handle(uphold=False),
            _is_open_report,
        ),
    },
    Deal: {
        "settle": Decision(
            gettext_lazy("Let it count"),
            "check",
            gettext_lazy("The outcome counts; both sides get a mail."),
            lambda record, **arguments: deals.settle(deal=record, **arguments),
            _allows(DealState.SETTLED),
        ),
        "void": Decision(
            gettext_lazy("Declare void"),
            "cross",
            gettext_lazy("The outcome counts nowhere; both sides get a mail."),
            lambda record, **arguments: deals.void(deal=record, **arguments),
            _allows(DealState.VOIDED),
        ),
    },
}


def _buttons(record: Any, user: Any, namespace: str) -> list[Button]:
    if not permissions.can_mediate(user):
        return []
    return [
        Button(
            decision.label,
            url=reverse(f"{namespace}:decide", args=[record.pk, code]),
            icon_name=decision.icon,
            priority=40 + position,
        )
        for position, (code, decision) in enumerate(DECISIONS.get(type(record), {}).items())
        if decision.is_open(record)
    ]


class OfficerIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list, with decisions in each row's menu."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        related = [name for name in ("organisation", "enquiry") if hasattr(self.model, name)]
        return super().get_base_queryset().select_related(*related)

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        """Add the decisions."""
        namespace = self.request.resolver_match.namespace
        return [*super().get_list_more_buttons(instance), *_buttons(instance, self.request.user, namespace)]


class EnquiryIndexView(OfficerIndexView):
    """Enquiries, with why they are declined, counted together."""

    template_name = "showcase/admin/enquiries.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the reasons."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "declines": queries.decline_counts()}


class OfficerInspectView(InspectView):  # type: ignore[misc]  # Wagtail has no types
    """One record, with the decisions."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        namespace = self.request.resolver_match.namespace
        return [*super().header_more_buttons, *_buttons(self.object, self.request.user, namespace)]


class DealInspectView(OfficerInspectView):
    """One outcome with its versions, notes and evidence."""

    template_name = "showcase/admin/deal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "versions": list(self.object.versions.select_related("evidence"))}


class EnquiryInspectView(OfficerInspectView):
    """One enquiry with its log, its messages, and the record of what was disclosed to whom."""

    template_name = "showcase/admin/enquiry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what hangs on it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = self.object
        shares = found.shares.filter(disclosed_at__isnull=False)
        return {**context, "log": list(found.log.all()), "talk": list(found.messages.all()), "shares": list(shares)}


class RemarkForm(forms.Form):
    """Why the officer decides so."""

    remark = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class DecisionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc, type-arg]  # Wagtail has no types
    """Asks once for a reason, and lets the domain decide."""

    form_class = RemarkForm
    template_name = "showcase/admin/decision.html"
    header_icon = "user"
    model: type[Any] = Enquiry
    namespace = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record and the decision; everybody but officers finds nothing."""
        super().setup(request, *args, **kwargs)
        decision = DECISIONS[self.model].get(kwargs["action"])
        if decision is None or not permissions.can_mediate(request.user):
            raise Http404
        self.decision = decision
        self.record = get_object_or_404(self.model, pk=kwargs["pk"])
        self.page_title = decision.label

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        index = {"url": reverse(f"{self.namespace}:index"), "label": str(self.model._meta.verbose_name_plural)}  # noqa: SLF001 -- Django's public name
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.decision.label)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "decision": self.decision, "cancel_url": reverse(f"{self.namespace}:index")}

    def form_valid(self, form: RemarkForm) -> HttpResponse:
        """Decide, and go back to the list."""
        try:
            self.decision.decide(self.record, by=self.request.user, remark=form.cleaned_data["remark"], now=clock.now())
        except errors.DomainError as error:
            add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, str(self.decision.done))
        return redirect(f"{self.namespace}:index")


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
        if self.model not in DECISIONS:
            return patterns
        view = DecisionView.as_view(model=self.model, namespace=self.url_namespace)
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
