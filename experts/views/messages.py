"""What an expert does with messages: reading, answering, declining, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exhibitors.views.guards import desk_view
from experts import forms
from experts.domain import request as requests
from experts.enums import REQUEST_MOVES, DeclineReason, RequestState
from experts.models import ExpertRequest
from experts.views.guards import message_or_404
from portal.kernel import clock, errors
from portal.pages import shell


def _context(request: HttpRequest, found: ExpertRequest, form: forms.ReplyForm) -> dict[str, Any]:
    shell.add_breadcrumbs(
        request,
        (_("Your desk"), reverse("exhibitors:desk")),
        (_("My expert profile"), reverse("experts:mine")),
    )
    return {
        "page_title": found.subject,
        "conversation": found,
        "entries": list(found.messages.all()),
        "form": form,
        "form_has_errors": bool(form.errors),
        "decline_form": forms.DeclineForm(),
        "can_answer": REQUEST_MOVES.allows(RequestState(found.state), RequestState.ANSWERED),
    }


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """Read a conversation and answer."""
    found = message_or_404(request, reference)
    form = forms.ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            requests.answer(
                request=found,
                by=request.user,
                words=form.cleaned_data["text"],
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("Your answer is on its way; your address is not in it."))
            return redirect("experts:message", reference)
    return render(request, "experts/desk/message.html", _context(request, found, form))


@desk_view
@require_POST
def decline(request: HttpRequest, reference: str) -> HttpResponse:
    """Decline with a reason."""
    found = message_or_404(request, reference)
    form = forms.DeclineForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a reason; the person who asked will read it."))
        return redirect("experts:message", reference)
    try:
        requests.decline(
            request=found,
            by=request.user,
            reason=DeclineReason(form.cleaned_data["reason"]),
            block=form.cleaned_data["block"],
            now=clock.now(),
        )
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have declined; the person who asked gets a mail."))
    return redirect("experts:mine")


@desk_view
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End a conversation."""
    try:
        requests.close(request=message_or_404(request, reference), by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The conversation is closed."))
    return redirect("experts:mine")
