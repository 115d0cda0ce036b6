"""The materials of a course in the admin: list and form, each file, removing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import courses, forms, permissions
from events.domain import materials
from events.enums import MaterialOpening
from events.material_forms import MaterialForm
from events.models import CourseMaterial, CoursePage
from portal.kernel import clock, errors, languages
from portal.media.domain import private_files


def _course_or_404(request: HttpRequest, page_id: int) -> CoursePage:
    course = get_object_or_404(CoursePage, pk=page_id)
    if not permissions.can_change_status(request.user, course):
        raise Http404
    return course


def _material_or_404(course: CoursePage, key: uuid.UUID) -> CourseMaterial:
    return get_object_or_404(CourseMaterial.objects.select_related("file"), key=key, course_key=course.translation_key)


@method_decorator(never_cache, name="dispatch")
class MaterialsView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """The files of a course, and the form that adds one."""

    form_class = MaterialForm
    template_name = "events/admin/materials.html"
    header_icon = "doc-full"
    page_title = gettext_lazy("Materials for trainees")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the course; people who may not publish it find nothing."""
        super().setup(request, *args, **kwargs)
        self.course = _course_or_404(request, kwargs["page_id"])
        self.facts = courses.resolve([self.course.translation_key], languages.current()).get(
            self.course.translation_key
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form the sessions."""
        return {**super().get_form_kwargs(), "course": self.facts}

    def get_page_subtitle(self) -> str:
        """Name the course."""
        return str(self.course.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the page's form."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.course.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.course.title},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the files that are there, with the session after which each opens."""
        titles = {session.key: session.title for session in self.facts.sessions} if self.facts else {}
        rows = CourseMaterial.objects.filter(course_key=self.course.translation_key).select_related("file")
        shown = [{"material": row, "session": titles.get(row.session, "") if row.session else ""} for row in rows]
        return {**super().get_context_data(**kwargs), "course": self.course, "materials": shown}

    def form_valid(self, form: MaterialForm) -> HttpResponse:
        """Add the file, and show the list with it."""
        given = form.cleaned_data
        try:
            materials.add(
                course=self.course,
                file=given["file"],
                title_vi=given["title_vi"],
                title_en=given["title_en"],
                opening=MaterialOpening(given["opening"]),
                session=uuid.UUID(given["session"]) if given["session"] else None,
                by=self.request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The file is added. Trainees find it on the page of their registration."))
        return redirect("course_materials", self.course.pk)


class MaterialFileView(View):
    """Hands a file out to those who keep the course."""

    def get(self, request: HttpRequest, page_id: int, key: uuid.UUID) -> HttpResponseBase:
        """Answer with the file."""
        return private_files.response(_material_or_404(_course_or_404(request, page_id), key).file)


class RemoveMaterialView(View):
    """Removes a file; only by POST."""

    def post(self, request: HttpRequest, page_id: int, key: uuid.UUID) -> HttpResponse:
        """Remove it, and show the list without it."""
        course = _course_or_404(request, page_id)
        materials.remove(course=course, material=_material_or_404(course, key), by=request.user)
        messages.success(request, _("The file is removed."))
        return redirect("course_materials", course.pk)
