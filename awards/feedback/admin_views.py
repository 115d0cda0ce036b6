"""The secretariat's pages after the decision: remarks for entrants, their release, figures and the day of the erasure."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from awards.dossiers import calls
from awards.editions import desks
from awards.feedback import forms, keeping, queries, words
from awards.feedback.domain import releasing
from awards.models import Nomination
from portal.kernel import clock, errors


@require_safe
def feedback(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show the dossiers with their remarks, the release, the figures and when dossiers are erased."""
    desk = desks.desk_or_404(request, award_key)
    figures = queries.figures_of(award_key)
    context = {
        "desk": desk,
        "is_decided": desk.state in releasing.AFTER_DECISION,
        "release": queries.release_of(award_key),
        "rows": queries.rows(award_key) if desk.state in releasing.AFTER_DECISION else [],
        "term": keeping.term_of(desk.edition) if desk.edition is not None else None,
        "figures": figures,
        "figure_rows": words.all_rows(figures.figures, calls.find(award_key)) if figures is not None else [],
        **desks.header(_("Feedback to entrants"), desk, icon="success"),
    }
    return render(request, "awards/admin/feedback.html", context)


@require_POST
def release(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Give scores and remarks to all entrants."""
    desks.desk_or_404(request, award_key)
    try:
        releasing.release(award_key=award_key, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Scores and remarks are released. Entrants are told by mail."))
    return HttpResponseRedirect(reverse("awards-feedback", args=[award_key]))


@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Edit what an entrant reads, beside what the jurors wrote."""
    desk = desks.desk_or_404(request, award_key)
    rows = Nomination.objects.filter(award_key=award_key, erased_at=None).exclude(state__in=releasing.UNTOLD)
    nomination = get_object_or_404(rows, public_id=public_id)
    call = calls.find(award_key)
    if call is None or call.state not in releasing.AFTER_DECISION:
        raise Http404
    parts = queries.editing(nomination, call.rules)
    form = forms.RemarksForm(request.POST if request.method == "POST" else None, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            releasing.save_remarks(nomination=nomination, texts=form.texts(), by=request.user, now=clock.now())
        except errors.DomainError as error:
            name = forms.name_of(error.field) if error.field else None
            form.add_error(name if name in form.fields else None, str(error))
        else:
            messages.success(request, _("The remarks are saved."))
            return HttpResponseRedirect(reverse("awards-feedback", args=[award_key]))
    way = (_("Feedback to entrants"), reverse("awards-feedback", args=[award_key]))
    context = {
        "desk": desk,
        "nomination": nomination,
        "form": form,
        "release": queries.release_of(award_key),
        **desks.header(_("Remarks for the entrant"), desk, way, icon="success"),
    }
    return render(request, "awards/admin/feedback_remarks.html", context)
