"""What intermediary officers decide about reports of abuse and outcomes: asked for a reason once, decided by the domain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from portal.kernel import clock, errors
from showcase import permissions
from showcase.deal_enums import DEAL_MOVES, DealState
from showcase.domain import conversation
from showcase.domain import deal as deals
from showcase.domain.deal_details import CorrectedMeanwhileError
from showcase.enquiry_enums import ReportState
from showcase.forms.deals import VersionForm
from showcase.forms.fields import add_domain_error
from showcase.forms.review import RemarkForm
from showcase.models import AbuseReport, Deal, Enquiry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an officer decides; ``decide`` takes the record, by, now and the fields of the record's form."""

    label: "_StrPromise"
    icon: str
    done: "_StrPromise"
    decide: Callable[..., Any]
    is_open: Callable[[Any], bool]


def _handle(*, uphold: bool) -> Callable[..., Any]:
    def decide(record: AbuseReport, **arguments: Any) -> AbuseReport:
        return conversation.handle_report(report=record, uphold=uphold, **arguments)

    return decide


def _is_open_report(record: AbuseReport) -> bool:
    return record.state == ReportState.OPEN


def _allows(state: DealState) -> Callable[[Deal], bool]:
    return lambda record: DEAL_MOVES.allows(DealState(record.state), state)


DECISIONS: dict[type[Any], dict[str, Decision]] = {
    AbuseReport: {
        "uphold": Decision(
            gettext_lazy("Uphold and close the enquiry"),
            "lock",
            gettext_lazy("The report is upheld, the enquiry closed."),
            _handle(uphold=True),
            _is_open_report,
        ),
        "dismiss": Decision(
            gettext_lazy("Dismiss"),
            "cross",
            gettext_lazy("The report is dismissed."),
            _handle(uphold=False),
            _is_open_report,
        ),
    },
    Deal: {
        "settle": Decision(
            gettext_lazy("Let it count"),
            "check",
            gettext_lazy("The outcome counts; both sides get a mail."),
            lambda record, **arguments: deals.settle(deal=record, **arguments),
            _allows(DealState.SETTLED),
        ),
        "void": Decision(
            gettext_lazy("Declare void"),
            "cross",
            gettext_lazy("The outcome counts nowhere; both sides get a mail."),
            lambda record, **arguments: deals.void(deal=record, **arguments),
            _allows(DealState.VOIDED),
        ),
    },
}


def buttons(*, record: Any, user: Any, namespace: str) -> list[Button]:
    """Return the buttons of what an officer can decide about a record now; none for others."""
    if not permissions.can_mediate(user):
        return []
    return [
        Button(
            decision.label,
            url=reverse(f"{namespace}:decide", args=[record.pk, code]),
            icon_name=decision.icon,
            priority=40 + position,
        )
        for position, (code, decision) in enumerate(DECISIONS.get(type(record), {}).items())
        if decision.is_open(record)
    ]


class DealRemarkForm(VersionForm, RemarkForm):
    """The same for the version of an outcome that the officer read."""


class DecisionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc, type-arg]  # Wagtail has no types
    """Asks once for a reason, and lets the domain decide."""

    template_name = "showcase/admin/decision.html"
    header_icon = "user"
    model: type[Any] = Enquiry
    namespace = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the record and the decision; everybody but officers finds nothing."""
        super().setup(request, *args, **kwargs)
        decision = DECISIONS[self.model].get(kwargs["action"])
        if decision is None or not permissions.can_mediate(request.user):
            raise Http404
        self.decision = decision
        self.record = get_object_or_404(self.model, pk=kwargs["pk"])
        self.page_title = decision.label

    def get_form_class(self) -> type[RemarkForm]:
        """Return the form of the record's kind."""
        return DealRemarkForm if isinstance(self.record, Deal) else RemarkForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the version that the page shows."""
        return {"version": self.record.version} if isinstance(self.record, Deal) else {}

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        index = {"url": reverse(f"{self.namespace}:index"), "label": str(self.model._meta.verbose_name_plural)}  # noqa: SLF001 -- Django's public name
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.decision.label)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        cancel_url = reverse(f"{self.namespace}:index")
        version = deals.current(self.record) if isinstance(self.record, Deal) else None
        return {**context, "decision": self.decision, "version": version, "cancel_url": cancel_url}

    def form_valid(self, form: RemarkForm) -> HttpResponse:
        """Decide, and go back to the list."""
        try:
            self.decision.decide(self.record, by=self.request.user, now=clock.now(), **form.cleaned_data)
        except errors.DomainError as error:
            if isinstance(error, CorrectedMeanwhileError) and isinstance(form, DealRemarkForm):
                self.record.refresh_from_db()
                form.ask_again(error, self.record.version)
            else:
                add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, str(self.decision.done))
        return redirect(f"{self.namespace}:index")
