"""Photos of experts: the approved one for everyone while the profile is shown, the proposed one for its owner."""

from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exhibitors.views.guards import desk_view
from experts.models import ExpertProfile
from experts.views.guards import own_profile_or_404
from portal.media.domain import private_files
from portal.media.models import PrivateFile

KEPT_SECONDS: Final = 300
"""A withdrawn profile's photo is gone from the caches of visitors after this time."""


def file_response(held: PrivateFile | None) -> FileResponse:
    """Return the photo as a picture that nothing keeps; 404 where there is none."""
    if held is None:
        raise Http404
    try:
        return private_files.response(held, shown=True)
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def portrait(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:  # noqa: ARG001 -- a view's signature
    """Show the approved photo of a published expert."""
    found = get_object_or_404(ExpertProfile.objects.public().select_related("portrait"), slug=slug, portrait_id=pk)
    response = file_response(found.portrait)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@desk_view
@require_safe
def proposed(request: HttpRequest) -> HttpResponseBase:
    """Show a person their own photo, the proposed one first."""
    profile = own_profile_or_404(request)
    return file_response(profile.proposed_portrait or profile.portrait)
