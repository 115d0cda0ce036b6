"""What the registration room adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from registration import mail_admin, permissions
from registration.question_viewsets import QuestionSheetViewSet
from registration.viewsets import RegistrationViewSet

_MAILS: list[URLPattern] = [
    path("", mail_admin.IndexView.as_view(), name="index"),
    path("add/", mail_admin.AddRuleView.as_view(), name="add"),
    path("<uuid:subject>/", mail_admin.EventView.as_view(), name="event"),
    path("<uuid:subject>/add/", mail_admin.AddRuleView.as_view(), name="add-for"),
    path("rules/<int:pk>/drop/", mail_admin.DropRuleView.as_view(), name="drop"),
]


@hooks.register("register_admin_viewset")
def registration_viewset() -> RegistrationViewSet:
    """Add the organisers' list."""
    return RegistrationViewSet()


@hooks.register("register_admin_viewset")
def questions_viewset() -> QuestionSheetViewSet:
    """Add the organisers' questions."""
    return QuestionSheetViewSet()


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern | URLResolver]:
    """Add the pages for the mails of events."""
    return [path("event-mails/", include((_MAILS, mail_admin.NAMESPACE), namespace=mail_admin.NAMESPACE))]


class OrganisersItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """Shown to organisers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader is one."""
        return permissions.may_decide(request.user)  # type: ignore[arg-type]  # the admin asks for sign-in


@hooks.register("register_admin_menu_item")
def mails_item() -> MenuItem:
    """Lead organisers to the mails of their events."""
    return OrganisersItem(_("Mails of events"), reverse(f"{mail_admin.NAMESPACE}:index"), icon_name="mail", order=262)
