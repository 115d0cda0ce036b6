"""The trainer's pages, made for a telephone: sessions, the list of one session, the code on the screen.

A trainer without an account comes by a signed link, which may be for one session only; organisers come with their account.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.kernel import clock, formats, languages, text
from portal.kernel.errors import DomainError
from portal.mail import domain as mail
from portal.pdf import codes
from registration import courses, permissions, progress
from registration.course_enums import NOTED, AttendanceState, CertificateState
from registration.courses import CourseFacts, SessionFacts
from registration.domain import course_attendance, rotating, trainer_links
from registration.models import Certificate, Registration, SessionAttendance, TrainerLink
from registration.views.base import PersonalView


@dataclass(frozen=True, slots=True)
class Classroom:
    """Who keeps which course, and the way in, which the pages' addresses keep."""

    by: User | TrainerLink
    course: CourseFacts
    prefix: str
    key: str

    def url(self, name: str, *more: Any) -> str:
        """Return the address of one of the trainer's pages."""
        return reverse(f"registration:{self.prefix}{name}", args=[self.key, *more])

    def sessions(self, now: datetime) -> list[SessionFacts]:
        """Return the sessions whose attendance they may keep."""
        return [
            session
            for session in self.course.sessions
            if permissions.may_keep_attendance(self.by, self.course.key, session.key, now)
        ]


class ClassroomView(PersonalView):
    """What the trainer's pages share; everybody else finds nothing."""

    room: Classroom

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the course by the trainer's link, or for a signed-in organiser by its key."""
        secret, subject = kwargs.pop("secret", None), kwargs.pop("subject", None)
        by: User | TrainerLink | None
        if secret is not None:
            by = trainer_links.opened_by(secret=secret, now=clock.now())
            subject = by.subject if by is not None else None
        else:
            is_organiser = request.user.is_authenticated and permissions.may_decide(request.user)
            by = request.user if is_organiser else None  # type: ignore[assignment]  # organisers are never anonymous
        course = courses.info(subject) if by is not None and subject is not None else None
        if by is None or course is None:
            raise Http404
        prefix, key = ("class", secret) if secret is not None else ("organiser-class", str(subject))
        self.room = Classroom(by, course, prefix, key)
        return super().dispatch(request, *args, **kwargs)

    def session_or_404(self, key: uuid.UUID) -> SessionFacts:
        """Return a session that this person keeps."""
        found = next((session for session in self.room.sessions(clock.now()) if session.key == key), None)
        if found is None:
            raise Http404
        return found


class ClassView(ClassroomView):
    """The sessions of a course."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them with what is noted."""
        now = clock.now()
        rows = progress.of_course(self.room.course, now=now)
        lines = [
            {
                "title": session.title,
                "when": formats.period(session.starts, session.ends),
                "room": session.room,
                "noted": sum(
                    row.states.get(session.key, AttendanceState.NOT_NOTED) != AttendanceState.NOT_NOTED for row in rows
                ),
                "url": self.room.url("-session", session.key),
            }
            for session in self.room.sessions(now)
        ]
        return self.page(
            request,
            "class",
            info=None,
            title=_("Attendance"),
            course=self.room.course,
            sessions=lines,
            trainees=len(rows),
        )


class ClassSessionView(ClassroomView):
    """The list of one session: a row of large buttons for each trainee."""

    def get(self, request: HttpRequest, session: uuid.UUID) -> HttpResponse:
        """Show the list, those whose name has the words that are searched for, marks or no marks."""
        facts, now = self.session_or_404(session), clock.now()
        wanted = text.line(request.GET.get("q", ""))[:100]
        everybody = progress.trainees(self.room.course.key)
        states = dict(
            SessionAttendance.objects.filter(registration__in=everybody, session=session).values_list(
                "registration_id", "state"
            )
        )
        frozen = set(
            Certificate.objects.filter(registration__in=everybody, state=CertificateState.ISSUED).values_list(
                "registration_id", flat=True
            )
        )
        words = text.fold(wanted).split()
        rows = [
            _row(row, AttendanceState(states.get(row.pk, AttendanceState.NOT_NOTED)), is_frozen=row.pk in frozen)
            for row in everybody
            if all(word in f"{text.fold(row.full_name)} {row.reference.lower()}" for word in words)
        ]
        counts = [
            {"label": str(state.label), "number": sum(value == state for value in states.values())} for state in NOTED
        ]
        return self.page(
            request,
            "class_session",
            info=None,
            title=facts.title,
            course=self.room.course,
            session=facts,
            when=formats.period(facts.starts, facts.ends),
            rows=rows,
            states=[{"value": state.value, "label": state.label} for state in NOTED],
            counts=counts,
            total=len(everybody),
            is_open=course_attendance.is_open(facts, now),
            has_code=not course_attendance.code_is_over(facts, now),
            query=wanted,
            undo=_batch(request.GET.get("undo", "")),
            said_at=next((row["pk"] for row in rows if str(row["pk"]) == request.GET.get("at")), None),
            class_url=self.room.url(""),
            code_url=self.room.url("-code", session),
            here=self.room.url("-session", session),
        )

    def post(self, request: HttpRequest, session: uuid.UUID) -> HttpResponse:
        """Note one person, note everybody who is left, or take back what was noted last."""
        self.session_or_404(session)
        batch: uuid.UUID | None = None
        try:
            if "undo" in request.POST:
                self._undo(request)
            elif "everybody" in request.POST:
                batch = self._everybody(request, session)
            else:
                batch = self._one(request, session)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        query = {"q": request.POST.get("q", "")[:100]} if request.POST.get("q") else {}
        if batch is not None:
            query["undo"] = str(batch)
        # What is said stands in the row that was pressed: in a long list nobody sees the top of the page.
        number, anchor = request.POST.get("registration", ""), ""
        if number.isascii() and number.isdigit():
            query["at"], anchor = number[:18], f"#trainee-{number[:18]}"
        address = self.room.url("-session", session)
        return redirect(f"{address}{'?' if query else ''}{urlencode(query)}{anchor}")

    def _undo(self, request: HttpRequest) -> None:
        batch = _batch(request.POST["undo"])
        if batch is None:
            raise Http404
        count = course_attendance.undo(batch=batch, by=self.room.by, now=clock.now())
        messages.success(
            request,
            ngettext("Undone for %(count)d person.", "Undone for %(count)d people.", count) % {"count": count},
        )

    def _everybody(self, request: HttpRequest, session: uuid.UUID) -> uuid.UUID | None:
        batch, count = course_attendance.note_all_present(
            subject=self.room.course.key, session=session, by=self.room.by, now=clock.now()
        )
        if not count:
            messages.info(request, _("Something is noted of everybody already."))
            return None
        messages.success(
            request,
            ngettext("%(count)d person is noted as present.", "%(count)d people are noted as present.", count)
            % {"count": count},
        )
        return batch

    def _one(self, request: HttpRequest, session: uuid.UUID) -> uuid.UUID | None:
        number, state = request.POST.get("registration", ""), request.POST.get("state", "")
        found = (
            Registration.objects.select_related("place_kind")
            .filter(pk=int(number), place_kind__subject=self.room.course.key)
            .first()
            if number.isascii() and number.isdigit() and len(number) < 18  # noqa: PLR2004 -- fits the database's integers
            else None
        )
        if found is None or state not in NOTED:
            raise Http404
        batch = course_attendance.note(
            registration=found, session=session, state=AttendanceState(state), by=self.room.by, now=clock.now()
        )
        messages.success(
            request,
            _("%(name)s: %(state)s") % {"name": found.full_name, "state": AttendanceState(state).label},
        )
        return batch


def _row(row: Registration, state: AttendanceState, *, is_frozen: bool) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": row.full_name,
        "reference": row.reference,
        "state": state.value,
        "label": state.label,
        "is_noted": state != AttendanceState.NOT_NOTED,
        "is_frozen": is_frozen,
    }


def _batch(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


class ClassCodeView(ClassroomView):
    """The screen for the wall: a code that changes every 30 seconds."""

    def get(self, request: HttpRequest, session: uuid.UUID) -> HttpResponse:
        """Show the code of this moment; the page asks for the next one by itself. No code where none would count."""
        facts = self.session_or_404(session)
        now = clock.now()
        if refusal := _no_code(facts, now):
            return self._page(request, facts, refusal=refusal)
        code = rotating.code(subject=self.room.course.key, session=session, now=now)
        address = mail.absolute_url(reverse("registration:scan", args=[self.room.course.key, session, code]))
        return self._page(
            request,
            facts,
            qr=codes.inline(address),
            code=f"{code[:4]}-{code[4:]}",
            seconds=rotating.seconds_left(now),
        )

    def _page(self, request: HttpRequest, facts: SessionFacts, **more: Any) -> HttpResponse:
        return self.page(
            request,
            "class_code",
            info=None,
            title=_("Code for attendance"),
            course=self.room.course,
            session=facts,
            language=languages.current(),
            session_url=self.room.url("-session", facts.key),
            **more,
        )


def _no_code(facts: SessionFacts, now: datetime) -> str:
    """Return why a session has no code at this moment, or nothing where it has one."""
    if not course_attendance.is_open(facts, now):
        return _("The code is shown from one hour before the session. It has not begun: %(when)s.") % {
            "when": formats.period(facts.starts, facts.ends)
        }
    if course_attendance.code_is_over(facts, now):
        return _("This session is over and its code no longer counts. Note in the list who was there.")
    return ""
