"""The page on which a completed dossier is handed in again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards import permissions
from awards.dossiers import forms as dossier_forms
from awards.dossiers import parts
from awards.dossiers.views.guards import dossier_or_404, own_view, place_or_404, require, show_way
from awards.screening.domain import cures
from portal.kernel import errors
from portal.ui import forms as ui_forms


def _address(public_id: UUID, part: parts.PartName) -> str:
    if part.kind is parts.PartKind.BASICS:
        return reverse("awards:dossier-basics", args=[public_id])
    name = "awards:dossier-answer" if part.kind is parts.PartKind.ANSWER else "awards:dossier-document"
    return reverse(name, args=[public_id, part.key])


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what was asked for once more, then hand in again; whether it is in time says the database's clock."""
    member = place_or_404(request, public_id)
    asked = parts.running(member.nomination)
    require(permissions.can_lead(member) and asked is not None)
    found = dossier_or_404(member)
    form = dossier_forms.SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cures.answer_cure(nomination=found.nomination, by=request.user)
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The completed dossier is handed in. The receipt comes by mail."))
            return redirect("awards:dossier", public_id)
    show_way(request, found)
    wanted = parts.asked(member.nomination)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Hand in again"),
        "dossier": found,
        "cure": asked,
        "parts": [
            (part.title, _address(public_id, part)) for part in parts.of(found.call.rules) if part.code in wanted
        ],
        "cancel_url": reverse("awards:dossier", args=[public_id]),
    }
    return render(request, "awards/screening/complete.html", context)
