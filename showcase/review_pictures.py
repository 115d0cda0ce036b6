"""The pictures of a draft, for those who review it: nobody else is handed one before it is published."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from showcase import permissions
from showcase.models import TechnologyPage


@require_safe
def picture(request: HttpRequest, page_id: int, image_id: int) -> FileResponse:
    """Hand out a picture of the newest draft to a reviewer; others are refused before anything is looked up."""
    if not permissions.can_check_compliance(request.user):
        raise PermissionDenied
    page = TechnologyPage.objects.filter(pk=page_id).first()
    draft: Any = page.get_latest_revision_as_object() if page is not None else None
    rows = draft.pictures.select_related("image") if draft is not None else ()
    image = next((row.image for row in rows if row.image_id == image_id), None)
    if image is None:
        raise Http404
    try:
        answer = FileResponse(image.file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
