"""What the registration room adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from registration import course_desk, gate_admin, mail_admin, permissions
from registration.certificate_viewset import CertificateViewSet
from registration.question_viewsets import QuestionSheetViewSet
from registration.scan_log import ScanViewSet
from registration.viewsets import RegistrationViewSet

_MAILS: list[URLPattern] = [
    path("", mail_admin.IndexView.as_view(), name="index"),
    path("add/", mail_admin.AddRuleView.as_view(), name="add"),
    path("<uuid:subject>/", mail_admin.EventView.as_view(), name="event"),
    path("<uuid:subject>/add/", mail_admin.AddRuleView.as_view(), name="add-for"),
    path("rules/<int:pk>/drop/", mail_admin.DropRuleView.as_view(), name="drop"),
]


class OrganisersItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """Shown to organisers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader is one."""
        return permissions.may_decide(request.user)  # type: ignore[arg-type]  # the admin asks for sign-in


@hooks.register("register_admin_viewset")
def registration_viewset() -> RegistrationViewSet:
    """Add the organisers' list."""
    return RegistrationViewSet()


@hooks.register("register_admin_viewset")
def certificate_viewset() -> CertificateViewSet:
    """Add the list of certificates."""
    return CertificateViewSet()


@hooks.register("register_admin_urls")
def course_urls() -> list[URLPattern]:
    """Add the pages of courses."""
    return [
        path("courses/", course_desk.CourseListView.as_view(), name="course_list"),
        path("courses/<uuid:subject>/", course_desk.CourseDeskView.as_view(), name="course_desk"),
        path("courses/<uuid:subject>/marks/", course_desk.MarksView.as_view(), name="course_marks"),
        path("courses/<uuid:subject>/issue/", course_desk.IssueView.as_view(), name="course_issue"),
        path(
            "courses/<uuid:subject>/evaluation/",
            course_desk.EvaluationResultsView.as_view(),
            name="course_evaluation",
        ),
        path("courses/<uuid:subject>/trainers/", course_desk.TrainerLinksView.as_view(), name="course_trainers"),
    ]


@hooks.register("register_admin_menu_item")
def courses_menu_item() -> MenuItem:
    """Add the courses beside the registrations."""
    return OrganisersItem(
        _("Courses: attendance"), reverse_lazy("course_list"), name="courses", icon_name="group", order=261
    )


@hooks.register("register_admin_viewset")
def questions_viewset() -> QuestionSheetViewSet:
    """Add the organisers' questions."""
    return QuestionSheetViewSet()


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern | URLResolver]:
    """Add the pages for the mails of events."""
    return [path("event-mails/", include((_MAILS, mail_admin.NAMESPACE), namespace=mail_admin.NAMESPACE))]


@hooks.register("register_admin_menu_item")
def mails_item() -> MenuItem:
    """Lead organisers to the mails of their events."""
    return OrganisersItem(_("Mails of events"), reverse(f"{mail_admin.NAMESPACE}:index"), icon_name="mail", order=262)


@hooks.register("register_admin_viewset")
def scan_viewset() -> ScanViewSet:
    """Add the log of readings."""
    return ScanViewSet()


@hooks.register("register_admin_urls")
def gate_urls() -> list[URLResolver]:
    """Add the gates' addresses."""
    return [path("check-in/", include((gate_admin.urlpatterns(), "check_in"), namespace="check_in"))]


class GateMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """An entry that only those who run gates see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader runs gates."""
        return permissions.may_run_gates(request.user)  # type: ignore[arg-type]  # the admin asks for sign-in


@hooks.register("register_admin_menu_item")
def gate_menu_item() -> MenuItem:
    """Lead organisers to the gates."""
    return GateMenuItem(_("Check-in"), reverse("check_in:index"), icon_name="group", order=261)
