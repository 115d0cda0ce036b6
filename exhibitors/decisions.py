"""What officers decide about an organisation in the admin: each decision asked once, taken by the domain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from exhibitors import forms, permissions
from exhibitors.domain import verification
from exhibitors.enums import TURN_MOVES, VERIFICATION_MOVES, VerificationState, VerificationTurn
from exhibitors.models import Organisation
from portal.kernel import clock, errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URL_NAMESPACE = "organisations"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an officer can decide; ``decide`` takes organisation, by, now and what the flags name.

    With ``asks_reason`` that is reason, with ``is_about_words`` seen_at.
    """

    to: VerificationState | None
    label: "_StrPromise"
    icon: str
    done: "_StrPromise"
    decide: Callable[..., Organisation]
    asks_reason: bool = False
    is_about_words: bool = False

    def is_open(self, organisation: Organisation) -> bool:
        """Return whether the state of the organisation allows it; asking for more changes the turn, not the state."""
        if self.to is None:
            return TURN_MOVES.allows(organisation.turn, VerificationTurn.ORGANISATION)
        return VERIFICATION_MOVES.allows(VerificationState(organisation.state), self.to)


DECISIONS = {
    "verify": Decision(
        VerificationState.VERIFIED,
        gettext_lazy("Verify"),
        "check",
        gettext_lazy("The organisation is verified; its owners get a mail."),
        verification.verify,
        is_about_words=True,
    ),
    "more": Decision(
        None,
        gettext_lazy("Ask for more"),
        "help",
        gettext_lazy("The owners get a mail that says what is wanted."),
        verification.ask_for_more,
        asks_reason=True,
    ),
    "refuse": Decision(
        VerificationState.REFUSED,
        gettext_lazy("Refuse verification"),
        "cross",
        gettext_lazy("Verification is refused; its owners get a mail with the reason."),
        verification.refuse,
        asks_reason=True,
    ),
    "suspend": Decision(
        VerificationState.SUSPENDED,
        gettext_lazy("Suspend"),
        "lock",
        gettext_lazy("The organisation is suspended; its owners get a mail with the reason."),
        verification.suspend,
        asks_reason=True,
    ),
    "restore": Decision(
        VerificationState.UNVERIFIED,
        gettext_lazy("Lift the suspension"),
        "lock-open",
        gettext_lazy("The suspension has ended; the owners get a mail."),
        verification.restore,
    ),
}


def open_decisions(organisation: Organisation) -> list[tuple[str, Decision]]:
    """Return the decisions that an officer can take now."""
    return [
        (code, decision)
        for code, decision in DECISIONS.items()
        if decision.is_open(organisation) and (code != "restore" or organisation.is_suspended)
    ]


def buttons(organisation: Organisation, user: Any) -> list[Button]:
    """Return the decisions as buttons of Wagtail's admin; none for others than officers.

    Their addresses say which version of the organisation the officer has on the screen.
    """
    if not permissions.can_verify(user):
        return []
    read = urlencode({"seen": organisation.updated_at.isoformat()})
    return [
        Button(
            decision.label,
            url=f"{reverse(f'{URL_NAMESPACE}:decide', args=[organisation.pk, code])}?{read}",
            icon_name=decision.icon,
            priority=40 + position,
        )
        for position, (code, decision) in enumerate(open_decisions(organisation))
    ]


class DecisionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc, type-arg]  # Wagtail has no types
    """Asks once, with a reason where owners will read one, and lets the domain decide."""

    form_class = forms.DecisionForm
    template_name = "exhibitors/admin/decision.html"
    header_icon = "group"
    # Django's form views take PUT for POST.
    http_method_names = ("get", "head", "post", "options")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the organisation and the decision; everybody but officers finds nothing."""
        super().setup(request, *args, **kwargs)
        decision = DECISIONS.get(kwargs["action"])
        if decision is None or not permissions.can_verify(request.user):
            raise Http404
        self.decision = decision
        self.organisation = get_object_or_404(Organisation, pk=kwargs["pk"])
        self.page_title = decision.label

    def get_page_subtitle(self) -> str:
        """Name the organisation."""
        return self.organisation.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        edit = reverse(f"{URL_NAMESPACE}:edit", args=[self.organisation.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Organisations")},
            {"url": edit, "label": self.organisation.display_name},
            {"url": "", "label": str(self.decision.label)},
        ]

    def get_initial(self) -> dict[str, Any]:
        """Remember which version the officer has read: the one before this page, or else the one on it."""
        return {"seen_at": self.request.GET.get("seen") or self.organisation.updated_at}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "organisation": self.organisation, "decision": self.decision}

    def form_valid(self, form: forms.DecisionForm) -> HttpResponse:
        """Decide, and go on to what waits next."""
        more: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if self.decision.asks_reason else {}
        if self.decision.is_about_words:
            more["seen_at"] = form.cleaned_data["seen_at"]
        try:
            self.decision.decide(organisation=self.organisation, by=self.request.user, now=clock.now(), **more)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, str(self.decision.done))
        return redirect(f"{URL_NAMESPACE}:queue")
