"""The page on which the holder of an account answers an invitation into a newsroom."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from news.domain import staff
from news.models import StaffInvitation
from news.rooms import overview
from portal.kernel import clock, errors
from portal.pages import shell


@sensitive_variables("secret")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the invitation that a mailed link opens; the answer is posted."""
    found = staff.invitation_of(secret=secret, now=clock.now())
    if found is None:
        return render(
            request, "news/invitation_gone.html", {"page_title": _("This invitation is no longer open")}, status=404
        )
    if request.method == "POST":
        return _answer(request, found)
    newsroom = overview.page_of(found.newsroom_key)
    context: dict[str, Any] = {
        "invitation": found,
        "newsroom": newsroom.title if newsroom else "",
        "is_addressed": found.email == str(request.user.email).lower(),  # type: ignore[union-attr]  # signed in
        "page_title": _("Invitation into a newsroom"),
    }
    return render(request, "news/invitation.html", context)


def _answer(request: HttpRequest, found: StaffInvitation) -> HttpResponse:
    now = clock.now()
    try:
        if request.POST.get("answer") == "accept":
            newsroom = staff.accept(invitation=found, by=request.user, now=now)
            messages.success(request, _("You now work in the newsroom %(name)s.") % {"name": newsroom.title})
            return redirect("wagtailadmin_home")
        if request.POST.get("answer") != "decline":
            raise Http404
        staff.decline(invitation=found, by=request.user, now=now)
        messages.info(request, _("The invitation is declined."))
    except errors.DomainError as error:
        messages.error(request, str(error))
    return redirect(shell.Shell(request).account_url)
