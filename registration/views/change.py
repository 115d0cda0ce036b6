"""What the holder of a signed link may change: details, sessions, the kind of place, consents."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui import forms as ui_forms
from registration import errors, form_parts, queries, session_offers
from registration.change_forms import ConsentsForm, DetailsForm, MoveForm, SessionsForm
from registration.domain import answers, changing, consents, links, moving
from registration.forms import CONSENT_VERSION
from registration.models import Registration
from registration.views.base import PersonalView, opened, purposes_for

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ChangeView(PersonalView):
    """One form of the holder: shown, checked, saved; typed values stay where a rule refuses."""

    template = "change"
    title: "str | _StrPromise" = ""
    submit_text: "str | _StrPromise" = ""
    saved: "str | _StrPromise" = ""

    def make_form(self, registration: Registration, data: Any = None) -> Any:
        """Return the form of a registration."""
        raise NotImplementedError

    def save(self, registration: Registration, form: Any) -> None:
        """Write a form that is valid; raises DomainError."""
        raise NotImplementedError

    def is_offered(self, registration: Registration) -> bool:
        """Return whether there is anything to change now."""
        return changing.is_changeable(registration, clock.now())

    def refuse(self, form: Any, refusal: DomainError) -> None:
        """Show a rule's sentence where it belongs."""
        ui_forms.add_domain_error(form, refusal)

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Show the form, or the registration where it can no longer be changed."""
        registration = opened(links.MANAGE, secret)
        if not self.is_offered(registration):
            messages.error(request, str(errors.ChangeClosedError.default_message))
            return redirect("registration:manage", secret=secret)
        return self._form(request, secret, registration, self.make_form(registration))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Save, and show the registration as it is then."""
        registration = opened(links.MANAGE, secret)
        form = self.make_form(registration, request.POST)
        if not form.is_valid():
            return self._form(request, secret, registration, form)
        try:
            self.save(registration, form)
        except errors.ChangeClosedError as refusal:
            messages.error(request, str(refusal))
        except DomainError as refusal:
            self.refuse(form, refusal)
            return self._form(request, secret, registration, form)
        else:
            messages.success(request, str(self.saved))
            return self.done(request, secret, registration)
        return redirect("registration:manage", secret=secret)

    def done(self, request: HttpRequest, secret: str, registration: Registration) -> HttpResponse:  # noqa: ARG002 -- for those who lead elsewhere
        """Lead on after saving."""
        return redirect("registration:manage", secret=secret)

    def _form(self, request: HttpRequest, secret: str, registration: Registration, form: Any) -> HttpResponse:
        return self.page(
            request,
            self.template,
            info=self.info_of(registration),
            title=str(self.title),
            registration=registration,
            form=form,
            form_has_errors=form.is_bound,
            submit_text=str(self.submit_text),
            cancel_url=reverse("registration:manage", args=[secret]),
        )


class DetailsView(ChangeView):
    """Names, telephone, note and the number of people."""

    title = _("Change your details")
    submit_text = _("Save the changes")
    saved = _("Your changes are saved.")

    def make_form(self, registration: Registration, data: Any = None) -> DetailsForm:
        """Return the form with what is stored."""
        return DetailsForm(data, registration=registration)

    def save(self, registration: Registration, form: DetailsForm) -> None:
        """Write what was changed."""
        given = form.cleaned_data
        changing.change(
            registration=registration,
            full_name=given["full_name"],
            phone=given["phone"],
            organisation=given["organisation"],
            note=given["note"],
            party_size=given.get("party_size", registration.party_size),
            others=given.get("others", ()),
            seen_at=given["seen_at"],
            now=clock.now(),
        )


class SessionsView(ChangeView):
    """The sessions of the registration."""

    title = _("Your sessions")
    submit_text = _("Save the sessions")
    saved = _("Your sessions are saved.")

    def is_offered(self, registration: Registration) -> bool:
        """Return whether there are sessions to choose from."""
        return super().is_offered(registration) and bool(
            session_offers.offers(subject=registration.place_kind.subject, now=clock.now())
        )

    def make_form(self, registration: Registration, data: Any = None) -> SessionsForm:
        """Return the sessions that can be chosen now, with those that are."""
        chosen = [place.place_kind_id for place in queries.session_places_of(registration)]
        found = session_offers.offers(subject=registration.place_kind.subject, now=clock.now(), chosen=chosen)
        return SessionsForm(data, registration=registration, offers=found, chosen=chosen)

    def save(self, registration: Registration, form: SessionsForm) -> None:
        """Take and give up sessions."""
        changing.choose_sessions(
            registration=registration,
            kinds=form.sessions.chosen,
            waits=form.sessions.waits,
            seen_at=form.cleaned_data["seen_at"],
            now=clock.now(),
        )

    def refuse(self, form: SessionsForm, refusal: DomainError) -> None:
        """Show what is wrong beside the session."""
        if isinstance(refusal, errors.SessionError):
            form.sessions.refuse(refusal)
        else:
            super().refuse(form, refusal)


class MoveView(ChangeView):
    """Another kind of place, such as the screen instead of the hall."""

    template = "move"

    title = _("Move to another kind of place")
    submit_text = _("Move")
    saved = _("You have moved. We have sent you a message about it.")

    def is_offered(self, registration: Registration) -> bool:
        """Return whether there is anywhere to move to."""
        return super().is_offered(registration) and may_move(registration)

    def make_form(self, registration: Registration, data: Any = None) -> MoveForm:
        """Return the other kinds of place, and its own for a form that was sent twice: moving there changes nothing."""
        kinds = queries.kinds_to_move_to(registration, clock.now())
        if data is not None and data.get("place_kind") == str(registration.place_kind_id):
            kinds.append(registration.place_kind)
        return MoveForm(data, kinds=kinds)

    def save(self, registration: Registration, form: MoveForm) -> None:
        """Move."""
        moving.move(registration=registration, to=form.cleaned_data["place_kind"], now=clock.now())

    def done(self, request: HttpRequest, secret: str, registration: Registration) -> HttpResponse:
        """Lead to the questions that only the new kind of place is asked and that need an answer."""
        moved = Registration.objects.select_related("place_kind").get(pk=registration.pk)
        if answers.are_complete(registration=moved):
            return super().done(request, secret, registration)
        messages.warning(request, str(_("This kind of place has questions of its own. Please answer them.")))
        return redirect("registration:answers", secret=secret)


class ConsentsView(ChangeView):
    """Consents, given and withdrawn alike; also when nothing else can be changed any more."""

    template = "consents"

    title = _("Your consents")
    submit_text = _("Save the consents")
    saved = _("Your choice is saved.")

    def is_offered(self, registration: Registration) -> bool:  # noqa: ARG002 -- the signature of the others
        """Consents can be withdrawn at any time."""
        return True

    def make_form(self, registration: Registration, data: Any = None) -> ConsentsForm:
        """Return one box for each purpose, those that stand ticked."""
        given = list(registration.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
        return ConsentsForm(data, purposes=purposes_for(self.info_of(registration), given), given=given)

    def save(self, registration: Registration, form: ConsentsForm) -> None:
        """Let exactly the ticked ones stand."""
        consents.choose(
            registration=registration,
            purposes=form_parts.purposes_of(form.cleaned_data),
            version=CONSENT_VERSION,
            now=clock.now(),
        )


def may_move(registration: Registration) -> bool:
    """Return whether the registration can go to another kind of place."""
    return registration.state in moving.MOVABLE_STATES and bool(queries.kinds_to_move_to(registration, clock.now()))
