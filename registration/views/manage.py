"""What the holder of a signed link may do: see, confirm, answer an offer, cancel. GET never changes anything."""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel import clock, formats
from portal.kernel.errors import DomainError
from registration import (
    announcement_words,
    answer_words,
    attending,
    clashes,
    invitations,
    queries,
    question_queries,
    session_lines,
    session_offers,
    subjects,
    waiting_words,
)
from registration.domain import answers, changing, links, registrations, waiting_list
from registration.enums import CANCELLABLE_STATES, PLACE_HOLDING_STATES, Audience, RegistrationState
from registration.models import Hold, Registration, RegistrationLog
from registration.subjects import SubjectInfo
from registration.views.base import PersonalView, opened, purposes_for
from registration.views.change import may_move

TOLD_WHAT_IS_NEXT: Final = frozenset(
    {RegistrationState.CONFIRMED, RegistrationState.WAIT_LISTED, RegistrationState.PENDING_APPROVAL}
)
"""States whose next steps the page after registering knows."""


def _info(registration: Registration) -> SubjectInfo | None:
    return subjects.info(registration.place_kind.subject)


def _answers(registration: Registration, secret: str) -> list[dict[str, str]]:
    """Return what was answered; a file can be fetched."""
    rows = []
    for line in answer_words.lines(registration):
        row = {"term": line.term, "value": line.value}
        if line.answer.file_id is not None:
            row["url"] = reverse("registration:own-file-by-link", args=[secret, line.answer.question])
            row["link_text"] = _("Download")
        rows.append(row)
    return rows


def _rows(registration: Registration, info: SubjectInfo | None, position: int) -> list[dict[str, str]]:
    rows = [(_("Reference number"), registration.reference, ""), (_("State"), registration.get_state_display(), "")]
    if position:
        rows.append((_("Place in the waiting list"), formats.number(position), ""))
        rows.append((_("Why you wait"), " ".join(waiting_words.of(registration, clock.now())), ""))
    if info is not None:
        rows += [
            (_("Event or course"), info.title, ""),
            (info.when_term, info.when, ""),
            *attending.facts(registration, info, clock.now()),
        ]
    rows += [
        (_("Kind of place"), registration.place_kind.name, ""),
        (_("Number of people"), formats.number(registration.party_size), ""),
        (_("Full name"), registration.full_name, ""),
        (_("Comes with"), ", ".join(name for name in queries.people_of(registration)[1:] if name), ""),
        (_("E-mail address"), registration.email, ""),
        (_("Telephone"), registration.phone, ""),
        (_("Organisation"), registration.organisation, ""),
        (_("Note"), registration.note, ""),
    ]
    return [
        {"term": term, "value": value} | ({"url": url, "link_text": _("Open the link")} if url else {})
        for term, value, url in rows
        if value
    ]


def _sessions(registration: Registration, info: SubjectInfo | None) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chosen sessions by time, and a sentence for every two that clash since the programme was changed."""
    found = session_lines.lines(registration, info)
    rows = [
        {
            "title": line.title,
            "when": line.when,
            "room": line.room,
            "state": line.state,
            "tone": "success" if line.is_held else "warning",
        }
        for line in sorted(
            found, key=lambda line: (line.info.starts if line.info else line.place.joined_at, line.place.pk)
        )
    ]
    taking_place = [line.info for line in found if line.info is not None]
    return rows, [clashes.sentence(first, second) for first, second in clashes.pairs(taking_place)]


def _step(step: RegistrationLog) -> dict[str, Any]:
    """Return a row of the history; a change that leaves the state as it is goes by its own name."""
    about = f"{step.place_kind.name}" if step.place_kind is not None else ""
    if step.from_state == step.to_state:
        return {"title": step.get_reason_display(), "when": step.at, "text": about}
    return {"title": step.get_to_state_display(), "when": step.at, "text": step.get_reason_display()}


def _consents(registration: Registration, info: SubjectInfo | None) -> list[dict[str, str]]:
    given = {row.purpose: row.given_at for row in registration.consents.filter(withdrawn_at=None)}
    return [
        {
            "term": str(purpose.label),
            "value": _("Yes, since %(date)s") % {"date": formats.short_date(clock.local(given[purpose]).date())}
            if purpose in given
            else _("No"),
        }
        for purpose in purposes_for(info, list(given))
    ]


def _may_cancel(registration: Registration, info: SubjectInfo | None, now: datetime) -> bool:
    is_over = info is not None and now >= (info.ends or info.starts)
    return registration.state in CANCELLABLE_STATES and not is_over


def _calendar_url(registration: Registration, info: SubjectInfo | None, secret: str) -> str:
    """Return where the holder finds the event for a calendar: an own file for who has a place, else that of everybody."""
    if invitations.has_own_file(registration, info):
        return reverse("registration:calendar-file", args=[secret])
    return info.calendar_url if info is not None else ""


class ManageView(PersonalView):
    """Everything about one registration."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show it, with what can be done now."""
        now = clock.now()
        registration = opened(links.MANAGE, secret)
        info = _info(registration)
        position = queries.queue_position(registration)
        is_over = info is not None and info.is_over(now)
        offer = None if is_over else Hold.objects.live(now).filter(registration=registration).first()
        is_offered = registration.state == RegistrationState.OFFERED
        log = registration.log.select_related("place_kind").order_by("-pk")
        may_change = changing.is_changeable(registration, now)
        sessions, clash_sentences = _sessions(registration, info)
        return self.page(
            request,
            "manage",
            info=info,
            title=_("Your registration"),
            registration=registration,
            secret=secret,
            rows=[*_rows(registration, info, position), *_answers(registration, secret)],
            steps=[_step(step) for step in log],
            warning=announcement_words.warning(info),
            may_change=may_change,
            may_move=may_change and may_move(registration),
            sessions=sessions,
            clashes=clash_sentences,
            may_choose_sessions=may_change
            and bool(session_offers.offers(subject=registration.place_kind.subject, now=now)),
            consents=_consents(registration, info),
            offer_until=clock.local(offer.expires_at) if offer and is_offered else None,
            offer_is_over=is_offered and offer is None,
            may_cancel=_may_cancel(registration, info, now),
            calendar_url=_calendar_url(registration, info, secret),
            has_ticket=registration.state in PLACE_HOLDING_STATES and attending.comes_to_the_door(registration, info),
            is_course=registration.place_kind.audience == Audience.TRAINEE
            and registration.state in PLACE_HOLDING_STATES,
            may_change_answers=question_queries.current(registration.place_kind.subject) is not None
            and answers.may_change(registration=registration, now=now),
        )


class CancelView(PersonalView):
    """Cancels after asking once."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Ask."""
        registration = opened(links.MANAGE, secret)
        info = _info(registration)
        if not _may_cancel(registration, info, clock.now()):
            return redirect("registration:manage", secret=secret)
        return self.page(
            request,
            "cancel",
            info=info,
            title=_("Cancel this registration?"),
            registration=registration,
            secret=secret,
            rows=_rows(registration, info, 0),
        )

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Cancel, and show the registration as it is then."""
        registration = opened(links.MANAGE, secret)
        if not _may_cancel(registration, _info(registration), clock.now()):
            messages.error(request, _("This registration can no longer be cancelled."))
            return redirect("registration:manage", secret=secret)
        try:
            registrations.cancel(registration=registration, now=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("registration:manage", secret=secret)


class AnswerOfferView(PersonalView):
    """Accepts or declines an offered place; only ever by POST."""

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Answer, and show the registration as it is then."""
        registration = opened(links.MANAGE, secret)
        answer = request.POST.get("answer")
        try:
            if answer == "accept":
                waiting_list.accept_offer(registration=registration, now=clock.now())
                messages.success(request, _("You have accepted the place."))
            elif answer == "decline":
                waiting_list.decline_offer(registration=registration, now=clock.now())
                messages.success(request, _("You have declined the place. It goes to the next person."))
            else:
                messages.error(request, _("Choose whether you accept or decline."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("registration:manage", secret=secret)


class ConfirmView(PersonalView):
    """Confirms the e-mail address: the link shows a button, the button confirms."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show the button; mail scanners that follow links change nothing."""
        registration = opened(links.CONFIRM, secret)
        return self._page(request, registration, error="")

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Confirm, and go to the page that says what happens next."""
        registration = opened(links.CONFIRM, secret)
        now = clock.now()
        try:
            registrations.confirm_email(registration=registration, now=now)
        except DomainError as refusal:
            return self._page(request, registration, error=str(refusal))
        return redirect("registration:done", secret=links.issue_manage(registration=registration, now=now))

    def _page(self, request: HttpRequest, registration: Registration, *, error: str) -> HttpResponse:
        info = _info(registration)
        return self.page(
            request,
            "confirm",
            info=info,
            title=_("Confirm your registration"),
            registration=registration,
            is_settled=registration.state != RegistrationState.WAITING_FOR_EMAIL,
            rows=_rows(registration, info, 0),
            error=error,
        )


class DoneView(PersonalView):
    """The reference number and what happens next."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show the page; a registration that has ended or changed since has its own page only."""
        registration = opened(links.MANAGE, secret)
        if registration.state not in TOLD_WHAT_IS_NEXT:
            return redirect("registration:manage", secret=secret)
        info = _info(registration)
        return self.page(
            request,
            "done",
            info=info,
            title=_("Registration"),
            registration=registration,
            secret=secret,
            position=queries.queue_position(registration),
            waiting_sentences=waiting_words.of(registration, clock.now()),
            calendar_url=_calendar_url(registration, info, secret),
            has_ticket=registration.state in PLACE_HOLDING_STATES,
            where=attending.where(registration, info),
            comes_to_the_door=attending.comes_to_the_door(registration, info),
            online_address=attending.online_address(registration, info),
            address_later=attending.address_later(registration, info, clock.now()),
        )
