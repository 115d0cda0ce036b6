"""What the registration room adds to Wagtail's admin."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem

from registration import admin_menu, course_desk, gate_admin, mail_admin, permissions
from registration.admin_menu import Place
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


@hooks.register("register_admin_menu_item")
def events_menu() -> MenuItem:
    """Add the one entry under which organisers find everything."""
    return SubmenuMenuItem(_("Events"), admin_menu.EVENTS, name="events", icon_name="date", order=admin_menu.MAIN_ORDER)


@hooks.register(admin_menu.HOOK)
def overview_item() -> MenuItem:
    """Lead to the dashboards of all events."""
    return admin_menu.GuardedItem(
        _("Overview of events"),
        reverse_lazy("registrations:dashboards"),
        name="event-overview",
        icon_name="home",
        order=Place.OVERVIEW,
        may_open=permissions.may_view,
    )


@hooks.register(admin_menu.HOOK)
def audit_item() -> MenuItem:
    """Lead to the audit."""
    return admin_menu.GuardedItem(
        _("Audit"),
        reverse_lazy("registrations:audit"),
        name="event-audit",
        icon_name="history",
        order=Place.AUDIT,
        may_open=permissions.may_decide,
    )


@hooks.register("register_admin_viewset")
def registration_viewset() -> RegistrationViewSet:
    """Add the organisers' list."""
    return RegistrationViewSet()


@hooks.register("insert_global_admin_css")
def narrow_screens() -> str:
    """Keep tables and choices within the screen of a phone."""
    return format_html('<link rel="stylesheet" href="{}">', static("registration/admin_narrow.css"))


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


@hooks.register(admin_menu.HOOK)
def courses_menu_item() -> MenuItem:
    """Add the courses beside the registrations."""
    return admin_menu.GuardedItem(
        _("Courses: attendance"),
        reverse_lazy("course_list"),
        name="courses",
        icon_name="group",
        order=Place.COURSES,
        may_open=permissions.may_decide,
    )


@hooks.register("register_admin_viewset")
def questions_viewset() -> QuestionSheetViewSet:
    """Add the organisers' questions."""
    return QuestionSheetViewSet()


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern | URLResolver]:
    """Add the pages for the mails of events."""
    return [path("event-mails/", include((_MAILS, mail_admin.NAMESPACE), namespace=mail_admin.NAMESPACE))]


@hooks.register(admin_menu.HOOK)
def mails_item() -> MenuItem:
    """Lead organisers to the mails of their events."""
    return admin_menu.GuardedItem(
        _("Mails of events"),
        reverse_lazy(f"{mail_admin.NAMESPACE}:index"),
        name="event-mails",
        icon_name="mail",
        order=Place.MAILS,
        may_open=permissions.may_decide,
    )


@hooks.register("register_admin_viewset")
def scan_viewset() -> ScanViewSet:
    """Add the log of readings."""
    return ScanViewSet()


@hooks.register("register_admin_urls")
def gate_urls() -> list[URLResolver]:
    """Add the gates' addresses."""
    return [path("check-in/", include((gate_admin.urlpatterns(), "check_in"), namespace="check_in"))]


@hooks.register(admin_menu.HOOK)
def gate_menu_item() -> MenuItem:
    """Lead organisers to the gates."""
    return admin_menu.GuardedItem(
        _("Check-in"),
        reverse_lazy("check_in:index"),
        name="check-in",
        icon_name="tick-inverse",
        order=Place.CHECK_IN,
        may_open=permissions.may_run_gates,
    )
