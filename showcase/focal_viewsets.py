"""Local focal points in the admin, for the officers who appoint them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kernel import clock, errors
from portal.pages import admin_headers
from showcase import permissions
from showcase.domain import focal_points
from showcase.forms.focal_points import FocalPointForm
from showcase.models import FocalPoint

URL_NAMESPACE = "focal_points"


class AppointPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Those who may appoint may do everything but delete: a focal point's work ends, its records stay."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may."""
        return action != "delete" and permissions.can_appoint(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: FocalPoint) -> bool:
        """Return the same for one office; work that has ended is not changed."""
        return instance.ended_at is None and self.user_has_permission(user, action)


class _Domain:
    """Lets the domain keep what a form says, and shows its refusal beside the field."""

    form: FocalPointForm
    request: HttpRequest

    def form_valid(self, form: FocalPointForm) -> HttpResponse:
        """Keep it, or show why it cannot be kept."""
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of Wagtail's view
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]  # of Wagtail's view
            response = self.form_invalid(form)  # type: ignore[attr-defined]  # of Wagtail's view
        return response


class FocalPointCreateView(_Domain, CreateView):  # type: ignore[misc]  # Wagtail ships no types
    """Appoints."""

    def save_instance(self) -> FocalPoint:
        """Let the domain appoint the person."""
        return focal_points.appoint(
            email=self.form.cleaned_data["person"], office=self.form.office(), by=self.request.user, now=clock.now()
        )


class FocalPointEditView(_Domain, EditView):  # type: ignore[misc]  # Wagtail ships no types
    """Corrects the office."""

    def save_instance(self) -> FocalPoint:
        """Let the domain keep the office."""
        self.has_content_changes = self.form.has_changed()
        return focal_points.change_office(focal_point=self.object, office=self.form.office(), by=self.request.user)


class FocalPointIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """The list, with the way to end somebody's work."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        return super().get_base_queryset().select_related("user")

    def get_list_more_buttons(self, instance: FocalPoint) -> list[Button]:
        """Add the way to end the work."""
        buttons = [button for button in super().get_list_more_buttons(instance) if instance.ended_at is None]
        if instance.ended_at is None and permissions.can_appoint(self.request.user):
            url = reverse(f"{URL_NAMESPACE}:end", args=[instance.pk])
            buttons.append(Button(_("End this work"), url=url, icon_name="cross", priority=50))
        return buttons


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then end a focal point's work; strangers find nothing."""
    if not permissions.can_appoint(request.user):
        raise Http404
    found = get_object_or_404(FocalPoint.objects.select_related("user"), pk=pk, ended_at=None)
    if request.method != "POST":
        head = admin_headers.header(
            _("End this work"), (_("Local focal points"), reverse(f"{URL_NAMESPACE}:index")), icon="user"
        )
        return render(request, "showcase/admin/end_focal_point.html", {"focal_point": found, **head})
    try:
        focal_points.end(focal_point=found, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The work of this focal point has ended. Its needs stay."))
    return redirect(f"{URL_NAMESPACE}:index")


class FocalPointViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Focal points for officers."""

    model = FocalPoint
    name = URL_NAMESPACE
    icon = "user"
    menu_label = gettext_lazy("Local focal points")
    menu_order = 255
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = FocalPointIndexView
    add_view_class = FocalPointCreateView
    edit_view_class = FocalPointEditView
    list_display: ClassVar = [
        "body",
        Column("user", label=gettext_lazy("Person")),
        Column("appointed_at", label=gettext_lazy("Appointed at"), sort_key="appointed_at"),
        Column("ended_at", label=gettext_lazy("Ended at"), sort_key="ended_at"),
    ]
    search_fields: ClassVar = ["body"]
    ordering: ClassVar = ["body", "pk"]

    @property
    def permission_policy(self) -> AppointPolicy:
        """Those who may appoint."""
        return AppointPolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[FocalPointForm]:  # noqa: ARG002, FBT001, FBT002 -- Wagtail's signature
        """Return the officers' form."""
        return FocalPointForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address that ends the work."""
        return [*super().get_urlpatterns(), path("end/<int:pk>/", end, name="end")]
