"""The staff passes of a fair as a table for those who stand at its entrance."""

import csv
import io
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.hall_admin import fair_or_404
from events.models import StaffPass
from portal.kernel import clock
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from registration.domain import audit
from registration.organiser_enums import AuditAction


@require_safe
def table(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand out the passes that are valid, as CSV that no spreadsheet program takes for formulas; the audit says who took it."""
    fair_or_404(request, key)
    rows = StaffPass.objects.filter(application__fair_key=key, revoked_at=None)
    found = list(rows.select_related("application__organisation").order_by("application__stand", "full_name", "pk"))
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_("Number of the pass"), _("Full name"), _("Organisation"), _("Booth")])
    for row in found:
        cells = (row.number, row.full_name, row.application.organisation.display_name, row.application.stand)
        lines.writerow([harmless(cell) for cell in cells])
    audit.record(
        action=AuditAction.EXPORTED,
        by=request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
        now=clock.now(),
        subject=key,
        label="staff passes",
        changes=[("rows", None, len(found))],
    )
    return HttpResponse(
        BYTE_ORDER_MARK + written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="the-nhan-vien.csv"',
            "Cache-Control": "private, no-store",
        },
    )
