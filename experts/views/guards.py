"""What the views share: profiles and messages that only their owner can name."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from experts import permissions, queries
from experts.models import ExpertProfile, ExpertRequest


def own_profile_or_404(request: HttpRequest) -> ExpertProfile:
    """Return the signed-in person's profile."""
    profile = queries.own_profile(request.user)
    if profile is None:
        raise Http404
    return profile


def message_or_404(request: HttpRequest, reference: str) -> ExpertRequest:
    """Return a conversation of the signed-in expert; everybody else's does not exist."""
    found = get_object_or_404(ExpertRequest.objects.select_related("profile__user"), reference=reference)
    if not permissions.can_answer(request.user, found):
        raise Http404
    return found
