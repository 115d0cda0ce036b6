"""Organisations in the admin: a list for officers, corrections, and their decisions. Nothing is added or deleted there."""

from typing import Any

from django.db.models import Count
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from exhibitors import decisions, history, permissions, queries
from exhibitors.domain import organisation as organisations
from exhibitors.domain.details import OrganisationDetails
from exhibitors.models import Organisation, Paper
from portal.kernel import clock, errors
from portal.media.domain import private_files
from portal.pages import inspecting
from portal.ui import forms as ui_forms
from portal.ui import merging


class NoAddNoDeletePolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Organisations are made at the desk and never deleted, not even by operators."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may do this to organisations in the admin."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one organisation."""
        return self.user_has_permission(user, action)


class OrganisationAdminForm(merging.MergesMixin, ui_forms.TidyDataMixin, WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no types
    """Corrections by an officer; the domain keeps them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_at"] = self.instance.updated_at

    class Meta:
        model = Organisation
        fields = (
            "name",
            "name_en",
            "kind",
            "roles",
            "fields",
            "country",
            "place",
            "tax_code",
            "summary",
            "summary_en",
            "description",
            "description_en",
            "website",
            "email",
            "phone",
        )
        widgets = {"roles": CheckboxSelectMultiple, "fields": CheckboxSelectMultiple}  # noqa: RUF012 -- Django reads a plain dict

    def details(self) -> OrganisationDetails:
        """Return what was typed, for the domain."""
        typed = dict(self.cleaned_data)
        for name in ("roles", "fields"):
            typed[name] = tuple(term.code for term in typed[name])
        typed["kind"] = typed["kind"].code
        typed["place"] = typed["place"].code if typed["place"] else ""
        typed["tax_code"] = typed["tax_code"] or ""
        return OrganisationDetails(**{name: typed[name] for name in OrganisationDetails.__slots__})


class OrganisationIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list, with decisions in each row's menu."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        return super().get_base_queryset().select_related("kind", "place")

    def get_list_more_buttons(self, instance: Organisation) -> list[Button]:
        """Add the decisions."""
        return [*super().get_list_more_buttons(instance), *decisions.buttons(instance, self.request.user)]


class QueueView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """What waits for an officer, the longest first, with a menu of decisions in each row."""

    page_title = gettext_lazy("Organisations to verify")
    header_icon = "tasks"
    default_ordering = ("waiting_since", "pk")

    def get_base_queryset(self) -> Any:
        """Return what waits, with what the columns show."""
        waiting = Organisation.objects.waiting_for_officer().select_related("kind", "place")
        return waiting.annotate(number_of_papers=Count("papers"))

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Name the queue, not the list."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns of the queue."""
        with_menu = self._get_title_column_class(TitleColumn)
        return [
            with_menu("name", label=gettext_lazy("Name"), get_url=self.get_inspect_url),
            Column("tax_code", label=gettext_lazy("Tax code"), accessor="written_tax_code"),
            Column("place", label=gettext_lazy("Place")),
            Column("number_of_papers", label=gettext_lazy("Papers handed in")),
            Column(
                "waiting_since",
                label=gettext_lazy("Waits since"),
                accessor=lambda row: inspecting.moment(row.waiting_since),
            ),
            Column(
                "waits",
                label=gettext_lazy("Waits for"),
                accessor=lambda row: timesince(row.waiting_since, clock.now(), depth=1),
            ),
        ]

    def get_list_more_buttons(self, instance: Organisation) -> list[Button]:
        """Add the decisions."""
        return [*super().get_list_more_buttons(instance), *decisions.buttons(instance, self.request.user)]


class PaperView(View):
    """Hands a paper out to officers; everybody else finds nothing."""

    def get(self, request: HttpRequest, pk: int, paper_pk: int) -> HttpResponseBase:
        """Return the file."""
        if not permissions.can_verify(request.user):
            raise Http404
        papers = Paper.objects.select_related("file")
        return private_files.response(get_object_or_404(papers, pk=paper_pk, organisation_id=pk).file)


class OrganisationEditView(EditView):  # type: ignore[misc]  # Wagtail has no types
    """Corrections, kept by the domain."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [*super().header_more_buttons, *decisions.buttons(self.object, self.request.user)]

    def save_instance(self) -> Organisation:
        """Let the domain keep the details."""
        self.has_content_changes = self.form.has_changed()
        return organisations.update_organisation(
            organisation=self.object,
            by=self.request.user,
            details=self.form.details(),
            now=clock.now(),
            seen_at=self.form.cleaned_data["seen_at"],
        )

    def form_valid(self, form: OrganisationAdminForm) -> HttpResponse:
        """Show a rule's sentence beside its field."""
        try:
            response: HttpResponse = super().form_valid(form)
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response


class OrganisationInspectView(inspecting.PlainValuesMixin, InspectView):  # type: ignore[misc]  # Wagtail has no types
    """Everything of one organisation, its papers and its log, with the decisions."""

    template_name = "exhibitors/admin/organisation_inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the papers, for officers, and the log."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        is_officer = permissions.can_verify(self.request.user)
        return {
            **context,
            "organisation": self.object,
            "papers": queries.papers_of(self.object) if is_officer else [],
            "is_officer": is_officer,
            "log": history.lines(self.object),
        }

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [*super().header_more_buttons, *decisions.buttons(self.object, self.request.user)]


class OrganisationViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Organisations for officers."""

    model = Organisation
    name = decisions.URL_NAMESPACE
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = OrganisationIndexView
    edit_view_class = OrganisationEditView
    inspect_view_class = OrganisationInspectView
    list_display = (
        "name",
        Column("kind", label=gettext_lazy("Kind of organisation")),
        Column("place", label=gettext_lazy("Place")),
        Column("tax_code", label=gettext_lazy("Tax code")),
        Column("get_state_display", label=gettext_lazy("Verification"), sort_key="state"),
        Column("created_at", label=gettext_lazy("Created at"), sort_key="created_at"),
    )
    list_filter = ("state", "country", "is_illustrative")
    search_fields = ("name", "name_en", "tax_code", "folded")
    ordering = ("sort_key", "pk")
    inspect_view_fields = (
        "name",
        "name_en",
        "kind",
        "roles",
        "fields",
        "country",
        "place",
        "tax_code",
        "summary",
        "description",
        "website",
        "email",
        "phone",
        "logo",
        "state",
        "state_changed_at",
        "state_reason",
        "created_at",
        "updated_at",
    )

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds or deletes here."""
        return NoAddNoDeletePolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[OrganisationAdminForm]:  # noqa: ARG002, FBT001, FBT002 -- Wagtail's signature
        """Return the officers' form."""
        return OrganisationAdminForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of decisions, of the queue and of papers."""
        return [
            *super().get_urlpatterns(),
            path("decide/<int:pk>/<slug:action>/", decisions.DecisionView.as_view(), name="decide"),
            path("queue/", self.queue_view, name="queue"),
            path("papers/<int:pk>/<int:paper_pk>/", PaperView.as_view(), name="paper"),
        ]

    @property
    def queue_view(self) -> Any:
        """The view of what waits for an officer."""
        kwargs = self.get_index_view_kwargs()
        for name in ("list_display", "list_filter", "results_template_name", "default_ordering"):
            kwargs.pop(name, None)
        kwargs |= {"index_url_name": self.get_url_name("queue"), "index_results_url_name": None, "search_fields": None}
        return self.construct_view(QueueView, **kwargs)
