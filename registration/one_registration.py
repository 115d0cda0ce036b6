"""What the admin's pages about one registration share: who may see them, what they are called, and the way back."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from registration import permissions
from registration.decisions import URL_NAMESPACE
from registration.models import Registration


class OneRegistrationMixin(WagtailAdminTemplateMixin):  # type: ignore[misc]  # Wagtail has no types
    """Finds the registration of the address; everybody but those who decide finds nothing, nor do they where it is not open to this."""

    template_name = "registration/admin/answers.html"
    header_icon = "tag"
    related: ClassVar[tuple[str, ...]] = ("place_kind",)

    def is_open(self, registration: Registration) -> bool:
        """Return whether this can be done with the registration now."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the registration."""
        super().setup(request, *args, **kwargs)
        if not permissions.may_decide(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        self.registration = get_object_or_404(Registration.objects.select_related(*self.related), pk=kwargs["pk"])
        if not self.is_open(self.registration):
            raise Http404

    def get_page_subtitle(self) -> str:
        """Name the registration."""
        return self.registration.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        address = reverse(f"{URL_NAMESPACE}:inspect", args=[self.registration.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Registrations")},
            {"url": address, "label": self.registration.reference},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        return {**super().get_context_data(**kwargs), "registration": self.registration}
