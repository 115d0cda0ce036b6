"""What every view of the desk shares: sign-in, no caching, and organisations that only members can name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exhibitors.models import Membership
from portal.kernel import errors, limits

View = Callable[..., HttpResponseBase]


def desk_view(view: View) -> View:
    """Ask for sign-in, and keep the answer out of every cache."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return never_cache(login_required(wrapped))


def membership_or_404(request: HttpRequest, slug: str) -> Membership:
    """Return the person's membership in the organisation of an address; strangers learn nothing."""
    memberships = Membership.objects.select_related("organisation", "organisation__logo", "organisation__place")
    return get_object_or_404(memberships, organisation__slug=slug, user=request.user)


def require(allowed: bool) -> None:  # noqa: FBT001 -- reads as a sentence: require(can_edit(membership))
    """Answer 404 where a rule says no."""
    if not allowed:
        raise Http404


def check_connection(request: HttpRequest) -> None:
    """Slow down who tries tax codes one after another; raises LimitReachedError."""
    if not limits.form_may_be_sent(request):
        raise errors.LimitReachedError(_("Too many attempts from your network. Try again in ten minutes."))
