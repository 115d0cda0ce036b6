"""Photos of experts: the approved one for everyone while the profile is shown, the proposed one for its owner."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from exhibitors.views.guards import desk_view
from experts.models import ExpertProfile
from experts.views.guards import own_profile_or_404
from portal.media.models import PrivateFile

KEPT_SECONDS = 300
"""A withdrawn profile's photo is gone from the caches of visitors after this time."""


def file_response(held: PrivateFile | None) -> FileResponse:
    """Return the photo as a picture that browsers do not guess about; 404 where there is none."""
    if held is None:
        raise Http404
    try:
        opened = held.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=held.mime_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def portrait(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:  # noqa: ARG001 -- a view's signature
    """Show the approved photo of a published expert."""
    found = get_object_or_404(ExpertProfile.objects.public().select_related("portrait"), slug=slug, portrait_id=pk)
    return file_response(found.portrait)


@desk_view
@require_safe
def proposed(request: HttpRequest) -> HttpResponseBase:
    """Show a person their own photo, the proposed one first."""
    profile = own_profile_or_404(request)
    return file_response(profile.proposed_portrait or profile.portrait)
