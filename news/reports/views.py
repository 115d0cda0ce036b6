"""The reports in the admin: on the screen, for print, as files."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news.reports import opinions, published, readings, scope, tables, translations
from news.reports.enums import ReportKind

NAMESPACE: Final = "news_reports"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SOURCES: Final[Mapping[ReportKind, Callable[[scope.Scope], list[tables.Table]]]] = {
    ReportKind.PUBLISHED: published.tables,
    ReportKind.READINGS: readings.tables,
    ReportKind.TRANSLATIONS: translations.tables,
    ReportKind.COMMENTS: opinions.tables,
}


class ReportView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """One report with its filters; who works in no newsroom finds nothing."""

    header_icon = "history"
    template_name = "news/admin/report.html"
    request: HttpRequest
    kind: ReportKind
    scope: scope.Scope

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the report and what the viewer may see of it."""
        super().setup(request, *args, **kwargs)
        self.offered = scope.newsrooms_of(request.user)
        if kwargs["kind"] not in ReportKind.values or not self.offered:
            raise Http404
        self.kind = ReportKind(kwargs["kind"])
        self.scope = scope.parse(request.GET.dict(), offered=self.offered)

    @property
    def page_title(self) -> str:
        """The report's name."""
        return str(self.kind.label)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """It stands in the menu."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report, or hand it out as a file."""
        form = request.GET.get("file", "")
        if form not in {"csv", "xlsx"}:
            for typed in (request.GET.get("from", ""), request.GET.get("to", "")):
                if typed and not scope.is_day(typed):
                    messages.warning(
                        request, _("“%(typed)s” is not a day; see below which days are shown.") % {"typed": typed[:40]}
                    )
            return super().get(request, *args, **kwargs)
        found = SOURCES[self.kind](self.scope)
        if form == "csv":
            answer = HttpResponse(tables.as_csv(found), content_type="text/csv; charset=utf-8")
        else:
            answer = HttpResponse(tables.as_xlsx(found), content_type=XLSX)
        name = f"{self.kind.value}-{self.scope.first:%Y%m%d}-{self.scope.last:%Y%m%d}.{form}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tables with their pictures and what can be chosen."""
        found = SOURCES[self.kind](self.scope)
        address = reverse(f"{NAMESPACE}:report", args=[self.kind.value])
        return {
            **super().get_context_data(**kwargs),
            "sections": [_section(table) for table in found],
            "scope": self.scope,
            "newsrooms": self.offered if len(self.offered) > 1 else [],
            "reports": [
                (
                    kind.label,
                    f"{reverse(f'{NAMESPACE}:report', args=[kind.value])}?{self.scope.query}",
                    kind is self.kind,
                )
                for kind in ReportKind
            ],
            "csv_url": f"{address}?{self.scope.query}&file=csv",
            "xlsx_url": f"{address}?{self.scope.query}&file=xlsx",
            "is_readings": self.kind is ReportKind.READINGS,
            "whose": ", ".join(room.title for room in self.scope.newsrooms.values())
            if self.scope.chosen
            else _("all newsrooms that you see"),
        }


def _section(table: tables.Table) -> dict[str, Any]:
    rows = []
    for number, row in enumerate(table.shown or table.rows):
        cells = tables.on_screen(row)
        link = table.links[number] if table.links else ""
        first, *others = (tables.told(cell) for cell in cells)
        rows.append({"first": first, "link": link, "others": others})
    bars = tables.bars_of(table)
    totals = tables.on_screen(table.totals)
    return {"table": table, "rows": rows, "totals": totals, "bars": bars, "height": len(bars) * tables.ROW_HEIGHT}
