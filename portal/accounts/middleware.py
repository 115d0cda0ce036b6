"""What stands between a signed-in person and Wagtail's admin: the second step of signing in."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portal.accounts import second_step

_OPEN: Final = ("login/", "logout/")


class AdminSecondStepMiddleware:
    """Leads people with admin rights to set up, or to use, a second step before any page of the admin answers.

    It reads the user for addresses of the admin only, so that public pages stay free of the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the way to the second step, or let the request through."""
        elsewhere = self._way(request) if self._is_guarded(request.path) else ""
        if not elsewhere:
            return self.get_response(request)
        # Only a page can be come back to; what was posted, or asked for by a script, is begun anew from the front.
        wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        return HttpResponseRedirect(f"{elsewhere}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")

    @staticmethod
    def _is_guarded(path: str) -> bool:
        admin = f"/{settings.ADMIN_PATH}"
        return path.startswith(admin) and not path.removeprefix(admin).startswith(_OPEN)

    @staticmethod
    def _way(request: HttpRequest) -> str:
        user = request.user
        if not user.is_authenticated or not second_step.is_required(user):
            return ""
        return second_step.way_to_prove(request)
