"""What waits for the intermediary officers, on the first page of the admin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from portal.kernel import clock
from showcase import permissions
from showcase.deal_enums import DealState
from showcase.enquiry_enums import ReportState
from showcase.enums import EnquiryState
from showcase.models import AbuseReport, Deal, Enquiry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind waits, and the list that shows just that."""

    label: "_StrPromise"
    count: int
    url: str


def _list(namespace: str, **filters: str) -> str:
    return f"{reverse(f'{namespace}:index')}?{urlencode(filters)}"


def waiting() -> list[Waiting]:
    """Return what waits for an intermediary officer, three queries however much it is; nothing of what does not wait."""
    late = Enquiry.objects.filter(state=EnquiryState.NEW, reply_due_on__lt=clock.today())
    rows = [
        Waiting(_("Enquiries whose answer is late"), late.count(), _list("enquiries", late="true")),
        Waiting(
            _("Reports of abuse that wait for a decision"),
            AbuseReport.objects.filter(state=ReportState.OPEN).count(),
            _list("abuse_reports", state=ReportState.OPEN),
        ),
        Waiting(
            _("Contested outcomes"),
            Deal.objects.filter(state=DealState.CONTESTED).count(),
            _list("deals", state=DealState.CONTESTED),
        ),
    ]
    return [row for row in rows if row.count]


class MediationPanel(Component):  # type: ignore[misc]  # Wagtail ships no types
    """The counts with their links; nothing is asked of the database for people without the right to mediate."""

    name = "mediation"
    order = 110
    template_name = "showcase/admin/home_mediation.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what waits, where the reader is an intermediary officer."""
        request = (parent_context or {})["request"]
        is_officer = permissions.can_mediate(request.user)
        return {"is_officer": is_officer, "rows": waiting() if is_officer else []}
