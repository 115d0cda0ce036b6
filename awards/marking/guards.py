"""What every page of marking shares: sign-in with a second step, no caching, and dossiers that only their juror can name."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from awards.jury.enums import JurorState
from awards.marking import queries, rights
from awards.models import Assignment, Juror
from portal.accounts import second_step
from portal.pages import shell

View = Callable[..., HttpResponseBase]


def juror_view(view: View) -> View:
    """Ask for sign-in, of jurors for the second step too, and keep the answer out of every cache; others get 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not Juror.objects.filter(user=request.user.pk, state=JurorState.ACCEPTED).exists():
            raise Http404
        # Also of who served in an edition that is over: sheets stay secret.
        if settings.ADMIN_SECOND_FACTOR and (way := second_step.way_to_prove(request)):
            wanted = request.get_full_path() if request.method == "GET" else reverse("awards:marking")
            return HttpResponseRedirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
        return view(request, *args, **kwargs)

    return never_cache(login_required(wrapped))


def own_or_404(request: HttpRequest, pk: int) -> Assignment:
    """Return the juror's own live and confirmed assignment."""
    found = rights.own_assignment(request.user, pk)
    if found is None:
        raise Http404
    return found


def marking_or_404(request: HttpRequest, pk: int) -> queries.Marking:
    """Return a dossier with the juror's own sheet, from the first day of scoring on."""
    found = queries.marking(own_or_404(request, pk))
    if found is None or not found.scoring.is_readable:
        raise Http404
    return found


def show_way(request: HttpRequest, found: queries.Marking | None = None) -> None:
    """Put the way back above the page."""
    way = [(_("Scoring by the jury"), reverse("awards:marking"))]
    if found is not None:
        way.append((found.dossier.alias, reverse("awards:marking-sheet", args=[found.assignment.pk])))
    shell.add_breadcrumbs(request, *way)
