"""Closing an organisation for the time being, and opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exhibitors import permissions
from exhibitors.domain import closing
from exhibitors.enums import CLOSING_MOVES, VerificationState
from exhibitors.views.guards import desk_view, membership_or_404, require
from portal.kernel import clock, errors


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then close; owners only, and only where the state allows it."""
    own = membership_or_404(request, slug)
    organisation = own.organisation
    require(permissions.can_close(own))
    require(CLOSING_MOVES.allows(VerificationState(organisation.state), VerificationState.CLOSED))
    if request.method == "POST":
        try:
            closing.close(organisation=organisation, by=request.user, now=clock.now())
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(name)s is closed.") % {"name": organisation.display_name})
        return redirect("exhibitors:desk")
    context = {
        "organisation": organisation,
        "page_title": _("Close the organisation"),
        "cancel_url": reverse("exhibitors:members", args=[slug]),
    }
    return render(request, "exhibitors/close.html", context)


@desk_view
@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a closed organisation again; owners only."""
    own = membership_or_404(request, slug)
    require(permissions.can_close(own))
    try:
        closing.reopen(organisation=own.organisation, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is open again.") % {"name": own.organisation.display_name})
    return redirect("exhibitors:desk")
