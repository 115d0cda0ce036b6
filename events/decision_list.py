"""What organisers can decide on an application in the admin, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import Button

from events import decision_forms, fair_queries, permissions
from events.domain import applications, booths, payments
from events.enums import APPLICATION_MOVES, ApplicationState
from events.models import FairApplication
from portal.kernel import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URL_NAMESPACE = "fair_applications"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an organiser can decide; ``decide`` takes application, by, now and what the form asks."""

    label: "_StrPromise"
    icon: str
    decide: Callable[..., FairApplication]
    form: type[decision_forms.DecisionForm]
    to: ApplicationState | None = None
    is_possible: Callable[[FairApplication], bool] = lambda _application: True

    def can_follow(self, application: FairApplication) -> bool:
        """Return whether it makes sense for the application as it stands."""
        is_legal = self.to is None or APPLICATION_MOVES.allows(ApplicationState(application.state), self.to)
        return is_legal and self.is_possible(application)


DECISIONS = {
    "review": Decision(
        gettext_lazy("Take up"),
        "view",
        applications.start_review,
        decision_forms.DecisionForm,
        ApplicationState.UNDER_REVIEW,
    ),
    "changes": Decision(
        gettext_lazy("Ask for changes"),
        "edit",
        applications.ask_changes,
        decision_forms.WordsForm,
        ApplicationState.CHANGES_ASKED,
    ),
    "accept": Decision(
        gettext_lazy("Accept"),
        "check",
        applications.accept,
        decision_forms.AcceptForm,
        ApplicationState.ACCEPTED,
        lambda application: application.state in {ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW},
    ),
    "decline": Decision(
        gettext_lazy("Decline"),
        "cross",
        applications.decline,
        decision_forms.DeclineForm,
        ApplicationState.DECLINED,
    ),
    "offer": Decision(
        gettext_lazy("Offer a booth"),
        "table",
        booths.offer,
        decision_forms.OfferForm,
        None,
        lambda application: application.state in booths.OFFERABLE,
    ),
    "release": Decision(
        gettext_lazy("Take the booth back"),
        "undo",
        booths.release,
        decision_forms.WordsForm,
        ApplicationState.ACCEPTED,
        lambda application: (
            application.state in {ApplicationState.BOOTH_OFFERED, ApplicationState.CONFIRMED}
            and not fair_queries.is_over(application.fair_key, clock.now())
        ),
    ),
    "paid": Decision(
        gettext_lazy("Mark the fee as paid"),
        "tick",
        payments.mark_paid,
        decision_forms.PaidForm,
        None,
        lambda application: bool(application.fee_due) and application.paid_on is None,
    ),
    "unpaid": Decision(
        gettext_lazy("Take the mark of payment back"),
        "undo",
        payments.unmark_paid,
        decision_forms.UnpaidForm,
        None,
        lambda application: application.paid_on is not None,
    ),
}


def buttons(application: FairApplication, user: Any) -> list[Button]:
    """Return the decisions that an organiser can take now."""
    if not permissions.can_review(user):
        return []
    return [
        Button(
            decision.label,
            url=reverse(f"{URL_NAMESPACE}:decide", args=[application.pk, code]),
            icon_name=decision.icon,
            priority=40 + position,
        )
        for position, (code, decision) in enumerate(DECISIONS.items())
        if decision.can_follow(application)
    ]
