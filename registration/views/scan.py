"""The page behind the code on the trainer's screen: it shows a button, the button notes the attendance."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.accounts.domain import personal_data
from portal.kernel import clock, limits
from portal.kernel.errors import DomainError
from portal.ui import views as ui_views
from registration import courses, errors
from registration.course_forms import WhoForm
from registration.courses import CourseFacts, SessionFacts
from registration.domain import course_attendance, rotating
from registration.enums import PLACE_HOLDING_STATES, Audience
from registration.models import Registration, SessionAttendance
from registration.views.base import PersonalView


class ScanView(PersonalView):
    """Whoever is signed in is known; others type reference number and address."""

    def _found(self, subject: uuid.UUID, session: uuid.UUID) -> tuple[CourseFacts, SessionFacts]:
        course = courses.info(subject)
        found = course.session(session) if course is not None else None
        if course is None or found is None:
            raise Http404
        return course, found

    def get(self, request: HttpRequest, subject: uuid.UUID, session: uuid.UUID, code: str) -> HttpResponse:
        """Show the button for a valid code, a sentence for an old one; nothing is changed."""
        course, facts = self._found(subject, session)
        try:
            ticket = rotating.issue_ticket(subject=subject, session=session, typed=code, now=clock.now())
        except errors.CodeOverError as refusal:
            return self._page(request, course, facts, refusal=str(refusal))
        return self._page(request, course, facts, form=WhoForm(initial={"ticket": ticket}))

    def post(self, request: HttpRequest, subject: uuid.UUID, session: uuid.UUID, code: str) -> HttpResponse:  # noqa: ARG002 -- the address has it
        """Note the attendance of the person who is signed in or named."""
        course, facts = self._found(subject, session)
        form = WhoForm(request.POST)
        own = self._own(request, course)
        if own is None and not form.is_valid():
            return self._page(request, course, facts, form=form)
        if own is None and not limits.secret_may_be_tried(request, f"attendance {form.cleaned_data['reference']}"):
            return ui_views.too_many_requests(request)
        registration = own or self._named(form, course)
        if registration is None:
            form.add_error(
                None, _("No confirmed place in this course has this reference number and this address together.")
            )
            return self._page(request, course, facts, form=form)
        try:
            ticket = rotating.read_ticket(signed=request.POST.get("ticket", ""), now=clock.now())
            if (ticket.subject, ticket.session) != (subject, session):
                raise errors.CodeOverError
            noted = course_attendance.come_by_ticket(
                registration=registration, signed=request.POST.get("ticket", ""), now=clock.now()
            )
        except DomainError as refusal:
            return self._page(request, course, facts, refusal=str(refusal))
        return self._page(request, course, facts, noted=noted)

    def _own(self, request: HttpRequest, course: CourseFacts) -> Registration | None:
        """Return the place of whoever is signed in."""
        if not request.user.is_authenticated:
            return None
        rows = _places(course)
        found = rows.filter(user=request.user).first()
        return found or rows.filter(email__in=personal_data.proven_addresses(request.user)).first()

    def _named(self, form: WhoForm, course: CourseFacts) -> Registration | None:
        given = form.cleaned_data
        return (
            _places(course)
            .filter(reference=given["reference"].strip().upper(), email=given["email"].strip().lower())
            .first()
        )

    def _page(
        self,
        request: HttpRequest,
        course: CourseFacts,
        session: SessionFacts,
        *,
        form: WhoForm | None = None,
        refusal: str = "",
        noted: SessionAttendance | None = None,
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "course": course,
            "session": session,
            "form": form,
            "form_has_errors": bool(form and form.errors),
            "own": self._own(request, course) if form is not None else None,
            "refusal": refusal,
            "noted": noted,
        }
        title = _("Your attendance is noted") if noted else _("Note my attendance")
        return self.page(request, "scan", info=None, title=title, **context)


def _places(course: CourseFacts) -> "QuerySet[Registration]":
    return Registration.objects.select_related("place_kind").filter(
        place_kind__subject=course.key, place_kind__audience=Audience.TRAINEE, state__in=PLACE_HOLDING_STATES
    )
