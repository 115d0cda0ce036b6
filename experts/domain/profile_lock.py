"""Locking a profile's row; every change of state begins with it."""

from experts.models import ExpertProfile


def lock(profile: ExpertProfile) -> ExpertProfile:
    """Return the profile with its row locked."""
    return ExpertProfile.objects.select_for_update(of=("self",)).select_related("user").get(pk=profile.pk)
