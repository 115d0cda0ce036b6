"""What was searched for, in the admin: on the screen and as a file, with one press from a line to a synonym or a recommendation."""

import csv
import io
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from search import searched
from search.domain.searched import FEWEST
from search.searched import Line

NAMESPACE: Final = "search_reports"
PERMISSION: Final = "search.add_synonym"


def may_look(user: Any) -> bool:
    """Return whether somebody keeps the lists of words."""
    return bool(user.has_perm(PERMISSION))


class SearchesView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """Three lists of the words of this week and the last; who keeps no list of words finds nothing."""

    header_icon = "search"
    template_name = "search/admin/searches.html"
    request: HttpRequest

    @property
    def page_title(self) -> str:
        """The report's name."""
        return _("Searches")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """It stands in the menu of reports."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the lists, or hand them out as a file."""
        if not may_look(request.user):
            raise Http404
        if request.GET.get("file") == "csv":
            return _file()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists, each line with where it leads."""
        return {
            **super().get_context_data(**kwargs),
            "sections": [
                {"title": title, "hint": hint, "lines": [_shown(line) for line in lines]}
                for title, hint, lines in _sections()
            ],
            "fewest": FEWEST,
            "csv_url": f"{reverse(f'{NAMESPACE}:searches')}?file=csv",
        }


def _sections() -> list[tuple[str, str, list[Line]]]:
    found = searched.report(clock.today())
    return [
        (
            _("Nothing was found"),
            _("Add a synonym that the portal's texts use, recommend a page, or ask for what is missing."),
            found.without_result,
        ),
        (_("Rising"), _("Searched for at least half as much again as in the four weeks before."), found.rising),
        (_("Searched for most"), "", found.most),
    ]


def _shown(line: Line) -> dict[str, Any]:
    words, path = urlencode({"words": f"{line.words}, "}), "wagtailsnippets_search_{}:add"
    recommended = urlencode({"words": line.words, "language": line.language})
    with translation.override(line.language):
        page = reverse("search:results")
    return {
        "line": line,
        "language": _language(line),
        "search_url": f"{page}?{urlencode({'q': line.words})}",
        "synonym_url": f"{reverse(path.format('synonym'))}?{words}",
        "promotion_url": f"{reverse(path.format('promotedresult'))}?{recommended}",
    }


def _language(line: Line) -> str:
    return _("Vietnamese") if line.language == Language.VIETNAMESE else _("English")


def _file() -> HttpResponse:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(
        [
            _("List"),
            capfirst(_("searched words")),
            _("Language"),
            _("Searches"),
            _("Before, in two weeks"),
            _("Results"),
        ]
    )
    for title, _hint, lines in _sections():
        for line in lines:
            cells = [title, line.words, _language(line), line.recent, f"{line.before:.1f}", line.found]
            rows.writerow([harmless(cell) for cell in cells])
    answer = HttpResponse(BYTE_ORDER_MARK + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="searches-{clock.today():%Y%m%d}.csv"'
    return answer
