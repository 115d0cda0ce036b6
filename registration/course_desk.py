"""Courses in the admin: trainees and their progress, marks, issuing certificates, evaluation, links of trainers."""

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock, formats
from portal.kernel.errors import DomainError
from portal.mail import domain as mail
from registration import courses, evaluation_results, permissions, progress
from registration.admin_forms import TrainerLinkForm
from registration.course_enums import RATINGS, AttendanceState
from registration.courses import CourseFacts
from registration.domain import certificates, marks, trainer_links
from registration.enums import Audience
from registration.models import PlaceKind, TrainerLink


@method_decorator(never_cache, name="dispatch")
class DeskView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail has no types
    """What the pages share: organisers only, everybody else finds nothing."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask the permission first."""
        if not permissions.may_decide(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class CourseListView(DeskView):
    """All courses with their trainees."""

    template_name = "registration/admin/courses.html"
    page_title = gettext_lazy("Courses: attendance and certificates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the courses, the newest first."""
        keys = PlaceKind.objects.filter(audience=Audience.TRAINEE).order_by().values_list("subject", flat=True)
        found = sorted(courses.info_for(list(keys.distinct())).values(), key=lambda course: course.starts, reverse=True)
        lines = [
            {
                "title": course.title,
                "when": formats.period(course.starts, course.ends),
                "url": reverse("course_desk", args=[course.key]),
            }
            for course in found
        ]
        return {**super().get_context_data(**kwargs), "courses": lines}


class CourseDeskView(DeskView):
    """One course; the pages below it extend this."""

    template_name = "registration/admin/course.html"
    subtitle: ClassVar[Any] = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the course."""
        super().setup(request, *args, **kwargs)
        self.subject: uuid.UUID = kwargs["subject"]

    @property
    def course(self) -> CourseFacts:
        """The course, or 404."""
        found = courses.info(self.subject)
        if found is None:
            raise Http404
        return found

    @property
    def page_title(self) -> str:
        """The name of the page."""
        return str(self.subtitle) if self.subtitle is not None else self.course.title

    def get_page_subtitle(self) -> str:
        """Name the course on the pages below it."""
        return self.course.title if self.subtitle is not None else ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        here = [] if self.subtitle is None else [{"url": "", "label": str(self.subtitle)}]
        course_url = "" if self.subtitle is None else reverse("course_desk", args=[self.subject])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("course_list"), "label": _("Courses")},
            {"url": course_url, "label": self.course.title},
            *here,
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the course and its trainees."""
        course = self.course
        rows = progress.of_course(course, now=clock.now())
        return {
            **super().get_context_data(**kwargs),
            "course": course,
            "rule": progress.rule_in_words(course),
            "may_certify": permissions.may_certify(self.request.user),  # type: ignore[arg-type]  # the admin asks for sign-in
            "progress": rows,
            "table": [_table_row(course, row) for row in rows],
            "qualified": [row for row in rows if row.is_qualified],
            "refused": [row for row in rows if row.missing and row.certificate is None],
        }


def _table_row(course: CourseFacts, row: progress.Progress) -> dict[str, Any]:
    return {
        "row": row,
        "hours": progress.short(row.hours),
        "mark": "" if row.mark is None else progress.short(row.mark),
        "states": [row.states.get(session.key, AttendanceState.NOT_NOTED).label for session in course.sessions],
    }


class MarksView(CourseDeskView):
    """Marks of the examination, one field for each trainee."""

    template_name = "registration/admin/course_marks.html"
    subtitle = gettext_lazy("Marks")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep what was typed; what is wrong is named beside its field and shown again."""
        if not permissions.may_certify(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        wrong: dict[int, str] = {}
        count = 0
        for row in progress.of_course(self.course, now=clock.now()):
            field = f"mark-{row.registration.pk}"
            if field not in request.POST:
                continue  # not on the page that was sent: somebody who was confirmed meanwhile
            typed = request.POST[field].strip()
            try:
                mark = Decimal(typed.replace(",", ".")) if typed else None
                if mark is not None and not mark.is_finite():
                    raise InvalidOperation
                if mark == row.mark:
                    continue
                marks.enter(registration=row.registration, mark=mark, by=request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in
                count += 1
            except InvalidOperation:
                wrong[row.registration.pk] = _("Enter a mark from 0 to 10.")
            except DomainError as refusal:
                wrong[row.registration.pk] = str(refusal)
        if wrong:
            return self.render_to_response(self.get_context_data(**kwargs, wrong=wrong))
        messages.success(
            request, ngettext("%(count)d mark is saved.", "%(count)d marks are saved.", count) % {"count": count}
        )
        return redirect("course_desk", self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a field for each trainee, with what was typed."""
        context = super().get_context_data(**kwargs)
        wrong: dict[int, str] = kwargs.get("wrong", {})
        context["fields"] = [
            {
                "name": line["row"].registration.full_name,
                "field": f"mark-{line['row'].registration.pk}",
                "value": self.request.POST.get(f"mark-{line['row'].registration.pk}", line["mark"]),
                "error": wrong.get(line["row"].registration.pk, ""),
                "is_frozen": line["row"].certificate is not None,
            }
            for line in context["table"]
        ]
        return context


class IssueView(CourseDeskView):
    """Issues certificates to those who are ticked, after showing who qualifies and who does not, and why."""

    template_name = "registration/admin/course_issue.html"
    subtitle = gettext_lazy("Issue certificates")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Issue them, and name those who got none."""
        if not permissions.may_certify(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        ticked = set(request.POST.getlist("registration"))
        chosen = [row for row in progress.trainees(self.subject) if str(row.pk) in ticked]
        if not chosen:
            messages.error(request, _("Tick at least one person."))
            return redirect("course_issue", self.subject)
        outcome = certificates.issue_all(
            subject=self.subject,
            registrations=chosen,
            by=request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
            now=clock.now(),
        )
        for registration, reason in outcome.refused:
            messages.error(
                request, _("%(name)s got no certificate: %(why)s") % {"name": registration.full_name, "why": reason}
            )
        count = len(outcome.certificates)
        if count:
            messages.success(
                request,
                ngettext(
                    "%(count)d certificate is issued and goes out by mail.",
                    "%(count)d certificates are issued and go out by mail.",
                    count,
                )
                % {"count": count},
            )
        return redirect("course_desk", self.subject)


class EvaluationResultsView(CourseDeskView):
    """What trainees said, as far as nobody is recognised; prints."""

    template_name = "registration/admin/course_evaluation.html"
    subtitle = gettext_lazy("Evaluation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the results."""
        results = evaluation_results.of(self.subject)
        lines = [
            {
                "label": question.question.label,
                "mean": formats.number(question.mean, 1),
                "counts": [question.counts[rating] for rating, _label in RATINGS] if question.counts else None,
            }
            for question in results.questions
        ]
        return {
            **super().get_context_data(**kwargs),
            "results": results,
            "lines": lines,
            "ratings": [label for _rating, label in RATINGS],
            "fewest": evaluation_results.FEWEST_ANSWERS,
        }


class TrainerLinksView(CourseDeskView):
    """Links of trainers: given, shown once, withdrawn."""

    template_name = "registration/admin/trainer_links.html"
    subtitle = gettext_lazy("Links of trainers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the links that were given, and the form."""
        context = super().get_context_data(**kwargs)
        titles = {session.key: session.title for session in context["course"].sessions}
        now = clock.now()
        links = list(TrainerLink.objects.filter(subject=self.subject))
        waiting = trainer_links.without_secret(links, now)
        context["links"] = [
            {
                "link": link,
                "session": titles.get(link.session, "") if link.session else "",
                "is_alive": link.revoked_at is None and now < link.expires_at,
                "waits": link.pk in waiting,
            }
            for link in links
        ]
        context.setdefault("form", TrainerLinkForm(course=context["course"]))
        return context

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Give a link or another secret for one, and show it this once; or withdraw one."""
        if request.POST.get("renew"):
            return self._renew(self._link(request.POST["renew"]))
        if request.POST.get("withdraw"):
            link = self._link(request.POST["withdraw"])
            trainer_links.withdraw(link=link, by=request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in
            messages.success(request, _("The link is withdrawn."))
            return redirect("course_trainers", self.subject)
        form = TrainerLinkForm(request.POST, course=self.course)
        if form.is_valid():
            try:
                _link, secret = trainer_links.give(
                    subject=self.subject,
                    session=form.cleaned_data["session"],
                    name=form.cleaned_data["name"],
                    by=request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
                    now=clock.now(),
                )
            except DomainError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                return self._shown(secret)
        return self.render_to_response(self.get_context_data(form=form))

    def _link(self, number: str) -> TrainerLink:
        if not (number.isascii() and number.isdigit()):
            raise Http404
        return get_object_or_404(TrainerLink, pk=int(number[:17]), subject=self.subject)

    def _renew(self, link: TrainerLink) -> HttpResponse:
        try:
            secret = trainer_links.renew(link=link, by=self.request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in
        except DomainError as refusal:
            messages.error(self.request, str(refusal))
            return redirect("course_trainers", self.subject)
        return self._shown(secret)

    def _shown(self, secret: str) -> HttpResponse:
        """Draw the page with the address of a link, which cannot be read back later."""
        address = mail.absolute_url(reverse("registration:class", args=[secret]))
        return self.render_to_response(self.get_context_data(new_address=address))
