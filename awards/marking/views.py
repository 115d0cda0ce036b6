"""A juror's desk and pages: the own dossiers, the rubric beside the dossier, a look at everything, handing in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.marking import forms, queries, totals
from awards.marking.domain import sheets
from awards.marking.enums import MarkState
from awards.marking.guards import juror_view, marking_or_404, own_or_404, show_way
from awards.models import DossierFile
from portal.kernel import clock, errors, formats
from portal.media.domain import private_files
from portal.operations import db_clock
from portal.ui import forms as ui_forms

PDF = "application/pdf"


@juror_view
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the dossiers that a juror scores, with what waits first."""
    context = {"page_title": _("Scoring by the jury"), "editions": queries.desk(request.user, db_clock.now())}
    return render(request, "awards/marking/desk.html", context)


@juror_view
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a dossier with its rubric and save what the juror gives; what was handed in, or is over, is only shown."""
    found = marking_or_404(request, pk)
    if found.state is MarkState.SUBMITTED or not found.is_open(db_clock.now()):
        return _shown(request, found)
    form = forms.SheetForm(
        request.POST if request.method == "POST" else None, rules=found.scoring.rules, sheet=found.sheet
    )
    if request.method == "POST" and (answer := _saved(request, found, form)) is not None:
        return answer
    show_way(request)
    context = {
        "page_title": found.name,
        "marking": found,
        "form": form,
        "form_has_errors": bool(form.errors),
        "rubric": [
            {
                "row": row,
                "points": form.points_of(row.criterion),
                "steps": list(form.steps(row.criterion)),
                "remark": form.remark_of(row.criterion),
            }
            for row in found.rows
        ],
        "total": totals.told(found.total),
        "separator": totals.separator(),
        "marked": len(found.rows) - len(found.missing),
    }
    return render(request, "awards/marking/mark.html", context)


def _saved(request: HttpRequest, found: queries.Marking, form: forms.SheetForm) -> HttpResponseBase | None:
    """Save what was sent and return where to go; None where the form has to be shown again with what is wrong."""
    by_script = "autosave" in request.POST
    if not form.is_valid():
        return JsonResponse({"words": _("Something needs your attention")}, status=422) if by_script else None
    try:
        sheet = sheets.save_draft(
            assignment=found.assignment,
            words=form.words(),
            by=request.user,
            now=clock.now(),
            seen_at=form.cleaned_data["seen_at"],
        )
    except errors.DomainError as error:
        ui_forms.add_domain_error(form, error)
        return JsonResponse({"words": str(error)}, status=409) if by_script else None
    if by_script:
        return _told_script(found, sheet)
    if request.POST.get("action") == "review":
        return redirect("awards:marking-review", found.assignment.pk)
    messages.success(request, _("The draft is saved. Nobody but you sees it."))
    return redirect("awards:marking-sheet", found.assignment.pk)


def _told_script(found: queries.Marking, sheet: Any) -> JsonResponse:
    """Tell the page what it has to send next time, as a page that was drawn anew would hold it."""
    fresh = forms.SheetForm(rules=found.scoring.rules, sheet=sheet)
    said = _("Draft saved at %(time)s.") % {"time": formats.clock_time(clock.local(sheet.saved_at))}
    names = ("seen_at", "seen")
    return JsonResponse({"words": said, "fields": {name: fresh[name].value() for name in names}})


def _shown(request: HttpRequest, found: queries.Marking) -> HttpResponse:
    show_way(request)
    is_open = found.is_open(db_clock.now())
    context = {
        "page_title": found.name,
        "marking": found,
        "total": totals.told(found.total),
        "is_open": is_open,
        "can_take_back": is_open and found.state is MarkState.SUBMITTED,
    }
    return render(request, "awards/marking/shown.html", context)


@juror_view
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that was given once more, then hand it in; whether it is in time says the database's clock."""
    found = marking_or_404(request, pk)
    if found.state is not MarkState.DRAFT or found.sheet is None:
        raise Http404
    form = forms.HandInForm(
        request.POST if request.method == "POST" else None, initial={"seen_at": found.sheet.saved_at}
    )
    if request.method == "POST" and form.is_valid():
        try:
            sheets.hand_in(assignment=found.assignment, by=request.user, seen_at=form.cleaned_data["seen_at"])
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            said = _("The sheet for %(dossier)s is handed in.") % {"dossier": found.dossier.alias}
            messages.success(request, said)
            return redirect("awards:marking")
    show_way(request, found)
    context = {
        "page_title": _("Look at it once more, then hand in"),
        "marking": found,
        "form": form,
        "form_has_errors": bool(form.errors),
        "total": totals.told(found.total),
        "back_url": reverse("awards:marking-sheet", args=[pk]),
    }
    return render(request, "awards/marking/review.html", context)


@juror_view
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft of a sheet that was handed in."""
    assignment = own_or_404(request, pk)
    try:
        sheets.take_back(assignment=assignment, by=request.user)
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The sheet is a draft again. Hand it in once more when it is right."))
    return redirect("awards:marking-sheet", pk)


@juror_view
@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """Hand a file of a dossier out to its juror, under a name that tells nobody's; PDF files open in the browser."""
    found = marking_or_404(request, pk)
    shown = next((one for _title, one in found.files if one.pk == file_pk), None)
    if shown is None:
        raise Http404
    kept = get_object_or_404(DossierFile.objects.select_related("file"), pk=file_pk)
    answer = private_files.response(kept.file)
    is_pdf = kept.file.mime_type == PDF
    answer["Content-Disposition"] = content_disposition_header(not is_pdf, shown.name) or "attachment"
    if is_pdf:
        # The browser's own reader of PDF does not run in a sandbox that a policy asks for.
        answer["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    return answer
