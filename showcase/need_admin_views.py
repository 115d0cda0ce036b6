"""The report of needs in the admin."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.kernel import clock
from portal.pages import admin_headers
from showcase import need_report, permissions
from showcase.forms.focal_points import ReportForm


def needs(request: HttpRequest) -> HttpResponse:
    """Show the report of needs by field and place, or send it as a table file; strangers learn nothing."""
    if not permissions.can_read_need_report(request.user):
        raise Http404
    form = ReportForm(request.GET or None)
    days = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = need_report.report(since=days.get("since"), until=days.get("until"))
    if request.GET.get("export") == "csv" and (not form.is_bound or form.is_valid()):
        name = f"nhu-cau-cong-nghe-{clock.today().isoformat()}.csv"
        return HttpResponse(
            need_report.as_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    head = admin_headers.header(_("Technology needs by field and place"), icon="list-ul")
    return render(request, "showcase/admin/need_report.html", {"form": form, "report": found, **head})
