"""The secretariat's pages of scoring: who has handed in what, reminders, and, once scoring has closed, what was given."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from awards.editions import desks
from awards.editions import queries as edition_queries
from awards.marking import exports, progress, results, rights
from awards.marking.domain import reminding
from awards.marking.enums import Progress
from portal.kernel import clock, errors
from portal.operations import db_clock

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _desk(request: HttpRequest, award_key: UUID) -> tuple[edition_queries.Desk, rights.Scoring]:
    found, scoring = desks.desk_or_404(request, award_key), rights.find(award_key)
    if scoring is None:
        raise Http404
    return found, scoring


@never_cache
@require_safe
def overview(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show how far every juror is with every dossier; states only."""
    desk, scoring = _desk(request, award_key)
    context = {
        "desk": desk,
        "scoring": scoring,
        "matrix": progress.matrix(award_key, scoring.rules),
        "states": [progress_state.label for progress_state in Progress],
        "is_open": scoring.takes(db_clock.now()),
        **desks.header(_("Scoring"), desk, icon="form"),
    }
    return render(request, "awards/marking/admin/overview.html", context)


@require_POST
def remind(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Remind everybody who has not finished."""
    _desk(request, award_key)
    try:
        told = reminding.remind_jurors(award_key=award_key, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(number)d juror gets a mail.", "%(number)d jurors get a mail.", len(told))
        messages.success(request, words % {"number": len(told)})
    return HttpResponseRedirect(reverse("awards-marking", args=[award_key]))


@never_cache
@require_safe
def result(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show, or hand out as a file, what the jury gave; before scoring was left there is nothing here for anybody."""
    desk, scoring = _desk(request, award_key)
    found = results.results(award_key) if scoring.is_told else None
    if found is None:
        raise Http404
    wanted = request.GET.get("file", "")
    if wanted in {"csv", "xlsx"}:
        content = exports.as_csv(found) if wanted == "csv" else exports.as_xlsx(found)
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8" if wanted == "csv" else XLSX)
        answer["Content-Disposition"] = f'attachment; filename="cham-diem-{award_key}.{wanted}"'
        return answer
    context = {
        "desk": desk,
        "results": found,
        "method": scoring.rules.method.label,
        "tie_breaks": [tie_break.label for tie_break in scoring.rules.tie_breaks],
        **desks.header(
            _("What the jury gave"), desk, (_("Scoring"), reverse("awards-marking", args=[award_key])), icon="list-ol"
        ),
    }
    return render(request, "awards/marking/admin/results.html", context)
