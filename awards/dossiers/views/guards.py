"""What every page of a dossier shares: sign-in, no caching, and dossiers that only their people can name."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from awards.dossiers import queries
from awards.models import DossierMember
from portal.pages import shell

View = Callable[..., HttpResponseBase]


def own_view(view: View) -> View:
    """Ask for sign-in, and keep the answer out of every cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return never_cache(login_required(wrapped))


def place_or_404(request: HttpRequest, public_id: UUID) -> DossierMember:
    """Return the person's place in a dossier; strangers learn nothing."""
    found = queries.place(request.user, public_id)
    if found is None:
        raise Http404
    return found


def dossier_or_404(member: DossierMember) -> queries.Dossier:
    """Return the dossier with all its parts."""
    found = queries.dossier(member.nomination)
    if found is None:
        raise Http404
    return found


def require(allowed: bool) -> None:  # noqa: FBT001 -- reads as a sentence: require(can_write(member))
    """Answer 404 where a rule says no."""
    if not allowed:
        raise Http404


def show_way(request: HttpRequest, dossier: queries.Dossier | None = None) -> None:
    """Put the way back above the page."""
    way = [(_("My dossiers"), reverse("awards:dossiers"))]
    if dossier is not None:
        way.append((dossier.title, reverse("awards:dossier", args=[dossier.nomination.public_id])))
    shell.add_breadcrumbs(request, *way)
