"""Questions in the admin: organisers build the form of an event or course, look at it, publish it and see what was answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.kernel.languages import Language
from portal.media.domain import private_files
from registration import admin_menu, drafts, permissions, question_queries, subjects
from registration.domain import questions
from registration.models import Answer, PlaceKind, QuestionSheet, QuestionVersion
from registration.question_forms import QuestionSheetForm
from registration.question_set import Question, frozen

URL_NAMESPACE = "registration_questions"


class SheetPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Organisers add and change drafts; nothing that people may have answered is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse deleting to everybody."""
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one draft."""
        return self.user_has_permission(user, action)


def _title(sheet: QuestionSheet) -> str:
    info = subjects.info(sheet.subject)
    return info.title if info is not None else str(sheet.subject)


def _overview_url(sheet: QuestionSheet) -> str:
    return reverse(f"{URL_NAMESPACE}:overview", args=[sheet.pk])


class SheetIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The drafts, by subject."""

    def get_table(self, object_list: Any) -> Any:
        """Name the subjects of all rows together, and say which version is in force."""
        rows = list(object_list)
        keys = [row.subject for row in rows]
        known = subjects.info_for(keys)
        numbers = dict(
            QuestionVersion.objects.filter(subject__in=keys).order_by("number").values_list("subject", "number")
        )
        for row in rows:
            row.subject_title = known[row.subject].title if row.subject in known else str(row.subject)
            row.version_number = numbers.get(row.subject) or _("not published")
        return super().get_table(rows)


class SheetCreateView(CreateView):  # type: ignore[misc]  # Wagtail has no types
    """Begins a draft."""

    def get_success_url(self) -> str:
        """Go to the overview."""
        return _overview_url(self.object)

    def get_success_message(self, instance: QuestionSheet) -> str:
        """Name the subject."""
        return _("The draft of the questions for “%(title)s” is kept. Look at it, then publish it.") % {
            "title": _title(instance)
        }


class SheetEditView(EditView):  # type: ignore[misc]  # Wagtail has no types
    """Changes a draft."""

    def get_page_subtitle(self) -> str:
        """Name the subject."""
        return _title(self.object)

    def get_success_url(self) -> str:
        """Go to the overview."""
        return _overview_url(self.object)

    def get_success_message(self) -> str:
        """Name the subject."""
        return _("The draft of the questions for “%(title)s” is kept. Look at it, then publish it.") % {
            "title": _title(self.object)
        }


class OverviewView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail has no types
    """Where the questions of a subject stand: the draft, the versions, what was answered; publishes by POST."""

    template_name = "registration/admin/questions.html"
    header_icon = "help"
    page_title = gettext_lazy("Questions")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the draft; everybody but organisers finds nothing."""
        super().setup(request, *args, **kwargs)
        if not permissions.may_edit_questions(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        self.sheet = get_object_or_404(QuestionSheet, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the subject."""
        return _title(self.sheet)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Questions")},
            {"url": "", "label": _title(self.sheet)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the draft's state, the versions and the counts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        problem = ""
        kinds = list(PlaceKind.objects.of(self.sheet.subject).filter(session=None))
        content: list[dict[str, Any]] = []
        try:
            content = [frozen(question) for question in drafts.read(self.sheet.draft, kinds)]
        except DomainError as refusal:
            problem = str(refusal)
        versions = list(QuestionVersion.objects.filter(subject=self.sheet.subject).select_related("by"))
        current = versions[0] if versions else None
        return {
            **context,
            "sheet": self.sheet,
            "problem": problem,
            "draft_size": len(content),
            "is_published": current is not None and current.questions == content and not problem,
            "versions": versions,
            "previews": _previews(self.sheet),
            "answered": _answered(current) if current is not None else [],
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish the draft."""
        try:
            version = questions.publish(subject=self.sheet.subject, by=request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
        return redirect(f"{URL_NAMESPACE}:overview", pk)


def _previews(sheet: QuestionSheet) -> list[tuple[str, str]]:
    links = []
    for language in Language:
        with translation.override(language):
            address = reverse("registration:preview-questions", args=[sheet.subject])
        links.append((str(language.label), address))
    return links


def _answered(version: QuestionVersion) -> list[dict[str, Any]]:
    people = question_queries.people_by_option(version.subject)
    numbers = question_queries.answers_by_question(version.subject)
    left = question_queries.left_by_option(version, clock.now())

    def row(question: Question) -> dict[str, Any]:
        options = [
            {
                "label": str(option.label),
                "people": people[option.key],
                "places": option.places,
                "left": max(0, left.get(option.key, 0)),
            }
            for option in question.options
        ]
        return {"label": str(question.label), "number": numbers[question.key], "options": options}

    return [row(question) for question in version.read()]


class AnswerFileView(View):
    """Hands out the file of an answer to those who may see registrations."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with a download that nothing keeps."""
        if not permissions.may_view(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        answer = get_object_or_404(Answer.objects.select_related("file"), pk=pk, file__isnull=False)
        assert answer.file is not None  # noqa: S101 -- the query asks for it
        try:
            return private_files.response(answer.file)  # type: ignore[return-value]  # a streaming answer is one
        except FileNotFoundError:
            raise Http404 from None


class QuestionSheetViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Questions for organisers; reached from the list of registrations."""

    model = QuestionSheet
    name = URL_NAMESPACE
    url_prefix = "registrations-questions"
    icon = "help"
    menu_label = gettext_lazy("Questions")
    menu_hook = admin_menu.HOOK
    menu_order = admin_menu.Place.QUESTIONS
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = SheetIndexView
    add_view_class = SheetCreateView
    edit_view_class = SheetEditView
    list_display = (
        TitleColumn("subject_title", label=gettext_lazy("Event or course"), get_url=_overview_url),
        Column("version_number", label=gettext_lazy("Version in force")),
        Column("changed_at", label=gettext_lazy("Draft changed at"), sort_key="changed_at"),
    )
    ordering = ("-changed_at", "-pk")
    edit_handler = ObjectList([FieldPanel("subject"), FieldPanel("draft")], base_form_class=QuestionSheetForm)

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody deletes here."""
        return SheetPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the overview and the files of answers."""
        return [
            *super().get_urlpatterns(),
            path("overview/<int:pk>/", OverviewView.as_view(), name="overview"),
            path("file/<int:pk>/", AnswerFileView.as_view(), name="file"),
        ]
