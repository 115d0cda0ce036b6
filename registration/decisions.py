"""The organisers' decisions in the admin: their buttons, the question, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from portal.kernel import clock
from portal.kernel.errors import DomainError
from registration import permissions
from registration.admin_forms import DecisionForm
from registration.domain import attendance, registrations
from registration.enums import CANCELLABLE_STATES, MOVES, RegistrationState
from registration.models import Registration

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URL_NAMESPACE = "registrations"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an organiser can decide; ``decide`` takes registration, by, now and, with ``asks_reason``, why."""

    to: RegistrationState
    label: "_StrPromise"
    icon: str
    done: "_StrPromise"
    decide: Callable[..., Registration]
    states: frozenset[RegistrationState]
    asks_reason: bool = False

    def is_open(self, registration: Registration) -> bool:
        """Return whether the state of the registration allows it."""
        state = RegistrationState(registration.state)
        return state in self.states and MOVES.allows(state, self.to)


DECISIONS = {
    "approve": Decision(
        RegistrationState.CONFIRMED,
        gettext_lazy("Approve"),
        "check",
        gettext_lazy(
            "The registration is approved; where no place was free it joined the waiting list. The person gets a mail."
        ),
        registrations.approve,
        frozenset({RegistrationState.PENDING_APPROVAL}),
    ),
    "reject": Decision(
        RegistrationState.REJECTED,
        gettext_lazy("Refuse"),
        "cross",
        gettext_lazy("The registration is refused; the person gets a mail with the reason."),
        registrations.reject,
        frozenset(RegistrationState),
        asks_reason=True,
    ),
    "cancel": Decision(
        RegistrationState.CANCELLED,
        gettext_lazy("Cancel the registration"),
        "bin",
        gettext_lazy("The registration is cancelled; the person gets a mail with the reason."),
        registrations.cancel,
        CANCELLABLE_STATES,
        asks_reason=True,
    ),
    "attended": Decision(
        RegistrationState.ATTENDED,
        gettext_lazy("Mark as attended"),
        "success",
        gettext_lazy("Noted that the party came."),
        attendance.mark_attended,
        frozenset(RegistrationState),
    ),
    "absent": Decision(
        RegistrationState.ABSENT,
        gettext_lazy("Mark as absent"),
        "no-view",
        gettext_lazy("Noted that the party did not come."),
        attendance.mark_absent,
        frozenset(RegistrationState),
    ),
}


def buttons(registration: Registration, user: Any) -> list[Button]:
    """Return the decisions that this person can take on this registration now."""
    if not permissions.may_decide(user):
        return []
    return [
        Button(
            decision.label,
            url=reverse(f"{URL_NAMESPACE}:decide", args=[registration.pk, code]),
            icon_name=decision.icon,
            priority=40 + position,
        )
        for position, (code, decision) in enumerate(DECISIONS.items())
        if decision.is_open(registration)
    ]


class DecisionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail has no types
    """Asks once and lets the domain decide."""

    form_class = DecisionForm
    template_name = "registration/admin/decision.html"
    header_icon = "tag"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the registration and the decision; everybody but organisers finds nothing."""
        super().setup(request, *args, **kwargs)
        decision = DECISIONS.get(kwargs["action"])
        if decision is None or not permissions.may_decide(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        self.decision = decision
        self.registration = get_object_or_404(Registration.objects.select_related("place_kind"), pk=kwargs["pk"])
        self.page_title = decision.label

    def get_page_subtitle(self) -> str:
        """Name the registration."""
        return self.registration.reference

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Registrations")},
            {
                "url": reverse(f"{URL_NAMESPACE}:inspect", args=[self.registration.pk]),
                "label": self.registration.reference,
            },
            {"url": "", "label": str(self.decision.label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "registration": self.registration, "decision": self.decision}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide, and go back to the registration."""
        reason = {"why": form.cleaned_data["why"]} if self.decision.asks_reason else {}
        try:
            self.decision.decide(registration=self.registration, by=self.request.user, now=clock.now(), **reason)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, str(self.decision.done))
        return redirect(f"{URL_NAMESPACE}:inspect", self.registration.pk)
