"""The frozen rules of an edition as a file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from awards.editions import queries
from awards.editions.rules import canonical
from awards.models import AwardPage


def rules(request: HttpRequest, award_key: UUID, version: int) -> HttpResponse:  # noqa: ARG001 -- the view's signature
    """Serve one version of the rules byte by byte as its digest was computed."""
    if not AwardPage.objects.live().public().filter(translation_key=award_key).exists():
        raise Http404
    found = queries.rules_file(award_key, version)
    if found is None:
        raise Http404
    response = HttpResponse(canonical(found), content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="rules-{version}.json"'
    return response
