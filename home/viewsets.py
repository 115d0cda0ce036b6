"""The admin's lists of reports and requests, for the officers who deal with them."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import EditView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from home import forms
from home.models import FeedbackReport, ServiceRequest
from portal.kernel import errors
from portal.pages import inspecting


class CasesPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Cases come from the public forms and stay: nobody adds or deletes one in the admin, whatever their rights."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the person may; never for adding and deleting."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the person may do one of the actions that exist."""
        return any(self.user_has_permission(user, action) for action in actions)


class CaseEditView(EditView):  # type: ignore[misc]  # Wagtail ships no types
    """Hands the officer's form to the domain and shows its refusal beside the field."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the work, or show why it cannot be kept."""
        self.form = form
        self.produced_error_message = None
        try:
            self.object = form.keep(by=self.request.user)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            refused: HttpResponse = self.form_invalid(form)
            return refused
        return redirect(self.get_success_url())


class CaseInspectView(inspecting.PlainValuesMixin, InspectView):  # type: ignore[misc]  # Wagtail ships no types
    """Everything of one case, with times on Việt Nam's clock."""


class CaseViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """What both lists have in common."""

    edit_view_class = CaseEditView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = CaseInspectView
    list_per_page = 30
    add_to_reference_index = False

    @property
    def permission_policy(self) -> CasesPolicy:
        """Return the policy that keeps cases from being added or deleted."""
        return CasesPolicy(self.model)


class FeedbackReportViewSet(CaseViewSet):
    """Reports of difficulties."""

    model = FeedbackReport
    icon = "comment"
    menu_label = _("Reports of difficulties")
    list_display: ClassVar = ["reference", "category", "reporter_kind", "state", "received_at"]
    list_filter: ClassVar = ["state", "category", "reporter_kind", "wants_public_answer"]
    search_fields: ClassVar = ["reference", "text", "organisation"]
    inspect_view_fields: ClassVar = [
        "reference",
        "category",
        "reporter_kind",
        "name",
        "organisation",
        "email",
        "text",
        "wants_public_answer",
        "language",
        "received_at",
        "state",
        "answer",
        "answered_at",
        "published_at",
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("reference", read_only=True),
                    FieldPanel("category", read_only=True),
                    FieldPanel("reporter_kind", read_only=True),
                    FieldPanel("organisation", read_only=True),
                    FieldPanel("text", read_only=True),
                    FieldPanel("wants_public_answer", read_only=True),
                ],
                _("Report"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("state"),
                    FieldPanel("answer"),
                    FieldPanel("public_question"),
                    FieldPanel("publish"),
                ],
                _("Answer"),
            ),
        ],
        base_form_class=forms.OfficerFeedbackForm,
    )


class ServiceRequestViewSet(CaseViewSet):
    """Requests for services."""

    model = ServiceRequest
    icon = "form"
    menu_label = _("Requests for services")
    list_display: ClassVar = ["reference", "service_title", "name", "state", "received_at"]
    list_filter: ClassVar = ["state"]
    search_fields: ClassVar = ["reference", "text", "organisation", "name"]
    inspect_view_fields: ClassVar = [
        "reference",
        "service_title",
        "name",
        "organisation",
        "email",
        "phone",
        "text",
        "language",
        "received_at",
        "state",
        "message",
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("reference", read_only=True),
                    FieldPanel("service_title", read_only=True),
                    FieldPanel("name", read_only=True),
                    FieldPanel("organisation", read_only=True),
                    FieldPanel("text", read_only=True),
                ],
                _("Request"),
            ),
            MultiFieldPanel([FieldPanel("state"), FieldPanel("message")], _("Answer")),
        ],
        base_form_class=forms.OfficerRequestForm,
    )


class CasesGroup(ModelViewSetGroup):  # type: ignore[misc]  # Wagtail ships no types
    """One menu for both."""

    menu_label = _("Reports and requests")
    menu_icon = "mail"
    menu_order = 250
    items = (FeedbackReportViewSet(), ServiceRequestViewSet())
