"""Moving one registration in the admin to another kind of place, such as from the hall to the screen, and the button that leads to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.widgets import Button

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui.forms import add_domain_error
from registration import permissions, queries
from registration.change_forms import MoveForm
from registration.decisions import URL_NAMESPACE
from registration.domain import answers, moving
from registration.models import PlaceKind, Registration
from registration.one_registration import OneRegistrationMixin


class MoveRegistrationForm(MoveForm):
    """To which kind of place; each names where its holders take part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place_kind"]
        field.label_from_instance = _named
        field.help_text = _(
            "Reference, links and sessions stay; the person gets a mail. Answers that the other kind of place is not asked for are given up."
        )


def _named(kind: PlaceKind) -> str:
    return f"{kind.name} ({kind.get_way_display()})"


def may_move(registration: Registration) -> bool:
    """Return whether there is a kind of place to move to, and the registration is in a state to move."""
    return registration.state in moving.MOVABLE_STATES and bool(queries.kinds_to_move_to(registration, clock.now()))


def buttons(registration: Registration, user: Any) -> list[Button]:
    """Return the way to moving it, for those who may decide."""
    if not permissions.may_decide(user) or not may_move(registration):
        return []
    address = reverse(f"{URL_NAMESPACE}:move", args=[registration.pk])
    return [Button(_("Change the way of taking part"), url=address, icon_name="redirect", priority=61)]


class MoveRegistrationView(OneRegistrationMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail has no types
    """Asks where to and moves; everybody but organisers finds nothing."""

    form_class = MoveRegistrationForm
    page_title = gettext_lazy("Change the way of taking part")

    def is_open(self, registration: Registration) -> bool:
        """Return whether the state of the registration allows it."""
        return may_move(registration)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the kinds of place that are open now."""
        return {**super().get_form_kwargs(), "kinds": queries.kinds_to_move_to(self.registration, clock.now())}

    def form_valid(self, form: MoveRegistrationForm) -> HttpResponse:
        """Move it, and go back to the registration."""
        by: Any = self.request.user
        try:
            moved = moving.move(
                registration=self.registration, to=form.cleaned_data["place_kind"], by=by, now=clock.now()
            )
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The registration is moved; the person gets a mail."))
        if not answers.are_complete(registration=moved):
            messages.warning(self.request, _("This kind of place has questions that are not answered yet."))
        return redirect(f"{URL_NAMESPACE}:inspect", self.registration.pk)
