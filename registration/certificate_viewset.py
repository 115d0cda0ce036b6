"""Certificates in the admin: list, log, and the two things that can be done to one. Nothing is added or edited by hand."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.pages import inspecting
from registration import admin_menu, permissions
from registration.admin_forms import CertificateForm
from registration.course_enums import CertificateState
from registration.domain import certificates
from registration.models import Certificate

NAMESPACE = "certificates"
REVOKE, REISSUE = "revoke", "reissue"
LABELS = {REVOKE: gettext_lazy("Revoke"), REISSUE: gettext_lazy("Replace after a correction of the name")}


class CertificatePolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Certificates are issued and ended by the domain; the admin only shows them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may do this to certificates in the admin."""
        return action == "view" and user.is_active and user.has_perm("registration.view_certificate")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one certificate."""
        return self.user_has_permission(user, action)


def _buttons(certificate: Certificate, user: Any) -> list[Button]:
    if certificate.state != CertificateState.ISSUED or not permissions.may_certify(user):
        return []
    return [
        Button(
            LABELS[action],
            url=reverse(f"{NAMESPACE}:end", args=[certificate.pk, action]),
            icon_name=icon,
            priority=priority,
        )
        for action, icon, priority in ((REISSUE, "edit", 40), (REVOKE, "cross", 50))
    ]


class CertificateInspectView(inspecting.PlainValuesMixin, InspectView):  # type: ignore[misc]  # Wagtail has no types
    """One certificate with its log."""

    template_name = "registration/admin/certificate.html"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add what can be done."""
        return [*super().header_more_buttons, *_buttons(self.object, self.request.user)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the log and the public address."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "steps": self.object.log.select_related("by").order_by("pk"),
            "replacement": getattr(self.object, "replacement", None),
        }


class EndCertificateView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail has no types
    """Revokes or replaces a certificate after asking why."""

    form_class = CertificateForm
    template_name = "registration/admin/certificate_end.html"
    header_icon = "doc-full-inverse"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the certificate; people who may not certify find nothing."""
        super().setup(request, *args, **kwargs)
        self.action = kwargs["action"]
        if self.action not in LABELS or not permissions.may_certify(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        self.certificate = get_object_or_404(Certificate, pk=kwargs["pk"])
        self.page_title = LABELS[self.action]

    def get_form(self, form_class: Any = None) -> Any:
        """Ask for a name only where one is corrected."""
        form = super().get_form(form_class)
        if self.action == REVOKE:
            del form.fields["holder_name"]
        return form

    def get_initial(self) -> dict[str, Any]:
        """Begin with the name that is printed."""
        return {"holder_name": self.certificate.holder_name}

    def get_page_subtitle(self) -> str:
        """Name the certificate."""
        return str(self.certificate.number)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": _("Certificates")},
            {"url": reverse(f"{NAMESPACE}:inspect", args=[self.certificate.pk]), "label": self.certificate.number},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "certificate": self.certificate, "is_revoking": self.action == REVOKE}

    def form_valid(self, form: CertificateForm) -> HttpResponse:
        """End it, and go to what stands then."""
        shared: dict[str, Any] = {
            "certificate": self.certificate,
            "by": self.request.user,
            "now": clock.now(),
            "why": form.cleaned_data["why"],
        }
        try:
            if self.action == REVOKE:
                shown = certificates.revoke(**shared)
                words = _("The certificate is revoked. Its public page says so; the holder gets a mail.")
            else:
                shown = certificates.reissue(holder_name=form.cleaned_data["holder_name"], **shared)
                words = _("The certificate is replaced by this one; the holder gets it by mail.")
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, words)
        return redirect(f"{NAMESPACE}:inspect", shown.pk)


class CertificateViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Certificates for organisers."""

    model = Certificate
    name = NAMESPACE
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Certificates")
    menu_hook = admin_menu.HOOK
    menu_order = admin_menu.Place.CERTIFICATES
    add_to_reference_index = False  # nothing refers to content
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = CertificateInspectView
    form_fields = ("number",)
    list_display: ClassVar = (
        "number",
        Column("holder_name", label=gettext_lazy("Holder"), sort_key="holder_name"),
        Column("title", label=gettext_lazy("Training course"), accessor=lambda row: row.facts["title"]["vi"]),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("issued_at", label=gettext_lazy("Issued at"), sort_key="issued_at"),
    )
    list_filter: ClassVar = ("state",)
    search_fields = ("number", "holder_name")
    ordering = ("-issued_at", "-pk")
    list_export = ()
    inspect_view_fields: ClassVar = ("number", "code", "holder_name", "state", "issued_at", "issued_by", "ended_at")

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds, edits or deletes here."""
        return CertificatePolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of revoking and replacing."""
        end = path("end/<int:pk>/<slug:action>/", EndCertificateView.as_view(), name="end")
        return [*super().get_urlpatterns(), end]
