"""Views of accounts: the way to the admin, and what is said to those who ask too often."""

from allauth.account import adapter as account_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts import second_step
from portal.ui import views as ui_views


@never_cache
def admin_gate(request: HttpRequest) -> HttpResponse:
    """Send people who are not signed in to sign in; say no to those who are and may not enter.

    Wagtail leads everyone here whom it does not let in; leading signed-in people back would go round for ever.
    """
    if request.user.is_authenticated:
        return ui_views.permission_denied(request)
    return redirect_to_login(_wanted(request), login_url=reverse("account_login"))


@never_cache
def page_gate(request: HttpRequest) -> HttpResponse:
    """Send people who are not signed in to sign in, and back to the private page; say no to those who may not see it.

    Wagtail leads everyone here whom a private page does not let in, also those who are signed in but not in its groups.
    """
    wanted = _safe_next(request)
    if request.user.is_authenticated:
        return ui_views.permission_denied(request)
    return redirect_to_login(wanted, login_url=reverse("account_login")) if wanted else redirect("account_login")


@never_cache
@login_required
@require_safe
def second_step_needed(request: HttpRequest) -> HttpResponse:
    """Say why the admin, or the page of a room, stays closed and how to set a second step up; once there is one, lead on."""
    may_admin = request.user.has_perm(second_step.ADMIN_ACCESS)
    wanted = _safe_next(request)
    # Of those who have rights in the admin and in a room, the page that was asked for says which of both is meant.
    is_admin = may_admin and (not wanted or wanted.startswith(f"/{settings.ADMIN_PATH}"))
    if not may_admin and not second_step.is_needed(request.user):
        return redirect("mfa_index")
    next_url = _wanted(request) if is_admin else wanted or reverse("mfa_index")
    context = {"is_set_up": second_step.is_set_up(request.user), "next_url": next_url, "is_admin": is_admin}
    return render(request, "account/second_step.html", context)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a visitor who asked allauth too often.

    Whoever asks for another code too soon is led back to the field for the code, where a message says when there
    will be one: the code that was mailed before still works.
    """
    match = request.resolver_match
    if match is None or match.url_name != "account_email_verification_sent" or request.method != "POST":
        return ui_views.too_many_requests(request, exception)
    account_adapter.get_adapter(request).add_message(
        request,
        messages.WARNING,
        message=_(
            "A code was sent to you a few seconds ago and still works. If it has not come, you can ask for a new one"
            " %(seconds)d seconds after it was sent."
        )
        % {"seconds": settings.CODE_PAUSE_SECONDS},
    )
    return redirect(request.get_full_path())


def _safe_next(request: HttpRequest) -> str:
    """Return the page of this portal that was asked for before, "" where there is none."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def _wanted(request: HttpRequest) -> str:
    """Return the page of this portal that was asked for before; the admin's front where there is none."""
    return _safe_next(request) or reverse("wagtailadmin_home")
