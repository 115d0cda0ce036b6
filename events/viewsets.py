"""Applications for stands in the admin: a list for organisers and their decisions; nothing is added, changed or deleted."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from events import decision_forms, forms, permissions, queries
from events.decision_list import DECISIONS, URL_NAMESPACE, buttons
from events.enums import ApplicationState
from events.models import FairAnswer, FairApplication
from portal.kernel import clock, errors, languages
from portal.media.domain import private_files
from portal.pages import inspecting
from registration import admin_menu


class DecidedOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Applications are written by exhibitors and moved by decisions; here they can only be read."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may; viewing alone exists."""
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether viewing is among the actions and allowed."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one application."""
        return self.user_has_permission(user, action)


class ApplicationIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """The list, with decisions in each row's menu and the fairs' titles."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show; drafts are still their writers' own."""
        return super().get_base_queryset().select_related("organisation").exclude(state=ApplicationState.DRAFT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the fairs' titles in one query for the rows of the page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        pages = queries.pages_for([row.fair_key for row in rows], languages.current())
        for row in rows:
            row.fair_title = pages[row.fair_key].title if row.fair_key in pages else "–"
        return context

    def get_list_more_buttons(self, instance: FairApplication) -> list[Button]:
        """Add the decisions."""
        return [*super().get_list_more_buttons(instance), *buttons(instance, self.request.user)]


class ApplicationInspectView(inspecting.PlainValuesMixin, InspectView):  # type: ignore[misc]  # Wagtail ships no types
    """Everything of one application, with the decisions; a draft is still its writer's own."""

    def get_object(self) -> FairApplication:
        """Find the application."""
        found: FairApplication = super().get_object()
        if found.state == ApplicationState.DRAFT:
            raise Http404
        return found

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [*super().header_more_buttons, *buttons(self.object, self.request.user)]


class DecisionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """Asks once and lets the domain decide."""

    template_name = "events/admin/decision.html"
    header_icon = "form"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the application and the decision; everybody but organisers finds nothing."""
        super().setup(request, *args, **kwargs)
        decision = DECISIONS.get(kwargs["action"])
        if decision is None or not permissions.can_review(request.user):
            raise Http404
        self.decision = decision
        submitted = FairApplication.objects.exclude(state=ApplicationState.DRAFT).select_related("organisation")
        self.application = get_object_or_404(submitted, pk=kwargs["pk"])
        self.page_title = decision.label

    def get_form_class(self) -> type[decision_forms.DecisionForm]:
        """Return the form of the decision."""
        return self.decision.form

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which application."""
        return {**super().get_form_kwargs(), "application": self.application}

    def get_page_subtitle(self) -> str:
        """Name the applicant."""
        return f"{self.application.reference} · {self.application.organisation.display_name}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        inspect = reverse(f"{URL_NAMESPACE}:inspect", args=[self.application.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Fair applications")},
            {"url": inspect, "label": self.application.reference},
            {"url": "", "label": str(self.decision.label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        return {
            **super().get_context_data(**kwargs),
            "application": self.application,
            "answers": self.application.answers.select_related("file", "requirement"),
            "proposed_state": self.application.get_proposed_state_display(),
            "decision": self.decision,
        }

    def form_valid(self, form: decision_forms.DecisionForm) -> HttpResponse:
        """Decide, and go back to the list."""
        try:
            self.decision.decide(
                application=self.application, by=self.request.user, now=clock.now(), **form.cleaned_data
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The decision is kept; a mail goes to the applicant where one is due."))
        return redirect(f"{URL_NAMESPACE}:index")


def document(request: HttpRequest, pk: int, answer_pk: int) -> FileResponse:
    """Hand a document of an application out to organisers."""
    if not permissions.can_review(request.user):
        raise Http404
    rows = FairAnswer.objects.select_related("file").exclude(application__state=ApplicationState.DRAFT)
    answer = get_object_or_404(rows, pk=answer_pk, application_id=pk, file__isnull=False)
    if answer.file is None:
        raise Http404
    return private_files.response(answer.file)


class FairApplicationViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Applications for stands, for organisers."""

    model = FairApplication
    name = URL_NAMESPACE
    icon = "form"
    menu_label = pgettext_lazy("menu", "Fair applications")
    menu_hook = admin_menu.HOOK
    menu_order = admin_menu.Place.APPLICATIONS
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ApplicationIndexView
    inspect_view_class = ApplicationInspectView
    list_per_page = 30
    list_display = (
        "reference",
        Column("fair_title", label=gettext_lazy("Fair")),
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation__sort_key"),
        Column("get_stand_size_display", label=gettext_lazy("Size of the stand")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("submitted_at", label=gettext_lazy("Submitted at"), sort_key="submitted_at"),
    )
    list_filter = ("state", "stand_size")
    search_fields = ("reference", "organisation__name")
    ordering = ("-submitted_at", "-pk")
    inspect_view_fields = (
        "reference",
        "organisation",
        "state",
        "stand_size",
        "stand_wishes",
        "power",
        "needs_water",
        "note",
        "contact_user",
        "contact_phone",
        "stand",
        "decision_note",
        "submitted_at",
        "decided_at",
        "decided_by",
        "proposed_state",
        "proposed_by",
        "asked",
        "fee_due",
        "paid_on",
        "paid_note",
        "paid_marked_by",
        "pass_allowance",
        "passes_taken",
    )
    form_fields = ()

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Reading only; decisions have addresses of their own."""
        return DecidedOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the decisions' address."""
        decide = path("decide/<int:pk>/<slug:action>/", DecisionView.as_view(), name="decide")
        paper = path("documents/<int:pk>/<int:answer_pk>/", document, name="document")
        return [*super().get_urlpatterns(), decide, paper]
