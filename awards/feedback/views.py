"""The entrant's dossier as a ZIP file, as long as there is something in it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.dossiers.views.guards import dossier_or_404, own_view, place_or_404
from awards.feedback import packing
from portal.kernel import limits


@own_view
@require_safe
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Hand all of a dossier to one of its people."""
    member = place_or_404(request, public_id)
    if member.nomination.erased_at is not None:
        raise Http404
    if not limits.file_may_be_drawn(f"dossier {public_id} {member.pk}"):
        words = _("Too many attempts. Try again in ten minutes.")
        return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    packed = packing.pack(dossier_or_404(member))
    name = f"{member.nomination.alias or str(public_id)[:8]}.zip"
    answer = FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Robots-Tag"] = "noindex"
    return answer
