"""Views of accounts: the way to the admin."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache


@never_cache
def admin_gate(request: HttpRequest) -> HttpResponse:
    """Send people who are not signed in to sign in; say no to those who are and may not enter.

    Wagtail leads everyone here whom it does not let in; leading signed-in people back would go round for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("wagtailadmin_home")
    return redirect_to_login(wanted, login_url=reverse("account_login"))
