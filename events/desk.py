"""The panel "stands at fairs" on the exhibitor's desk."""

from typing import TYPE_CHECKING, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import desk_waiting, permissions, queries
from events.enums import LIVE_APPLICATIONS, OPEN_APPLICATIONS, ApplicationState
from events.models import FairApplication, FairPage
from exhibitors import queries as exhibitor_queries
from exhibitors.desk import DeskAction, DeskCount, DeskRow, DeskSection
from portal.kernel import clock, languages

if TYPE_CHECKING:
    from exhibitors.models import Organisation

TONES: Final = {
    ApplicationState.DRAFT: "warning",
    ApplicationState.CHANGES_ASKED: "warning",
    ApplicationState.BOOTH_OFFERED: "warning",
    ApplicationState.OFFER_DECLINED: "neutral",
    ApplicationState.OFFER_EXPIRED: "danger",
    ApplicationState.CONFIRMED: "success",
    ApplicationState.SUBMITTED: "info",
    ApplicationState.UNDER_REVIEW: "info",
    ApplicationState.ACCEPTED: "success",
    ApplicationState.DECLINED: "danger",
    ApplicationState.WITHDRAWN: "neutral",
}
SHOWN: Final = 10


class FairPanel:
    """Applications of the organisation, and fairs that take applications."""

    title = gettext_lazy("Stands at fairs")
    position = 40

    def sections(self, request: HttpRequest, organisation: "Organisation") -> list[DeskSection]:
        """Return the organisation's applications and the fairs it can still apply for."""
        own = FairApplication.objects.filter(organisation=organisation)
        waiting_rows = list(own.filter(state__in=desk_waiting.APPLICATIONS))
        applications = [*waiting_rows, *own.exclude(state__in=desk_waiting.APPLICATIONS)[:SHOWN]]
        language = languages.current()
        pages = queries.pages_for([row.fair_key for row in applications], language)
        may_act = permissions.can_apply(exhibitor_queries.membership_in(request.user, organisation))
        rows = tuple(
            _row(
                row,
                pages[row.fair_key].title if row.fair_key in pages else row.reference,
                waits=may_act and row.state in desk_waiting.APPLICATIONS,
            )
            for row in applications
        )
        waiting = sum(row.state in OPEN_APPLICATIONS for row in applications)
        return [
            DeskSection(
                title=self.title,
                counts=(DeskCount(waiting, _("applications waiting for an answer"), "#"),) if waiting else (),
                rows=rows,
                actions=_actions(applications) if may_act else (),
                empty_text=_("You have not applied for a stand yet."),
            )
        ]


def _row(application: FairApplication, title: str, *, waits: bool) -> DeskRow:
    return DeskRow(
        title=title,
        url=reverse("events:application", args=[application.reference]),
        text=f"{application.reference} · {application.get_stand_size_display()}",
        status=application.get_state_display(),
        status_kind=TONES[ApplicationState(application.state)],
        when=application.decided_at or application.submitted_at,
        waits=waits,
    )


def _actions(applications: list[FairApplication]) -> tuple[DeskAction, ...]:
    now = clock.now()
    taken = {row.fair_key for row in applications if row.state in LIVE_APPLICATIONS}
    fairs = queries.listed(FairPage).filter(applications_close_at__gt=now).order_by("starts_at", "pk")[:SHOWN]
    return tuple(
        DeskAction(
            _("Apply for a stand: %(fair)s") % {"fair": fair.title},
            reverse("events:apply", args=[fair.translation_key]),
            primary=True,
        )
        for fair in fairs
        if fair.translation_key not in taken and queries.applications_are_open(fair, now)
    )


panel = FairPanel()


def registrations_entrance(_request: HttpRequest) -> DeskAction:
    """Return the way to what the person is registered for as a visitor or trainee."""
    return DeskAction(_("My registrations"), reverse("registration:mine"))
