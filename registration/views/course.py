"""The trainee's page of a course: sessions, progress, materials, certificate, evaluation.

The holder comes by the signed link of the registration or signed in with its account; both ways lead to the same pages.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.kernel import clock, formats, limits
from portal.kernel.errors import DomainError
from portal.media.domain import private_files
from portal.pdf import documents, drawn
from portal.ui import views as ui_views
from registration import certificate_pdf, courses, permissions, progress, subjects
from registration.course_enums import CAME, AttendanceState, CertificateState
from registration.course_forms import CodeForm, EvaluationForm
from registration.courses import CourseFacts, SessionFacts
from registration.domain import course_attendance, evaluations, links
from registration.enums import PLACE_HOLDING_STATES, Audience
from registration.models import Certificate, EvaluationSlip, Registration
from registration.views.base import PersonalView


@dataclass(frozen=True, slots=True)
class Opened:
    """A registration that was opened, its course, and the way in, which the pages' addresses keep."""

    registration: Registration
    course: CourseFacts
    prefix: str
    key: str

    def url(self, name: str, *more: Any) -> str:
        """Return the address of one of the trainee's pages."""
        return reverse(f"registration:{self.prefix}{name}", args=[self.key, *more])


class TraineeView(PersonalView):
    """What all pages of the trainee share; only confirmed trainees find them."""

    opened: Opened

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the registration by its link or by the account; everybody else finds nothing."""
        secret, reference = kwargs.pop("secret", None), kwargs.pop("reference", None)
        if secret is not None:
            registration = links.registration_of(purpose=links.MANAGE, secret=secret, now=clock.now())
            prefix, key = "", secret
        else:
            registration = (
                Registration.objects.select_related("place_kind").filter(reference=str(reference).upper()).first()
            )
            if registration is None or not permissions.is_holder(request.user, registration):  # type: ignore[arg-type]  # anonymous people hold nothing
                registration = None
            prefix, key = "own-", str(reference)
        if (
            registration is None
            or registration.state not in PLACE_HOLDING_STATES
            or registration.place_kind.audience != Audience.TRAINEE
        ):
            raise Http404
        course = courses.info(registration.place_kind.subject)
        if course is None:
            raise Http404
        self.opened = Opened(registration, course, prefix, key)
        return super().dispatch(request, *args, **kwargs)

    def show(self, request: HttpRequest, template: str, *, title: str, **context: Any) -> HttpResponse:
        """Render one of the trainee's pages."""
        opened = self.opened
        return self.page(
            request,
            template,
            info=subjects.info(opened.course.key),
            title=title,
            course=opened.course,
            registration=opened.registration,
            course_url=opened.url("course"),
            **context,
        )


class CourseView(TraineeView):
    """Everything about one's place in a course."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return self._page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note that one came, by the code that was typed for the session that is on."""
        now = clock.now()
        form = CodeForm(request.POST)
        session = _session_on(self.opened.course, now)
        if session is None:
            messages.error(request, _("No session is on at this moment."))
            return redirect(self.opened.url("course"))
        if not limits.secret_may_be_tried(request, f"attendance {self.opened.registration.pk}"):
            return ui_views.too_many_requests(request)
        if form.is_valid():
            try:
                course_attendance.come_by_code(
                    registration=self.opened.registration,
                    session=session.key,
                    typed=form.cleaned_data["code"],
                    now=now,
                )
            except DomainError as refusal:
                form.add_error("code", str(refusal))
            else:
                messages.success(request, _("Your attendance is noted: %(session)s.") % {"session": session.title})
                return redirect(self.opened.url("course"))
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        now = clock.now()
        opened = self.opened
        (seen,) = progress.of(opened.course, [opened.registration], now=now)
        session = _session_on(opened.course, now)
        slip = EvaluationSlip.objects.filter(registration=opened.registration).first()
        may_evaluate = evaluations.is_open(opened.course, now) and not (slip and slip.is_answered)
        return self.show(
            request,
            "course",
            title=_("My course"),
            form=form,
            form_has_errors=form.is_bound,
            rows=_session_rows(opened.course, seen),
            session_columns=[
                {"label": pgettext("course", "Session")},
                {"label": _("When")},
                {"label": _("Attendance")},
            ],
            summary=_summary(opened.course, seen),
            session_on=session if session and seen.states.get(session.key) not in CAME else None,
            materials=_material_rows(opened, now),
            certificate=seen.certificate,
            certificate_url=opened.url("course-certificate") if seen.certificate else "",
            verify_url=reverse("registration:certificate", args=[seen.certificate.code]) if seen.certificate else "",
            evaluation_url=opened.url("course-evaluation") if may_evaluate else "",
        )


def _session_on(course: CourseFacts, now: Any) -> SessionFacts | None:
    """Return the session whose attendance can be noted by its code now; of two, the one that began last."""
    on = [
        session
        for session in course.sessions
        if session.starts - course_attendance.OPENS_BEFORE <= now < session.ends + course_attendance.CODE_CLOSES_AFTER
    ]
    begun = [session for session in on if session.starts <= now]
    return begun[-1] if begun else next(iter(on), None)


def _session_rows(course: CourseFacts, seen: progress.Progress) -> list[list[str]]:
    return [
        [
            session.title,
            formats.period(session.starts, session.ends),
            str(seen.states.get(session.key, AttendanceState.NOT_NOTED).label),
        ]
        for session in course.sessions
    ]


def _summary(course: CourseFacts, seen: progress.Progress) -> list[str]:
    """Return in sentences where the trainee stands."""
    lines = [
        _("You attended %(attended)s of %(all)s sessions.")
        % {"attended": formats.number(seen.attended), "all": formats.number(len(course.sessions))}
    ]
    if seen.mark is not None:
        lines.append(_("Your mark in the examination: %(mark)s of 10.") % {"mark": progress.short(seen.mark)})
    if course.terms is not None and seen.certificate is None:
        lines.append(progress.rule_in_words(course))
        lines += seen.missing or [_("You meet the rule; the organiser will issue your certificate.")]
    return lines


def _material_rows(opened: Opened, now: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": material.title,
            "url": opened.url("course-material", material.key) if material.is_open(now) else "",
            "format": material.file.original_name.rpartition(".")[2].upper(),
            "size": material.file.size,
            "opens_at": clock.local(material.opens_at) if material.opens_at else None,
        }
        for material in opened.course.materials()
    ]


class MaterialView(TraineeView):
    """Hands out one file of the course."""

    def get(self, _request: HttpRequest, material: uuid.UUID) -> HttpResponseBase:
        """Answer with the file; one that is not open yet is not there."""
        now = clock.now()
        found = next((each for each in self.opened.course.materials() if each.key == material), None)
        if found is None or not found.is_open(now):
            raise Http404
        return private_files.response(found.file)


class CertificateFileView(TraineeView):
    """Hands out one's valid certificate as PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file, drawn now or a moment ago; somebody who has it drawn again and again waits."""
        certificate = Certificate.objects.filter(
            registration=self.opened.registration, state=CertificateState.ISSUED
        ).first()
        if certificate is None:
            raise Http404
        try:
            pdf = drawn.once(certificate_pdf.sheet(certificate), key=f"certificate {certificate.pk}")
        except drawn.DrawnTooOftenError:
            return ui_views.too_many_requests(request)
        except documents.NotDrawnError as error:
            documents.log_failure(error, of=f"certificate {certificate.pk}")
            return ui_views.file_unavailable(request)
        return documents.response(pdf=pdf, name=f"{certificate.number}.pdf", as_attachment=True)


class EvaluationView(TraineeView):
    """Asks what a trainee thinks of the course."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or say why it is closed."""
        return self._page(request, EvaluationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the answer, and say thank you."""
        form = EvaluationForm(request.POST)
        if form.is_valid():
            try:
                evaluations.answer(
                    registration=self.opened.registration,
                    ratings=form.ratings,
                    comment=form.cleaned_data["comment"],
                    now=clock.now(),
                )
            except DomainError as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, _("Thank you. Your answer is kept without your name."))
                return redirect(self.opened.url("course"))
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: EvaluationForm) -> HttpResponse:
        slip = EvaluationSlip.objects.filter(registration=self.opened.registration).first()
        return self.show(
            request,
            "course_evaluation",
            title=_("What do you think of the course?"),
            form=form,
            form_has_errors=form.is_bound,
            submit_text=_("Send my answer"),
            cancel_url=self.opened.url("course"),
            is_open=evaluations.is_open(self.opened.course, clock.now()),
            is_answered=bool(slip and slip.is_answered),
        )
