"""Registering without an account, and asking for one's link again."""

import uuid
from datetime import datetime
from typing import Any, Final

from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts.domain import personal_data
from portal.accounts.models import User
from portal.kernel import clock, contention, languages, limits
from portal.kernel.errors import DomainError
from portal.ui import forms as ui_forms
from registration import errors, form_parts, queries, question_queries, session_offers
from registration.answered import Answered
from registration.domain import answers, links, registrations
from registration.enums import PUBLIC_AUDIENCES, Audience, RegistrationState, WaitingListPolicy
from registration.forms import CONSENT_VERSION, LinkAgainForm, RegisterForm
from registration.models import PlaceKind, Registration
from registration.subjects import SubjectInfo
from registration.views.base import PersonalView, connection_digest, purposes_for

BUSY_SECONDS: Final = 5
"""After which a browser or machine may send the form again where the database was busy."""


REGISTERING: Final = "registering"
LINK_AGAIN: Final = "link-again"
"""What messages to one address are for; each is limited by itself, for the second can be asked for by anybody."""


def too_many_from_here() -> str:
    """Return what somebody reads whose connection sends too much."""
    return _(
        "Too many forms came from your connection, which you may share with others. What you typed is kept: send it again in ten minutes."
    )


def too_many_to_address() -> str:
    """Return what somebody reads to whose address too many messages were asked for; it tells nothing of who is registered."""
    return _("Too many messages to this address were asked for. What you typed is kept: send it again in ten minutes.")


class RegisterView(PersonalView):
    """The form; one request shows it, one sends it."""

    def _kinds(self, subject: uuid.UUID, code: str | None) -> list[PlaceKind]:
        """Return the kinds of place to choose from: the public ones, or the one named, save those of exhibitors."""
        self._all_kinds = list(PlaceKind.objects.of(subject))
        whole = [kind for kind in self._all_kinds if kind.session is None]
        if code is None:
            found = [kind for kind in whole if kind.audience in PUBLIC_AUDIENCES]
        else:
            found = [kind for kind in whole if kind.code == code and kind.audience != Audience.EXHIBITOR]
        if not found:
            raise Http404
        return found

    def get(self, request: HttpRequest, subject: uuid.UUID, kind: str | None = None) -> HttpResponse:
        """Show the empty form, or say why it is closed."""
        info = self.subject_or_404(subject)
        kinds = self._kinds(subject, kind)
        open_kinds = [each for each in kinds if info.accepts(clock.now()) and each.accepts(clock.now())]
        if not open_kinds:
            return self._closed(request, info=info, kinds=kinds)
        form = self._make(None, info=info, kinds=open_kinds, initial=_known_of(request))
        return self._form(request, info=info, kinds=open_kinds, form=form)

    def post(self, request: HttpRequest, subject: uuid.UUID, kind: str | None = None) -> HttpResponse:
        """Register, or show what is wrong beside what was typed."""
        info = self.subject_or_404(subject)
        kinds = self._kinds(subject, kind)
        open_kinds = [each for each in kinds if info.accepts(clock.now()) and each.accepts(clock.now())]
        if not open_kinds:
            return self._closed(request, info=info, kinds=kinds)
        form = self._make(request.POST, request.FILES, info=info, kinds=open_kinds)
        if not limits.connection_may_ask(request):
            return self._too_many(request, info=info, kinds=open_kinds, form=form, words=too_many_from_here())
        if not form.is_valid():
            return self._form(request, info=info, kinds=open_kinds, form=form)
        if not limits.address_may_be_written_to(form.cleaned_data["email"], why=REGISTERING):
            return self._too_many(request, info=info, kinds=open_kinds, form=form, words=too_many_to_address())
        try:
            answer = self._attempt(request, form, subject)
        except OperationalError as failure:
            if not contention.is_busy(failure):
                raise
            return self._busy(request, info=info, kinds=open_kinds, form=form)
        return answer or self._form(request, info=info, kinds=open_kinds, form=form)

    def _make(
        self,
        data: Any,
        files: Any = None,
        *,
        info: SubjectInfo,
        kinds: list[PlaceKind],
        initial: dict[str, Any] | None = None,
    ) -> RegisterForm:
        offers = session_offers.offers(subject=info.key, now=clock.now(), kinds=self._all_kinds)
        return RegisterForm(
            data,
            files,
            kinds=kinds,
            offers=offers,
            purposes=purposes_for(info),
            initial=initial,
            **_questions(info.key),
        )

    def _too_many(
        self, request: HttpRequest, *, info: SubjectInfo, kinds: list[PlaceKind], form: RegisterForm, words: str
    ) -> HttpResponse:
        """Answer where a limit is reached, in ``words`` that say which: the form stays filled in, to be sent again later."""
        form.add_error(None, words)
        return self._form(request, info=info, kinds=kinds, form=form, status=429)

    def _busy(
        self, request: HttpRequest, *, info: SubjectInfo, kinds: list[PlaceKind], form: RegisterForm
    ) -> HttpResponse:
        """Answer somebody whom so many others were ahead of that the database gave up: the form stays filled in."""
        form.add_error(
            None,
            _("Very many people are registering at this moment. What you typed is kept: try again in a moment."),
        )
        response = self._form(request, info=info, kinds=kinds, form=form, status=503)
        response["Retry-After"] = str(BUSY_SECONDS)
        return response

    def _attempt(self, request: HttpRequest, form: RegisterForm, subject: uuid.UUID) -> HttpResponse | None:
        """Register and return where to go next; None when the form now says what is wrong.

        A new and a known address get the same answer, so that nobody learns who is registered; what there is to tell goes by
        mail. Only the owner of the address, signed in with it, is told at once.
        """
        is_own = request.user.is_authenticated and request.user.email == form.cleaned_data["email"].strip().lower()
        try:
            registration = self._register(request, form)
        except errors.AlreadyRegisteredError as refusal:
            links.send_again(email=form.cleaned_data["email"], subject=subject)
            if not is_own:
                return redirect("registration:check-mail", subject=subject)
            form.add_error(
                "email",
                _("%(refusal)s We have just sent its link to the address again.") % {"refusal": refusal.message},
            )
        except errors.SessionError as refusal:
            form.sessions.refuse(refusal)
        except DomainError as refusal:
            ui_forms.add_domain_error(form, refusal)
        else:
            return self._answer(registration, subject, is_own=is_own)
        return None

    def _register(self, request: HttpRequest, form: RegisterForm) -> Registration:
        now = clock.now()
        given = form.cleaned_data
        answered = answers.store_files(answered=form.answered, by=None, now=now) if form.answered else None
        try:
            return contention.tried_again(lambda: self._taken_in(request, form, given, answered, now))
        finally:
            # Refused, or the second sending of a form whose first files are kept.
            answers.throw_away(answered=answered)

    def _taken_in(
        self, request: HttpRequest, form: RegisterForm, given: dict[str, Any], answered: Answered | None, now: datetime
    ) -> Registration:
        person = request.user if isinstance(request.user, User) else None
        is_proven = person is not None and given["email"].strip().lower() in personal_data.proven_addresses(person)
        return registrations.register(
            place_kind=form.chosen_kind,
            full_name=given["full_name"],
            email=given["email"],
            phone=given["phone"],
            organisation=given["organisation"],
            note=given["note"],
            party_size=given.get("party_size", 1),
            language=languages.current(),
            form_key=form.form_key,
            answers={"consent": {"version": CONSENT_VERSION, "given_at": now.isoformat()}},
            answered=answered,
            now=now,
            user=person,
            email_verified=is_proven,
            others=given.get("others", ()),
            sessions=form.sessions.chosen,
            waits_for_sessions=form.sessions.waits,
            purposes=form_parts.purposes_of(given),
            consent_version=CONSENT_VERSION,
            connection="" if is_proven else connection_digest(request),
        )

    def _answer(self, registration: Registration, subject: uuid.UUID, *, is_own: bool) -> HttpResponse:
        if registration.state == RegistrationState.WAITING_FOR_EMAIL or not is_own:
            return redirect("registration:check-mail", subject=subject)
        secret = links.issue_manage(registration=registration, now=clock.now())
        return redirect("registration:done", secret=secret)

    def _closed(self, request: HttpRequest, *, info: SubjectInfo, kinds: list[PlaceKind]) -> HttpResponse:
        now = clock.now()
        upcoming = [
            kind.opens_at for kind in kinds if kind.is_open and kind.opens_at is not None and now < kind.opens_at
        ]
        return self.page(
            request,
            "closed",
            info=info,
            title=_("Registration is not open"),
            opens_at=min(upcoming, default=None) if info.accepts(now) else None,
        )

    def _form(
        self,
        request: HttpRequest,
        *,
        info: SubjectInfo,
        kinds: list[PlaceKind],
        form: RegisterForm,
        status: int = 200,
    ) -> HttpResponse:
        form.ask_for_files_again()
        left = queries.left_by_kind(kinds, clock.now())
        full = {kind.pk for kind in kinds if (left[kind.pk] or 0) <= 0 and left[kind.pk] is not None}
        lines = [
            {"name": kind.name, "left": left[kind.pk], "queue": _queue_words(kind, is_full=kind.pk in full)}
            for kind in kinds
        ]
        only_waits = all(kind.pk in full and kind.waiting_list != WaitingListPolicy.NONE for kind in kinds)
        return self.page(
            request,
            "register",
            info=info,
            title=_("Register"),
            status=status,
            form=form,
            form_has_errors=form.is_bound,
            submit_text=_("Join the waiting list") if only_waits else _("Register"),
            cancel_url=info.url,
            kinds=lines,
            needs_approval=any(kind.needs_approval for kind in kinds),
        )


def _questions(subject: uuid.UUID) -> dict[str, Any]:
    """Return what a form must know of the organiser's questions."""
    version = question_queries.current(subject)
    return {"version": version, "left": question_queries.left_by_option(version, clock.now()) if version else {}}


def _known_of(request: HttpRequest) -> dict[str, Any]:
    """Return what need not be typed by somebody who is signed in."""
    person = request.user
    return {"full_name": person.full_name, "email": person.email} if isinstance(person, User) else {}


def _queue_words(kind: PlaceKind, *, is_full: bool) -> str:
    """Return what happens when the places of a kind are taken, or now that they are."""
    if is_full:
        return {
            WaitingListPolicy.STRICT: _("You join the waiting list; it is served strictly in order."),
            WaitingListPolicy.FILL: _(
                "You join the waiting list; a smaller party may be served before a larger one that does not fit."
            ),
            WaitingListPolicy.NONE: _("There is no waiting list."),
        }[WaitingListPolicy(kind.waiting_list)]
    return {
        WaitingListPolicy.STRICT: _(
            "When all places are taken, you join the waiting list; it is served strictly in order."
        ),
        WaitingListPolicy.FILL: _(
            "When all places are taken, you join the waiting list; a smaller party may be served before a larger one that does not fit."
        ),
        WaitingListPolicy.NONE: _("There is no waiting list."),
    }[WaitingListPolicy(kind.waiting_list)]


class CheckMailView(PersonalView):
    """Says that a message is on its way; the same words whoever asked."""

    def get(self, request: HttpRequest, subject: uuid.UUID) -> HttpResponse:
        """Show the page."""
        return self.page(request, "check_mail", info=self.subject_or_404(subject), title=_("Look into your mailbox"))


class LinkAgainView(PersonalView):
    """Sends a lost link again, to the same address only."""

    def get(self, request: HttpRequest, subject: uuid.UUID) -> HttpResponse:
        """Ask for the address."""
        return self._form(request, subject, LinkAgainForm())

    def post(self, request: HttpRequest, subject: uuid.UUID) -> HttpResponse:
        """Send what there is; say the same whether there was anything."""
        form = LinkAgainForm(request.POST)
        if not form.is_valid():
            return self._form(request, subject, form)
        self.subject_or_404(subject)
        if not limits.connection_may_ask(request):
            return self._too_many(request, subject, form, too_many_from_here())
        if not limits.address_may_be_written_to(form.cleaned_data["email"], why=LINK_AGAIN):
            return self._too_many(request, subject, form, too_many_to_address())
        with transaction.atomic():
            links.send_again(email=form.cleaned_data["email"], subject=subject)
        return redirect("registration:check-mail", subject=subject)

    def _too_many(self, request: HttpRequest, subject: uuid.UUID, form: LinkAgainForm, words: str) -> HttpResponse:
        form.add_error(None, words)
        return self._form(request, subject, form, status=429)

    def _form(self, request: HttpRequest, subject: uuid.UUID, form: LinkAgainForm, status: int = 200) -> HttpResponse:
        info = self.subject_or_404(subject)
        context: dict[str, Any] = {
            "form": form,
            "form_has_errors": form.is_bound,
            "submit_text": _("Send my link again"),
        }
        return self.page(
            request,
            "link_again",
            info=info,
            title=_("Send my link again"),
            status=status,
            cancel_url=info.url,
            **context,
        )
