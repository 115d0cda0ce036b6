"""What every page of a juror shares: sign-in, the second step of signing in, no caching, and 404 for everybody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from awards.jury import places
from portal.accounts import second_step
from portal.pages import shell

View = Callable[..., HttpResponseBase]


def juror_view(view: View) -> View:
    """Ask for sign-in and, of who serves in a jury, for the second step, before anything of a dossier is read."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_step.is_needed(request.user) and (way := second_step.way_to_prove(request)):
            # What was posted is begun anew from the list: it cannot be come back to.
            wanted = request.get_full_path() if request.method == "GET" else reverse("awards:jury")
            return HttpResponseRedirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
        return view(request, *args, **kwargs)

    return never_cache(login_required(wrapped))


def seat_or_404(request: HttpRequest, award_key: UUID) -> places.Seat:
    """Return the person's place in the jury of an edition; everybody else learns nothing."""
    found = places.seat(request.user, award_key)
    if found is None:
        raise Http404
    return found


def show_way(request: HttpRequest, seat: places.Seat | None = None) -> None:
    """Put the way back above the page."""
    way = [(_("My juries"), reverse("awards:jury"))]
    if seat is not None:
        way.append((seat.edition, reverse("awards:jury-edition", args=[seat.juror.award_key])))
    shell.add_breadcrumbs(request, *way)
